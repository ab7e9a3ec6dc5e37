"""What the handlers need of reloading: which version answers, how a changed case is taken in, and what comes of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class ReloadOutcome(StrEnum):
    """What came of taking a case folder in, or of going back."""

    DONE = "done"
    UNDONE = "undone"
    """The version before is served again."""
    SAME = "same"
    """The folder has what is served already."""
    BROKEN = "broken"
    WORSE = "worse"
    """Its golden questions get worse answers than those of the version that is served."""
    OVERTAKEN = "overtaken"
    """Another reload came first."""
    NOTHING_BEFORE = "nothing_before"
    NOT_KEPT = "not_kept"
    """The content of the version before is not kept any more, or was written by another release."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Fallen:
    """A figure of the golden questions that fell, as shares from 0 to 1."""

    name: str
    """"found", "silent" or "wrong"."""
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class ReloadResult:
    """What came of it; nothing is changed unless it is done or undone."""

    outcome: ReloadOutcome
    number: int = 0
    """Of the version that is served now."""
    facts: int = 0
    changes: tuple[int, int, int] = (0, 0, 0)
    """How many facts are new, changed and gone."""
    problems: tuple[str, ...] = ()
    """What is wrong with the folder, or why it failed; the first lines."""
    fallen: tuple[Fallen, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """Which version of the base answers."""

    number: int
    since: datetime
    """In UTC."""


class Reloading(Protocol):
    """Taking a changed case folder in while the bot answers."""

    async def reload(self, admin_id: int) -> ReloadResult:
        """Take the case folder in as it is now; the old base answers meanwhile."""

    async def roll_back(self, admin_id: int) -> ReloadResult:
        """Go back to the version before."""
