"""What a curator decides is written into the case, below what is there, or nothing is."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import load, load_golden, read
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.casefile.writing import JOURNAL, WritingError, undo
from knowledge.reviewing.acting import DRAFTS, act
from knowledge.reviewing.decision import Decision
from tests.knowledge import small_case

UNANSWERED = """# of readers
- id: cost
  questions:
    en:
      - What does the repair of the pier cost?
    ru:
      - Сколько стоит ремонт?
"""


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return small_case.write(tmp_path, small_case.todays_files() | {"unanswered/all.yaml": UNANSWERED})


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != JOURNAL)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def test_a_question_becomes_a_phrasing_and_can_be_taken_back(case: Path) -> None:
    before = contents(case)
    assert act(case, Decision.PHRASING, "is  it shut: yes", "en", "pier-closed") == "phrasings/pier-closed.yaml"
    assert load(case).facts["pier-closed"].questions["en"][-1] == "is it shut: yes"
    undo(case)
    assert contents(case) == before


@pytest.mark.parametrize(("fact", "tag", "facts"), [("pier-closed", "plain", ("pier-closed",)), ("", "gap", ())])
def test_a_question_becomes_a_golden_one(case: Path, fact: str, tag: str, facts: tuple[str, ...]) -> None:
    before = (case / "evaluation" / "golden.yaml").read_bytes()
    assert act(case, Decision.GOLDEN, "12:30", "en", fact) == "evaluation/golden.yaml"
    golden = load_golden(case, load(case))[-1]
    assert (golden.question, golden.tag, golden.facts) == ("12:30", tag, facts)
    assert (case / "evaluation" / "golden.yaml").read_bytes().startswith(before)


def test_a_question_joins_the_unanswered_one_that_it_is_like(case: Path) -> None:
    assert act(case, Decision.UNANSWERED, "what will the repair of the pier cost", "en") == "unanswered/all.yaml"
    text = (case / "unanswered" / "all.yaml").read_text()
    assert text == UNANSWERED.replace("cost?\n", "cost?\n      - what will the repair of the pier cost\n")


def test_a_new_unanswered_question_in_one_language_of_two_is_refused_whole(case: Path) -> None:
    before = contents(case)
    with pytest.raises(WritingError, match="questions has no ru; add it"):
        act(case, Decision.UNANSWERED, "Who owns the lighthouse?", "en")
    assert contents(case) == before


def test_a_question_becomes_a_draft_with_the_passage_that_is_most_like_it(case: Path) -> None:
    for number in (1, 2):
        assert act(case, Decision.DRAFT, "Does the pier need repair?", "en") == DRAFTS
        symbols = SymbolTable()
        base = read(case, symbols)
        symbols.problems.raise_if_any()
        assert len(symbols.drafts) == number
    one = symbols.drafts["press-note-3-asked-1"]
    assert one.citations[0].quote == "The pier needs repair."
    assert one.questions == {"en": ("Does the pier need repair?",)}
    assert "press-note-3-asked-1" not in base.facts


def test_without_such_a_passage_there_is_nothing_to_draft(case: Path) -> None:
    with pytest.raises(WritingError, match="nothing to draft"):
        act(case, Decision.DRAFT, "Where do whales sleep at night?", "en")
    assert not (case / DRAFTS).exists()


def test_what_is_dismissed_changes_nothing_and_a_fact_that_is_gone_gets_nothing(case: Path) -> None:
    before = contents(case)
    assert act(case, Decision.DISMISS, "Who?", "en") == ""
    with pytest.raises(WritingError, match="there is no fact pier-opened any more"):
        act(case, Decision.PHRASING, "Who?", "en", "pier-opened")
    assert contents(case) == before
