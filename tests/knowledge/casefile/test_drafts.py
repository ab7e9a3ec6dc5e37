"""A draft is read and counted, and neither told nor in the way; what it lacks is a hint."""

from pathlib import Path

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Found
from knowledge.casefile.base_cache import load as kept
from knowledge.casefile.base_cache import path_in, save
from knowledge.casefile.loading import KnowledgeError, load, read
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.citing.finding import find
from knowledge.citing.inserting import insert
from knowledge.quality.check import check
from tests.knowledge import small_case

DRAFT = """- id: pier-heard
  status: draft
  statement:
    en: The pier "stays closed", the mayor added.
  citations:
    - document: press-note
      quote: The pier "stays closed", the mayor added.
  question:
    en: What did the mayor add?
"""


def case(folder: Path, draft: str = DRAFT, **files: str) -> Path:
    return small_case.write(folder, small_case.todays_files() | {"facts/note.draft.yaml": draft} | files)


def test_a_draft_is_no_part_of_the_base_and_no_answer(tmp_path: Path) -> None:
    base = load(case(tmp_path))
    assert (
        base == load(small_case.write(tmp_path / "without", small_case.todays_files()))
        or "pier-heard" not in base.facts
    )
    assert not isinstance(Answerer(base).answer("What did the mayor add?"), Found)
    file = path_in(tmp_path, tmp_path / "with")
    save(file, base)
    assert kept(file) == base


def test_the_check_counts_drafts_and_says_what_they_lack(tmp_path: Path) -> None:
    report = check(case(tmp_path, DRAFT.replace("the mayor added", "the mayor sang")))
    assert report.problems == ()
    assert (report.summary.facts, report.summary.drafts) == (3, 1)
    hints = [hint.message for hint in report.hints if hint.kind == "things that drafts lack"]
    assert "a fact has no topic; add it" in hints
    assert "statement has no ru; add it" in hints
    assert any("is not in press-note word for word" in hint for hint in hints)


def test_what_a_draft_says_is_in_nobodys_way(tmp_path: Path) -> None:
    """A phrasing of a draft may be one of a fact, and a fact may have its id."""
    for phrasing in ("Who closed the pier?", "closed by whom"):  # beside its fact, and in a file that is read later
        load(case(tmp_path, DRAFT.replace("What did the mayor add?", phrasing)))
    load(case(tmp_path, DRAFT.replace("pier-heard", "pier-closed")))


def test_a_fact_cannot_lean_on_a_draft(tmp_path: Path) -> None:
    files = small_case.todays_files()
    more = files["facts/repair.yaml"] + "  related: [pier-heard]\n"
    with pytest.raises(KnowledgeError, match="related has the draft pier-heard; approve it first"):
        load(case(tmp_path, **{"facts/repair.yaml": more}))


def test_a_draft_becomes_a_fact_by_losing_its_status(tmp_path: Path) -> None:
    whole = DRAFT.replace("  status: draft\n", "  topic: closure\n  asserted_by: mayor\n")
    whole = whole.replace("added.\n  citations", "added.\n    ru: Пирс закрыт.\n  citations")
    base = load(case(tmp_path, f"{whole}    ru: Что добавил мэр?\n"))
    assert "pier-heard" in base.facts


def test_another_status_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match='"darft" is not a status that can be used; did you mean draft'):
        load(case(tmp_path, DRAFT.replace("status: draft", "status: darft")))


def test_a_citation_is_added_to_a_draft_too(tmp_path: Path) -> None:
    found = find(load(case(tmp_path)).documents["press-note"], "needs repair").candidates[0]
    assert insert(tmp_path, "pier-heard", found) == "facts/note.draft.yaml"
    symbols = SymbolTable()
    read(tmp_path, symbols)
    assert symbols.drafts["pier-heard"].citations[-1] == found.citation
