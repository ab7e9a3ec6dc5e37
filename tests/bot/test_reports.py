"""`casewire reports`: what readers have reported and rated, as text and as data, and how a report is closed."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.storage import Storage
from knowledge.casefile.loading import load
from knowledge.feedback import Report, Verdict
from knowledge.notices.diff import wording_of
from tests.bot.running import DATABASE, call
from tests.knowledge.small_case import files, write

pytestmark = pytest.mark.slow

WORDS = "Es war\nder 2. Mai \x1b[2J\u202e\x9b31m"
FACT = "pier-closed"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case", files())


@pytest.fixture
async def storage(tmp_path: Path, case: Path) -> AsyncIterator[Storage]:
    """The database of a home, with a report with words, one of an older wording, and a thumb for each."""
    current, now = wording_of(load(case).facts[FACT]), datetime.now(UTC)
    file = tmp_path / DATABASE
    opened = await Storage.open(f"sqlite+aiosqlite:///{file}", file.with_suffix(".key"))
    await opened.feedback.file(7, Report(FACT, current, "en", WORDS), now, 30)
    await opened.feedback.file(8, Report(FACT, "0000000a", "ru"), now, 30)
    await opened.feedback.rate(FACT, current, Verdict.BAD)
    await opened.feedback.rate("gone", "0000000a", Verdict.GOOD)
    yield opened
    await opened.close()


async def test_reports_and_ratings_are_shown_and_no_words_of_a_reader_control_the_terminal(
    storage: Storage, tmp_path: Path, case: Path
) -> None:
    code, output, errors = call(tmp_path, "reports", "--knowledge", case)
    assert (code, errors) == (0, "")
    assert "Reports: 2." in output
    assert "the reader: Es war der 2. Mai" in output
    assert "the reader: no words" in output
    assert output.count("(changed since)") == 1
    assert "👍 0  👎 1  pier-closed: " in output
    assert "gone: no longer in the case" in output
    assert not set(output) & set("\x1b\x9b\u202e")


async def test_as_json_all_of_it_is_data(storage: Storage, tmp_path: Path, case: Path) -> None:
    _, output, _ = call(tmp_path, "reports", "list", "--json", "--knowledge", case)
    found = json.loads(output)
    assert output.isascii()
    by_language = {one["language"]: one for one in found["reports"]}
    assert by_language["en"]["words"] == WORDS
    assert (by_language["en"]["is_current"], by_language["ru"]["is_current"]) == (True, False)
    assert [(one["fact"], one["good"], one["bad"]) for one in found["ratings"]] == [(FACT, 0, 1), ("gone", 1, 0)]


async def test_a_report_that_is_done_is_gone_and_an_unknown_one_is_named(storage: Storage, tmp_path: Path) -> None:
    kept = [one.id for one in await storage.feedback.reports(datetime.now(UTC))]
    code, output, errors = call(tmp_path, "reports", "close", *kept, "0123456789abcdef")
    assert (code, output) == (1, "Deleted: 2.\n")
    assert "0123456789abcdef" in errors
    assert await storage.feedback.reports(datetime.now(UTC)) == ()


def test_without_reports_it_says_so(tmp_path: Path, case: Path) -> None:
    assert call(tmp_path, "reports", "--knowledge", case)[1] == "No reports are waiting.\n"
