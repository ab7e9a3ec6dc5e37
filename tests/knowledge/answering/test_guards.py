"""What each guard stops and lets pass: the examples of its own docstring, asked."""

import re
from dataclasses import replace

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.explanation import explain
from knowledge.answering.guards import GUARDS, Guard
from knowledge.model import Unanswered
from tests.knowledge.harbour import harbour

OWNER = Unanswered("owner", {"en": ("Who owns the ship Aurora?", "name of Aurora's owner")})
HARBOUR = harbour()
SEARCHED = replace(
    HARBOUR.facts["rejected"],
    id="searched",
    statement={"en": "The note says that the cabins have been searched."},
    questions={"en": ("What happened to the cabins?", "Were the cabins searched?", "cabins searched")},
)
ANSWERER = Answerer(replace(HARBOUR, unanswered=(OWNER,)))
WITH_PASSIVE = Answerer(replace(HARBOUR, facts={**HARBOUR.facts, "searched": SEARCHED}))


def example(guard: Guard, of: str) -> str:
    """Return the question of a guard's docstring that it "Stops" or "Passes"."""
    (question,) = re.findall(rf"^ *{of}: (.+)$", guard.check.__doc__ or "", re.MULTILINE)
    assert isinstance(question, str)
    return question


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_stops_its_example_by_its_name_and_lets_the_other_pass(guard: Guard) -> None:
    answerer = WITH_PASSIVE if guard.name == "unnamed_agent" else ANSWERER
    stopped = explain(answerer, example(guard, "Stops"))
    assert (stopped.guard, stopped.reason) == (guard.name, guard.reason)
    assert explain(answerer, example(guard, "Passes")).guard is None
