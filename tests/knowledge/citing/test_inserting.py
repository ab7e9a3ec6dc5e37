"""A citation goes into the file of its fact, and nothing else there changes."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import KnowledgeError, load
from knowledge.casefile.writing import WritingError, undo
from knowledge.citing.finding import Candidate, find
from knowledge.citing.inserting import insert, lines_of
from tests.knowledge import small_case

TIMES = """Times

12:30

yes

2001: the pier # burnt

The pier burnt. The pier burnt. The pier burnt again.
"""
FACT = """# checked by Ann
- id: pier-burnt   # twice
  topic: closure
  asserted_by: office
  citations:
  # the list
  -
    document: times
    quote: >-
      The pier
      burnt again.

  statement: {en: 'The pier burnt.', ru: "Пирс сгорел."}
  question: {en: "What burnt?", ru: Что сгорело?}

# the end
"""


def case(folder: Path, fact: str = FACT) -> Path:
    times = small_case.document(TIMES).replace("id: press-note", "id: times")
    return small_case.write(folder, small_case.todays_files() | {"documents/times.md": times, "facts/burnt.yaml": fact})


def candidate(folder: Path, words: str, document: str = "times") -> Candidate:
    return find(load(folder).documents[document], words).candidates[0]


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
@pytest.mark.parametrize("words", ["12:30", "yes", "2001: the pier # burnt"])
def test_what_yaml_takes_for_something_else_stays_the_quote(tmp_path: Path, words: str, newline: str) -> None:
    before = FACT.replace("\n", newline)
    file = insert(case(tmp_path, before), "pier-burnt", candidate(tmp_path, words))
    text = (tmp_path / file).read_bytes().decode()
    added = f"  - document: times{newline}    quote: '{words}'{newline}"
    assert text == before.replace(f"burnt again.{newline}", f"burnt again.{newline}{added}")
    assert load(tmp_path).facts["pier-burnt"].citations[-1].quote == words
    undo(tmp_path)
    assert (tmp_path / file).read_bytes().decode() == before


@pytest.mark.parametrize("words", ["The pier burnt. The", 'The pier "stays closed"'])
def test_a_fact_without_citations_gets_the_list(tmp_path: Path, words: str) -> None:
    begin, _, end = FACT.partition("  citations:")
    without = f"{begin}{end[end.index('  statement') :]}"
    document = "times" if "burnt" in words else "press-note"
    case(tmp_path)
    found = candidate(tmp_path, words, document)
    (tmp_path / "facts" / "burnt.yaml").write_text(without)
    with pytest.raises(KnowledgeError, match="a fact has no citations"):
        load(tmp_path)
    insert(tmp_path, "pier-burnt", found)
    assert load(tmp_path).facts["pier-burnt"].citations == (found.citation,)


def test_words_that_stand_twice_are_cited_where_they_were_found(tmp_path: Path) -> None:
    case(tmp_path)
    second = find(load(tmp_path).documents["times"], "The pier burnt.").candidates[1]
    assert second.copies == 2
    insert(tmp_path, "pier-burnt", second)
    assert load(tmp_path).facts["pier-burnt"].citations[-1] == second.citation


def test_a_citation_is_not_added_twice(tmp_path: Path) -> None:
    found = candidate(case(tmp_path), "The pier burnt again")
    with pytest.raises(WritingError, match="has this citation already"):
        insert(tmp_path, "pier-burnt", found)


def test_an_unknown_fact_or_a_list_on_one_line_changes_nothing(tmp_path: Path) -> None:
    flow = FACT[: FACT.index("  citations:")] + "  citations: [{document: times, quote: 'yes'}]\n"
    flow += FACT[FACT.index("  statement") :]
    found = candidate(case(tmp_path, flow), "12:30")
    with pytest.raises(WritingError, match="did you mean pier-burnt"):
        insert(tmp_path, "pier-brunt", found)
    with pytest.raises(WritingError, match="a line for each item"):
        insert(tmp_path, "pier-burnt", found)
    assert (tmp_path / "facts" / "burnt.yaml").read_text() == flow


def test_a_case_with_a_problem_elsewhere_can_be_worked_on_but_gets_no_new_one(tmp_path: Path) -> None:
    found = candidate(case(tmp_path), "12:30")
    broken = tmp_path / "facts" / "repair.yaml"
    broken.write_text(broken.read_text().replace("needs repair.", "needs despair.", 1))
    insert(tmp_path, "pier-burnt", found)
    gone = candidate(case(tmp_path), "yes")
    (tmp_path / "documents" / "times.md").unlink()
    before = (tmp_path / "facts" / "burnt.yaml").read_bytes()
    with pytest.raises(WritingError, match="there is no document"):
        insert(tmp_path, "pier-closed", gone)
    assert (tmp_path / "facts" / "burnt.yaml").read_bytes() == before


def test_only_words_that_stand_several_times_need_what_is_around_them(tmp_path: Path) -> None:
    once = candidate(case(tmp_path), "The pier burnt again")
    assert [line.partition(":")[0] for line in lines_of(once)] == ["document", "quote"]


@pytest.mark.parametrize(("suffix", "start"), [("The pier burnt. The", 0), ("The pier burnt again", 1)])
def test_a_suffix_says_which_of_two_places_is_meant(tmp_path: Path, suffix: str, start: int) -> None:
    quote = FACT.replace("      The pier\n      burnt again.\n", f"      The pier burnt.\n    suffix: {suffix}\n")
    cited = load(case(tmp_path, quote)).facts["pier-burnt"].citations[0]
    text = load(tmp_path).documents["times"].text
    assert cited.start == [text.index("The pier"), text.index("The pier", text.index("The pier") + 1)][start]


def test_a_suffix_that_does_not_stand_there_is_a_problem(tmp_path: Path) -> None:
    case(tmp_path, FACT.replace("burnt again.\n", "burnt again.\n    prefix: At night\n"))
    with pytest.raises(KnowledgeError, match="not between this prefix and suffix"):
        load(tmp_path)
