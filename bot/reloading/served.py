"""The base that a process answers from: one reference, so that nobody sees half of one and half of another."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from knowledge.model import KnowledgeBase

if TYPE_CHECKING:
    from knowledge.answering.answerer import Answerer


@dataclass(frozen=True, slots=True)
class ServedBase:
    """A version of the base, with what answers from it."""

    base: KnowledgeBase
    answerer: "Callable[[], Answerer]"
    """Makes the answerer when it is first called."""
    version: str
    number: int
    """Of the agreement."""
    since: datetime
    """In UTC."""

    def fact_for(self, question: str) -> str | None:
        """Return the id of the fact that answers a question; None where there is none, or several may be meant."""
        return self.answerer().fact_for(question)
