"""Claims: the numbers, dates, times and names that a text states, in the form in which two texts can be compared."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import chain

from knowledge.edtf import EventDate
from knowledge.language.figures import Figure


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A month, or a day of it, without a year."""

    month: int
    day: int | None
    surface: str

    def fits(self, date: EventDate) -> bool:
        """Whether a date has it: shares the month, and the day if both say one."""
        same_day = self.day is None or date.precision in ("month", "year") or date.first.day == self.day
        return date.precision == "year" or (date.first.month == self.month and same_day)


@dataclass(frozen=True, slots=True)
class StatedDate:
    """A date with its year, as it stands in a text."""

    date: EventDate
    surface: str


@dataclass(slots=True)
class Claims:
    """What one or several texts state."""

    figures: list[Figure] = field(default_factory=list)
    """The numbers that count something: none of a date, a time or a name."""
    dates: list[StatedDate] = field(default_factory=list)
    partial_dates: list[PartialDate] = field(default_factory=list)
    times: dict[int, str] = field(default_factory=dict)
    """Minutes of half a day to the time as written: 22:41 and 10.41 p.m. are one."""
    names: dict[frozenset[str], str] = field(default_factory=dict)
    """The ids of which one is meant to the name as it stands."""
    proper: dict[str, str] = field(default_factory=dict)
    """Normalised words that can only be names, none of the case, as they stand."""
    numbers: set[Decimal] = field(default_factory=set)
    """All numbers, whatever they count and wherever they stand, and those that words imply ("twice")."""
    words: set[str] = field(default_factory=set)
    """All words, normalised."""
    stems: dict[str, str] = field(default_factory=dict)
    """The stems of all words to one of them."""
    negated: dict[str, str] = field(default_factory=dict)
    """The stems before which a negation stands, to one of their words."""
    beside: dict[str, set[str]] = field(default_factory=dict)
    """The id of a name to the stems of the words of weight right before and behind it, with "<" and ">" before them."""

    def add(self, other: "Claims") -> None:
        """Take in what another text states."""
        self.figures += other.figures
        self.dates += other.dates
        self.partial_dates += other.partial_dates
        self.numbers |= other.numbers
        self.words |= other.words
        self.times |= other.times
        self.names |= other.names
        self.proper |= other.proper
        self.stems |= other.stems
        self.negated |= other.negated
        for name, stems in other.beside.items():
            self.beside.setdefault(name, set()).update(stems)

    @property
    def name_ids(self) -> set[str]:
        """The ids of all names that may be meant."""
        return set(chain.from_iterable(self.names))
