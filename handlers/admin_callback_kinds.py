"""The kinds of buttons that only admins get: what they do with a notice."""

from dataclasses import dataclass

from handlers.callback_kinds import Callback
from knowledge.notices.states import Action


@dataclass(frozen=True, slots=True)
class OpenNotice(Callback):
    """Shows an admin a notice, and what can be done with it."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class AskCorrect(Callback):
    """Asks an admin whether to send a correction."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class AskRecall(Callback):
    """Asks an admin whether to recall a notice."""

    fingerprint: str


@dataclass(frozen=True, slots=True)
class Act(Callback):
    """Does something with a notice; the stamp proves that the bot offered it."""

    action: Action
    fingerprint: str
    stamp: str


@dataclass(frozen=True, slots=True)
class LeaveNotice(Callback):
    """Does nothing with a notice."""

    fingerprint: str
