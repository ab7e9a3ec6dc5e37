"""Whatever a file does, its import ends soon, in one sentence that says what to do, and nothing is written."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.importing.converter import GAVE_UP, Converting
from bot.importing.limits import Limits
from knowledge.importing.draft import Source
from tests.bot.running import call
from tests.knowledge.small_case import files, write
from tests.support.sources.hostile import HOSTILE

pytestmark = pytest.mark.slow

SECONDS = 4.0
"""What a conversion may take here."""


KILLED = frozenset({"swollen.pdf"})
"""Files whose reader is ended by the limit on memory, and can say nothing of it."""


@pytest.fixture(scope="module")
def converting() -> Iterator[Converting]:
    process = Converting(Limits(seconds=SECONDS, memory=300 * 1024 * 1024))
    yield process
    process.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_ends_soon_in_a_sentence(name: str, converting: Converting) -> None:
    source = Source(name, HOSTILE[name]())
    begun = time.monotonic()
    result = converting.convert(source)
    assert time.monotonic() - begun < 10
    assert isinstance(result, str), f"it was read as {str(result)[:300]}"
    assert 5 < len(result) < 200
    assert result != GAVE_UP or name in KILLED, "its reader ended without a word"
    assert "\n" not in result


def test_a_process_that_met_hostile_files_still_reads_good_ones(converting: Converting) -> None:
    drafts = converting.convert(Source("a.txt", b"The court refused."))
    assert not isinstance(drafts, str)
    (draft,) = drafts
    assert draft.blocks[0].text == "The court refused."


def test_a_conversion_has_no_more_memory_than_is_allowed() -> None:
    process = Converting(Limits(memory=200 * 1024 * 1024))
    result = process.convert(Source("a.html", b"<html><body>" + b"<p>x</p>" * 8_000_000))
    process.close()
    assert isinstance(result, str)
    assert "memory" in result


def test_nothing_is_written_of_what_is_refused(tmp_path: Path) -> None:
    case = write(tmp_path / "case", files())
    before = {path: path.read_bytes() for path in case.rglob("*") if path.is_file()}
    names = ["half.pdf", "locked.docx", "entities.rss", "crowd.eml", "noise.txt"]
    for name in names:
        (tmp_path / name).write_bytes(HOSTILE[name]())
    code, output, _ = call(tmp_path, "add", *(tmp_path / name for name in names), "--case", case)
    assert code == 1
    assert [line.split()[0] for line in output.splitlines()] == ["refused"] * len(names)
    assert {path: path.read_bytes() for path in case.rglob("*") if path.is_file()} == before
