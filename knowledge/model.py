"""The nouns of the knowledge base: documents, passages, citations, facts, and the case they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from knowledge.edtf import EventDate

Localized = Mapping[str, str]
"""One text in each language of the case: language code (ISO 639-1) to text."""


@dataclass(frozen=True, slots=True)
class Location:
    """Where something is written: a file and its 1-based line."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True)
class Passage:
    """A numbered piece of a document: one paragraph. `start` and `end` are code point offsets in the text."""

    document_id: str
    number: int
    start: int
    end: int
    text: str

    @property
    def id(self) -> str:
        """A stable id, for example `press-release:3`."""
        return f"{self.document_id}:{self.number}"


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where the text of an imported document comes from."""

    source: str = ""
    """The file that it was taken from, as a path within the case folder; "" if none is kept."""
    sha256: str = ""
    """The SHA-256 of that file."""
    captured: str = ""
    """When it was taken: ISO 8601, in UTC."""
    pages: tuple[str, ...] = ()
    """The labels of its pages; a form feed stands in the text where one ends and the next begins."""


@dataclass(frozen=True, slots=True)
class Document:
    """A source text, pinned by the SHA-256 of its UTF-8 bytes; `date` is the day on which it was published.

    `url` is empty for a document that is nowhere on the web.
    """

    id: str
    title: str
    date: EventDate
    publisher: str
    language: str
    url: str
    sha256: str
    text: str
    passages: tuple[Passage, ...]
    note: Localized = field(default_factory=dict)
    """A curator's remark on the stored text, for example on a gap in it; empty where there is none."""
    provenance: Provenance = Provenance()

    def page_at(self, position: int) -> str:
        """Return the label of the page at an offset in the text, in code points; "" where no pages are known."""
        number = self.text.count("\f", 0, position)
        return self.provenance.pages[number] if number < len(self.provenance.pages) else ""


@dataclass(frozen=True, slots=True)
class Citation:
    """A passage word for word and where it stands (W3C TextQuoteSelector and TextPositionSelector).

    `quote` is exactly `document.text[start:end]`; `prefix` and `suffix` are up to 32 code points around it.
    `translation` is the curators' own, unofficial, in the languages that they gave one in.
    """

    document_id: str
    quote: str
    start: int
    end: int
    prefix: str = ""
    suffix: str = ""
    translation: Localized = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Topic:
    """A part of the case that readers can browse and follow."""

    id: str
    title: Localized


@dataclass(frozen=True, slots=True)
class Name:
    """A person, body, place, treaty or list of the case, with all its spellings in all scripts."""

    id: str
    kind: str
    label: Localized
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a fact after it was published: corrected, or withdrawn and told no more; when, and why."""

    date: EventDate
    kind: str
    note: Localized


@dataclass(frozen=True, slots=True)
class Fact:
    """One curated statement, the questions it answers and the citations that prove it."""

    id: str
    topic: str
    statement: Localized
    asserted_by: str
    """The id of the `Name` who asserts it."""
    citations: tuple[Citation, ...]
    questions: Mapping[str, tuple[str, ...]]
    """Language code to the phrasings that this fact answers; the first is its title, which stands on buttons."""
    date: EventDate | None = None
    """When the event happened, or None where the documents do not say."""
    derived: Localized = field(default_factory=dict)
    """How `date` was worked out, where the documents do not state it outright; empty where they do."""
    related: tuple[str, ...] = ()
    change: Change | None = None
    location: Location | None = None
    disputes: tuple[str, ...] = ()
    """The facts that assert otherwise: those that it names and those that name it; none of them is withdrawn."""

    @property
    def is_withdrawn(self) -> bool:
        """Whether it is told no more; what it said must not be shown as if it held."""
        return self.change is not None and self.change.kind == "withdrawn"

    def title(self, language: str) -> str | None:
        """Return the question that stands for the fact in a language; None if it is asked for in others only."""
        return next(iter(self.questions.get(language, ())), None)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question that people ask and that the documents do not answer, in the words in which it may be asked."""

    id: str
    questions: Mapping[str, tuple[str, ...]]
    """Language code to its phrasings."""
    location: Location | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """An announcement to those who follow the case; `date` is that of the announcement."""

    id: str
    date: EventDate
    kind: str
    headline: Localized
    summary: Localized
    facts: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    urgent: bool = False
    location: Location | None = None
    correction: Localized = field(default_factory=dict)
    """What was wrong in what was sent, and why; empty for a notice that was never corrected or recalled."""


@dataclass(frozen=True, slots=True)
class QualityGates:
    """Quality gates of a case: the least that `casewire eval` accepts, as shares from 0 to 1."""

    found: float = 0.0
    wrong: float = 1.0
    false_premises: float = 1.0


@dataclass(frozen=True, slots=True)
class Case:
    """What a case folder says of itself in `case.yaml`."""

    id: str
    title: Localized
    summary: Localized
    languages: tuple[str, ...]
    default_language: str
    topics: tuple[Topic, ...]
    names: tuple[Name, ...]
    gates: QualityGates = QualityGates()
    answer_from: float | None = None
    """The least probability of an answer, from 0 to 1, where the case's own questions were measured."""
    growing: tuple[str, ...] = ()
    """The languages in which texts may be missing; those of the default language stand in for them."""


@dataclass(frozen=True)
class KnowledgeBase:
    """A whole, verified case: every citation stands in its document, every reference resolves."""

    case: Case
    documents: Mapping[str, Document]
    facts: Mapping[str, Fact]
    """By id, in the order of the files."""
    notices: Mapping[str, Notice] = field(default_factory=dict)
    unanswered: tuple[Unanswered, ...] = ()

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        return {topic.id: topic for topic in self.case.topics}

    @cached_property
    def names(self) -> Mapping[str, Name]:
        return {name.id: name for name in self.case.names}

    @cached_property
    def valid(self) -> tuple[Fact, ...]:
        """The facts that are not withdrawn, in the order of the files."""
        return tuple(fact for fact in self.facts.values() if not fact.is_withdrawn)

    @cached_property
    def timeline(self) -> tuple[Fact, ...]:
        """The dated facts, oldest first; facts of one date keep the order of the files."""
        dated = [fact for fact in self.facts.values() if fact.date is not None]
        return tuple(sorted(dated, key=lambda fact: (fact.date.first, fact.date.last) if fact.date else ()))
