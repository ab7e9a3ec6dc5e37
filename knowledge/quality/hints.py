"""What a curator may want to mend: the hints of `casewire check`, each with its place."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.model import Location

Kind = Literal[
    "phrasings that collide",
    "facts that are hard to find",
    "phrasings that are taken for typing errors",
    "phrasings that say the same",
    "questions that measure nothing",
    "titles that are cut on buttons",
    "files that are not read",
    "phrasings that say too much",
    "dates that are yet to come",
    "facts that may say more than their quotes",
    "disputes with one side",
    "things that drafts lack",
    "originals that are not as they were",
    "documents that are not filled in",
]
"""What a hint is about, in the words in which those that are too many to show are counted."""
MAX_PHRASINGS = 20_000
"""Maximum number of phrasings of a base that is asked its own: more would take too long; arbitrary."""
MAX_QUICK = 1000
"""Maximum number of phrasings of a base of which a quick check makes a forecast, in a second or two; arbitrary."""
Watch = Callable[[str, int, int], None]
"""Called while a base is looked through: what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that a curator may want to mend; nothing of it keeps the case from loading."""

    location: Location
    message: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


def unwatched(what: str, done: int, total: int) -> None:
    """Take no notice of how far a check is."""


def in_order(hints: Iterable[Hint]) -> tuple[Hint, ...]:
    """Return hints by file and line."""
    return tuple(sorted(hints, key=lambda hint: (str(hint.location.path), hint.location.line)))
