"""What a fact says beyond its quotes is reported at its line, with what the quotes have and what to do."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import KnowledgeError, load
from knowledge.quality.check import check
from tests.knowledge import small_case


def _with(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    contents = small_case.todays_files()
    for old, new in changes:
        assert old in contents["facts/closure.yaml"]
        contents["facts/closure.yaml"] = contents["facts/closure.yaml"].replace(old, new)
    return small_case.write(tmp_path, contents)


def _only_problem(folder: Path) -> str:
    (problem,) = check(folder).problems
    return str(problem).removeprefix(f"{folder}/")


def _only_hint(folder: Path) -> str:
    report = check(folder)
    assert report.good
    (hint,) = report.hints
    return str(hint).removeprefix(f"{folder}/")


def test_a_wrong_year_is_a_problem_at_the_statement(tmp_path: Path) -> None:
    folder = _with(tmp_path, ("closed the north pier.\n    ru", "closed the north pier on 1 May 2021.\n    ru"))
    assert _only_problem(folder) == (
        'facts/closure.yaml:6: statement in en has "1 May 2021", but the quotes have "1 May 2020"; '
        "correct it, or cite a document that says it"
    )


def test_a_case_that_says_more_than_its_quotes_does_not_load(tmp_path: Path) -> None:
    folder = _with(tmp_path, ("that the harbour office closed the north", "that the harbour office closed five north"))
    with pytest.raises(KnowledgeError, match='has "five"'):
        load(folder)


def test_a_date_that_no_document_has_is_a_problem_where_the_quotes_have_another(tmp_path: Path) -> None:
    folder = _with(tmp_path, ("date: 2020-05-01", "date: 2019-05-01"))
    assert _only_problem(folder) == (
        'facts/closure.yaml:4: date is 2019-05-01, but the quotes have "1 May 2020"; '
        "correct it, or say under derived how it was worked out"
    )


def test_what_stands_elsewhere_in_the_document_is_a_hint(tmp_path: Path) -> None:
    folder = _with(tmp_path, ("said that the pier stays closed.", "said that the pier, shut on 1 May 2020, is so."))
    assert _only_hint(folder) == (
        'facts/closure.yaml:23: statement in en has "1 May 2020", but the quotes do not have it; '
        "cite the place in press-note that has it too"
    )


def test_a_number_in_a_title_that_no_document_has_is_a_hint(tmp_path: Path) -> None:
    folder = _with(tmp_path, ("Who closed the pier?", "Who closed the 12 piers?"))
    assert 'question in en has "12", but the quotes and their documents do not have it' in _only_hint(folder)


def test_a_statement_that_says_the_opposite_of_its_quote_is_a_hint(tmp_path: Path) -> None:
    folder = _with(tmp_path, ("office closed the north pier.\n    ru", "office opened the north pier.\n    ru"))
    assert 'statement in en says "opened" where the quotes say "closed"; is it so?' in _only_hint(folder)


def test_a_speaker_whom_no_document_names_is_a_hint(tmp_path: Path) -> None:
    contents = small_case.todays_files()
    queen = "  - {id: queen, kind: person, label: {en: the queen, ru: королева}, spellings: [королева-мать]}\n"
    contents["case.yaml"] = contents["case.yaml"].replace("floors:", f"{queen}floors:")
    facts = contents["facts/closure.yaml"]
    contents["facts/closure.yaml"] = facts.replace("asserted_by: mayor", "asserted_by: queen", 1)
    hint = _only_hint(small_case.write(tmp_path, contents))
    assert "asserted_by is queen, but no document that it cites names them" in hint
