"""Nobody is taken for somebody else: questions to three small cases about people (`tests/cases/README.md`)."""

from functools import cache
from pathlib import Path

import pytest
import yaml

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Nearest, asserted_facts
from knowledge.casefile.loading import load

CASES = Path(__file__).parents[2] / "cases"
NAMES = tuple(sorted(file.parent.name for file in CASES.glob("*/people.yaml")))
NONE = "none"


@cache
def answerer(case: str) -> Answerer:
    return Answerer(load(CASES / case))


def questions(half: str) -> list[tuple[str, str, str]]:
    """Return the questions of one half of the set: case, question, and what it must be answered with."""
    read = {case: yaml.safe_load((CASES / case / "people.yaml").read_text(encoding="utf-8")) for case in NAMES}
    return [(case, question, wanted) for case in NAMES for question, wanted in read[case][half].items()]


def outcome(case: str, question: str, wanted: str) -> str:
    """Return how a question came out: right, nearest, missed, or the fact that was given in place of the right one."""
    answer = answerer(case).answer(question)
    given = next(iter(asserted_facts(answer)), NONE)
    if given in {wanted, wanted.rstrip("?")} or (given == NONE and wanted.endswith("?")):
        return "right"
    if isinstance(answer, Nearest) and answer.matches[0].fact_id == wanted:
        return "nearest"
    return "missed" if given == NONE else given


@pytest.mark.parametrize(
    ("half", "most_false", "most_nearest", "most_missed"), [("tuned", 0, 9, 0), ("measured", 0, 9, 1)]
)
def test_a_question_about_one_person_is_not_answered_with_another(
    half: str, most_false: int, most_nearest: int, most_missed: int
) -> None:
    asked = {(case, question): outcome(case, question, wanted) for case, question, wanted in questions(half)}
    false = {question: given for question, given in asked.items() if given not in {"right", "nearest", "missed"}}
    nearest = [question for question, given in asked.items() if given == "nearest"]
    missed = [question for question, given in asked.items() if given == "missed"]
    assert len(false) <= most_false, false
    assert len(nearest) <= most_nearest, nearest
    assert len(missed) <= most_missed, missed
