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
ANSWERER = Answerer(replace(harbour(), unanswered=(OWNER,)))


def example(guard: Guard, of: str) -> str:
    """Return the question of a guard's docstring that it "Stops" or "Passes"."""
    (question,) = re.findall(rf"^ *{of}: (.+)$", guard.check.__doc__ or "", re.MULTILINE)
    assert isinstance(question, str)
    return question


@pytest.mark.parametrize("guard", GUARDS, ids=lambda guard: guard.name)
def test_a_guard_stops_its_example_by_its_name_and_lets_the_other_pass(guard: Guard) -> None:
    stopped = explain(ANSWERER, example(guard, "Stops"))
    assert (stopped.guard, stopped.reason) == (guard.name, guard.reason)
    assert explain(ANSWERER, example(guard, "Passes")).guard is None
