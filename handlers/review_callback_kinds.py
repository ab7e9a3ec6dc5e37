"""The kinds of buttons by which admins deal with what readers asked."""

from dataclasses import dataclass

from handlers.callback_kinds import Callback
from knowledge.reviewing.decision import Decision


@dataclass(frozen=True, slots=True)
class TurnReview(Callback):
    """Shows an admin something else that waits."""

    page: int


@dataclass(frozen=True, slots=True)
class Decide(Callback):
    """Says what becomes of what has a code, for some actions with a fact."""

    decision: Decision
    code: str
    fact: str = ""
