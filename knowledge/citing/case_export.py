"""A case as plain data, documents and facts, in the form of `docs/export.schema.json`."""

from collections.abc import Collection
from dataclasses import dataclass

from knowledge.citing.places import place_of
from knowledge.edtf import EventDate
from knowledge.model import Change, Citation, Document, Fact, KnowledgeBase

Localized = dict[str, str]
VERSION = 1
"""The version of the form: another one as soon as a program that reads this one would misread it."""


@dataclass(frozen=True, slots=True)
class ExportedDate:
    """A date as EDTF, and the first and last day that it can mean (ISO 8601, both included)."""

    edtf: str
    first: str
    last: str
    precision: str
    """day, month, year or interval."""
    approximate: bool
    """Whether it, or an end of it, is approximate or uncertain."""


@dataclass(frozen=True, slots=True)
class ExportedDocument:
    """A source text; `sha256` is that of its UTF-8 bytes."""

    id: str
    title: str
    date: ExportedDate
    publisher: str
    language: str
    url: str | None
    sha256: str
    note: Localized


@dataclass(frozen=True, slots=True)
class ExportedCitation:
    """A passage word for word: `exact` is what stands from `start` to `end` of the document, in code points."""

    document_id: str
    exact: str
    prefix: str
    suffix: str
    start: int
    end: int
    page: str
    """The label of the page on which it begins, or nothing."""
    last_page: str
    paragraph: int
    number: str
    """The number that the document itself gives the paragraph, or nothing."""
    heading: str
    translation: Localized
    """The curators' own, unofficial translation."""


@dataclass(frozen=True, slots=True)
class ExportedChange:
    """What became of a fact after it was published: corrected or withdrawn."""

    date: ExportedDate
    kind: str
    note: Localized


@dataclass(frozen=True, slots=True)
class ExportedName:
    """Who asserts a fact."""

    id: str
    kind: str
    label: Localized


@dataclass(frozen=True, slots=True)
class ExportedFact:
    """A statement with what proves it; a withdrawn fact has neither."""

    id: str
    topic: str
    asserted_by: ExportedName
    title: Localized
    """The question that stands for the fact."""
    statement: Localized
    citations: list[ExportedCitation]
    date: ExportedDate | None
    derived: Localized
    """How the date was worked out, where no document states it."""
    related: list[str]
    disputes: list[str]
    change: ExportedChange | None


@dataclass(frozen=True, slots=True)
class ExportedCase:
    """The case itself."""

    id: str
    title: Localized
    summary: Localized
    languages: list[str]
    default_language: str


@dataclass(frozen=True, slots=True)
class Export:
    """All of it."""

    version: int
    case: ExportedCase
    documents: list[ExportedDocument]
    facts: list[ExportedFact]


def exported(base: KnowledgeBase, ids: Collection[str] = ()) -> Export:
    """Return the documents and facts of a base, or those with some ids and the documents that these facts cite."""
    facts = [fact for fact in base.facts.values() if not ids or fact.id in ids]
    cited = {citation.document_id for fact in facts for citation in fact.citations}
    documents = [one for one in base.documents.values() if not ids or one.id in ids or one.id in cited]
    case = base.case
    return Export(
        VERSION,
        ExportedCase(
            case.id, dict(case.title), dict(case.summary), list(case.languages), default_language=case.default_language
        ),
        documents=[_document(one) for one in documents],
        facts=[_fact(base, one) for one in facts],
    )


def _date(date: EventDate) -> ExportedDate:
    return ExportedDate(
        edtf=date.text,
        first=date.first.isoformat(),
        last=date.last.isoformat(),
        precision=date.precision,
        approximate=date.approximate,
    )


def _document(document: Document) -> ExportedDocument:
    return ExportedDocument(
        id=document.id,
        title=document.title,
        date=_date(document.date),
        publisher=document.publisher,
        language=document.language,
        url=document.url or None,
        sha256=document.sha256,
        note=dict(document.note),
    )


def _fact(base: KnowledgeBase, fact: Fact) -> ExportedFact:
    name = base.names[fact.asserted_by]
    proof = () if fact.is_withdrawn else fact.citations
    return ExportedFact(
        id=fact.id,
        topic=fact.topic,
        asserted_by=ExportedName(name.id, name.kind, dict(name.label)),
        title={language: title for language in fact.questions if (title := fact.title(language))},
        statement={} if fact.is_withdrawn else dict(fact.statement),
        citations=[_citation(base.documents[one.document_id], one) for one in proof],
        date=_date(fact.date) if fact.date and not fact.is_withdrawn else None,
        derived={} if fact.is_withdrawn else dict(fact.derived),
        related=list(fact.related),
        disputes=list(fact.disputes),
        change=_change(fact.change) if fact.change else None,
    )


def _change(change: Change) -> ExportedChange:
    return ExportedChange(_date(change.date), change.kind, dict(change.note))


def _citation(document: Document, citation: Citation) -> ExportedCitation:
    place = place_of(citation, document)
    return ExportedCitation(
        document_id=document.id,
        exact=citation.quote,
        prefix=citation.prefix,
        suffix=citation.suffix,
        start=citation.start,
        end=citation.end,
        page=place.page,
        last_page=place.last_page,
        paragraph=place.paragraph,
        number=place.number,
        heading=place.heading,
        translation=dict(citation.translation),
    )
