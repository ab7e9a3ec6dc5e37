"""The kinds of buttons by which readers say what they think of an answer, and admins deal with that."""

from dataclasses import dataclass

from handlers.callback_kinds import Callback
from knowledge.feedback import Verdict


@dataclass(frozen=True, slots=True)
class Rate(Callback):
    """Says that a wording of a fact helped, or that it did not."""

    verdict: Verdict
    wording: str
    fact: str


@dataclass(frozen=True, slots=True)
class AskReport(Callback):
    """Shows what a report of an error keeps, before anything is kept."""

    wording: str
    fact: str


@dataclass(frozen=True, slots=True)
class SendReport(Callback):
    """Agrees to a report without words, which is kept for at most a number of days."""

    days: int
    wording: str
    fact: str


@dataclass(frozen=True, slots=True)
class SendWords(Callback):
    """Agrees to a report with the words of the message that the button's message answers."""

    days: int
    wording: str
    fact: str


@dataclass(frozen=True, slots=True)
class DropReport(Callback):
    """Sends no report."""


@dataclass(frozen=True, slots=True)
class TurnReports(Callback):
    """Shows an admin another report."""

    page: int


@dataclass(frozen=True, slots=True)
class CloseReport(Callback):
    """Says that an admin has dealt with a report, the one on a page."""

    page: int
    report: str
