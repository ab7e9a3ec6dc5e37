"""Questions that the documents are known not to answer: they get no answer, and take none away from others."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Answer, Found, Suggestions, Unknown
from knowledge.answering.explanation import explain
from knowledge.casefile.loading import load
from knowledge.model import Unanswered
from knowledge.quality.check import check
from tests.knowledge.harbour import harbour
from tests.knowledge.small_case import files, write

BASE = harbour()
UNANSWERED = (
    Unanswered(
        "contents",
        {
            "en": ("What do the complaints say?", "What was in the complaints of Marsh?", "text of the complaints"),
            "ru": ("Что было в жалобах Марш?", "О чём говорится в жалобах?"),
        },
    ),
    Unanswered("owner", {"en": ("Who owns the Aurora?", "Whose ship is it?", "owner of the ship")}),
    Unanswered("minister", {"en": ("Did minister Paul Becker see the complaints in 2021?",)}),
)
WITHOUT = Answerer(BASE)
ANSWERER = Answerer(replace(BASE, unanswered=UNANSWERED))
SMALL = """- id: who-pays
  questions:
    en:
      - Who pays for the pier?
    ru:
      - Кто платит за пирс?
"""


def found(answer: Answer) -> str | None:
    return answer.matches[0].fact_id if isinstance(answer, Found) else None


def test_a_question_like_a_listed_one_is_not_answered_by_the_fact_that_it_would_get() -> None:
    question = "What did the complaints of Marsh say?"
    assert found(WITHOUT.answer(question)) == "rejected"
    assert found(ANSWERER.answer(question)) is None


@pytest.mark.parametrize("question", ["Who owns the Aurora?", "whats in the complaints", "Что в жалобах Марш?"])
def test_the_reply_says_that_the_documents_are_known_not_to_answer(question: str) -> None:
    answer = ANSWERER.answer(question)
    assert isinstance(answer, Unknown)
    assert answer.listed


def test_a_question_that_merely_is_like_no_fact_is_not_called_a_listed_one() -> None:
    answer = ANSWERER.answer("best pizza in town")
    assert isinstance(answer, Unknown)
    assert not answer.listed


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("How many complaints did Marsh file?", "complaints"),
        ("Who rejected the complaints?", "rejected"),
        ("why did the port authority refuse the licence", "why-refused"),
    ],
)
def test_questions_that_facts_answer_are_answered_beside_listed_ones(question: str, fact: str) -> None:
    assert found(ANSWERER.answer(question)) == fact


def test_what_only_listed_questions_name_is_still_named_as_what_the_documents_lack() -> None:
    answer = ANSWERER.answer("Did Becker reject the complaints of Marsh in 2021?")
    assert isinstance(answer, Suggestions)
    assert {"Becker", "2021"} <= set(answer.not_mentioned)


def test_a_short_question_after_an_answer_is_not_turned_into_another_than_the_listed_one() -> None:
    assert found(ANSWERER.answer("what was in them? the text?", context=("complaints",))) is None
    assert found(ANSWERER.answer("and who rejected them?", context=("complaints",))) == "rejected"


def test_the_explanation_names_the_listed_question_that_it_is_like() -> None:
    explanation = explain(ANSWERER, "What did the complaints of Marsh say?")
    assert "documents do not answer" in explanation.reason
    rival = explanation.out_of_scope
    assert rival is not None
    assert rival.id == "contents"
    assert explanation.candidates[0].score < rival.score <= 1


def test_they_are_read_from_their_file_and_counted(tmp_path: Path) -> None:
    folder = write(tmp_path, {**files(), "unanswered.yaml": SMALL})
    (entry,) = load(folder).unanswered
    assert (entry.id, entry.questions["ru"]) == ("who-pays", ("Кто платит за пирс?",))
    assert check(folder).summary.unanswered == 1


def test_a_case_needs_none(tmp_path: Path) -> None:
    assert load(write(tmp_path)).unanswered == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("id: who-pays", "id: Who Pays", 1, "is not an id"),
        ("    ru:\n      - Кто платит за пирс?\n", "", 2, "questions has no ru; add it"),
        (
            "Who pays for the pier?",
            "who closed the pier",
            4,
            "facts/closure.yaml:13, in the fact pier-closed; keep one",
        ),
        ("  questions:", "  facts: []\n  questions:", 2, "unknown field"),
    ],
)
def test_what_is_wrong_with_them_is_said_at_its_line(
    tmp_path: Path, old: str, new: str, line: int, message: str
) -> None:
    folder = write(tmp_path, {**files(), "unanswered.yaml": SMALL.replace(old, new)})
    (problem,) = check(folder).problems
    assert (problem.location.path.name, problem.location.line) == ("unanswered.yaml", line)
    assert message in problem.message


def test_one_that_is_as_good_as_a_phrasing_of_a_fact_is_a_hint(tmp_path: Path) -> None:
    folder = write(
        tmp_path, {**files(), "unanswered.yaml": SMALL.replace("Who pays for the pier?", "closed by whom - the pier")}
    )
    messages = [str(hint) for hint in check(folder, full=True).hints]
    assert any("unanswered.yaml:4" in message and "pier-closed" in message for message in messages)
