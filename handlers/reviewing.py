"""What the handlers need of reviewing: what readers asked and did not get, and what an admin makes of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from knowledge.reviewing.decision import Decision


@dataclass(frozen=True, slots=True)
class Asked:
    """Questions that are alike, or the words of one report, and the facts that are nearest to them."""

    code: str
    """What it is known by, which tells nothing of its words."""
    texts: tuple[str, ...]
    """The words, those that came most often first."""
    count: int
    language: str = ""
    """The language of the words; "" where nobody has looked at them."""
    nearest: tuple[str, ...] = ()
    """The ids of facts; of a report, first that which it is about. Without others where nobody has looked."""
    is_report: bool = False


class Reviewing(Protocol):
    """What readers asked and did not get. All methods raise `StorageError` if the database fails."""

    @property
    def reads_questions(self) -> bool:
        """Whether the operator allows questions to be read."""

    async def asked(self) -> Sequence[Asked]:
        """Return what waits: questions, those asked most first, then reports in words."""

    def with_facts(self, one: Asked) -> Asked:
        """Return what waits with its language, and with the facts that are nearest to its words."""

    async def act(self, code: str, decision: Decision, fact: str = "") -> str | None:
        """Do something with what has a code; return the file that was written, "" for none, None if it is gone.

        Raises `WritingError`, and changes nothing, where that cannot be done.
        """
