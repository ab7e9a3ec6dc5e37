"""Discrepancies: what a fact says and its quotes do not."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from knowledge.factcheck.claims import Claims

STATEMENT, TITLE = "statement", "question"
"""The fields of a fact whose texts are compared."""


class Kind(Enum):
    """In which way a fact and its quotes differ."""

    LACKING = "lacking"
    """The quotes do not have a number, date, time or name, or have another."""
    REVERSED = "reversed"
    """The one negates what the other says, or says its opposite."""
    UNDATED = "undated"
    """No document has the date of the fact."""
    UNHEARD = "unheard"
    """No document has the one who is said to assert the fact."""


class Discrepancy(NamedTuple):
    """Something that a fact says and its quotes do not."""

    kind: Kind
    field: str
    """Where it stands: `statement`, `question`, `date` or `asserted_by`."""
    language: str
    """The language of the text; "" for a field without one."""
    stated: str
    """The words of the fact."""
    found: tuple[str, ...]
    """What the quotes have instead, if anything."""
    place: str
    """The id of a cited document that has it elsewhere, or ""."""
    is_problem: bool
    """Whether it is surely wrong, and not only worth a look."""


@dataclass(frozen=True, slots=True)
class FactText:
    """A text of a fact, with what it states."""

    field: str
    language: str
    claims: Claims

    def lacking(self, stated: str, found: Iterable[str] = (), place: str = "") -> Discrepancy:
        """Return that the quotes do not have a value.

        In a statement it is a problem if they have another, or no document has it; a question may ask for anything.
        """
        others = tuple(dict.fromkeys(found))
        is_problem = self.field == STATEMENT and (bool(others) or not place)
        return Discrepancy(Kind.LACKING, self.field, self.language, stated, others, place, is_problem)

    def reversed(self, stated: str, found: str) -> Discrepancy:
        """Return that the quotes say the opposite, or seem to."""
        return Discrepancy(Kind.REVERSED, self.field, self.language, stated, (found,), "", False)
