"""A case that was read before is loaded as it is, and as it is written now."""

from pathlib import Path

import pytest

from knowledge.casefile import base_cache
from knowledge.casefile.opening import open_case
from knowledge.casefile.problems import KnowledgeError
from knowledge.casefile.shipped import default_case
from tests.knowledge.small_case import files, todays_files, write


@pytest.fixture(params=["shipped", "small"])
def case(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return default_case() if request.param == "shipped" else write(tmp_path / "case")


def test_a_kept_case_equals_the_one_that_was_read(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = tmp_path / "cache"
    first = open_case(case, cache)
    monkeypatch.setattr("knowledge.casefile.loading.load", lambda path: pytest.fail("it was read again"))
    assert open_case(case, cache) == first == base_cache.load(base_cache.path_in(cache, case))


@pytest.mark.parametrize(
    "changed",
    [
        "facts/closure.yaml",
        "documents/press-note.md",
        "case.yaml",
        "phrasings/pier-closed.yaml",
        "phrasings/pier-needs-repair.yaml",
        "unanswered/closure.yaml",
        "notices/note.yaml",
    ],
)
def test_a_change_of_any_file_is_noticed(tmp_path: Path, changed: str) -> None:
    case, cache = write(tmp_path / "case", todays_files()), tmp_path / "cache"
    open_case(case, cache)
    (case / changed).parent.mkdir(exist_ok=True)
    (case / changed).write_text("nothing: [that", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=changed.rpartition("/")[2]):
        open_case(case, cache)


def test_a_broken_case_is_not_kept(tmp_path: Path) -> None:
    case, cache = write(tmp_path / "case", {**files(), "case.yaml": "title: nothing else"}), tmp_path / "cache"
    for _ in range(2):
        with pytest.raises(KnowledgeError):
            open_case(case, cache)


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    case, cache = write(tmp_path / "case"), tmp_path / "cache"
    base = open_case(case, cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(kept.read_bytes()[:-5])
    assert open_case(case, cache) == base
    assert base_cache.load(kept) == base
