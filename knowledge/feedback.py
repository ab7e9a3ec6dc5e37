"""What readers say of an answer: that a fact is wrong, or only that it helped or did not."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

WORDS_LIMIT = 1000
"""Maximum number of characters that a report keeps of a reader's words; arbitrary: a few sentences."""


class Verdict(StrEnum):
    """What a thumb says."""

    GOOD = "good"
    BAD = "bad"


class Filed(StrEnum):
    """What became of a report that a reader agreed to send."""

    NEW = "new"
    FIRST = "first"  # new, and no other waits
    ADDED = "added"  # its words stand beside those of the same reader's report of the same wording
    AGAIN = "again"  # the same reader reported the same before
    FULL = "full"  # as many wait as can


@dataclass(frozen=True, slots=True)
class Report:
    """A reader's word that a fact is wrong; nothing in it says who the reader is."""

    fact: str
    """The id of the fact."""
    wording: str
    """The code of the wording that the reader was told (`knowledge.notices.diff.wording_of`)."""
    language: str
    words: str = ""
    """What the reader wrote and agreed to have kept; empty: nothing."""


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report that waits for somebody to deal with it."""

    id: str
    report: Report
    day: date
    """The day on which it came, in UTC."""
    until: date
    """The day on which it is deleted at the latest, as the reader was told."""


@dataclass(frozen=True, slots=True)
class Rating:
    """How often one wording of a fact helped readers, and how often it did not."""

    fact: str
    wording: str
    good: int
    bad: int
