"""Evidence: what the quotes of a fact, the passages around them and their documents state, read once each."""

import re
from collections.abc import Iterable
from functools import cached_property, partial

from knowledge.edtf import EventDate
from knowledge.factcheck.claims import Claims
from knowledge.factcheck.reader import ClaimReader
from knowledge.model import Citation, Document, Fact, KnowledgeBase, Passage

_SEPARATOR = re.compile(r"[,;]\s")


class Library:
    """The documents of a case as claims."""

    def __init__(self, base: KnowledgeBase, reader: ClaimReader) -> None:
        self.base = base
        self.reader = reader
        self._passages: dict[str, Claims] = {}
        self._documents: dict[str, Claims] = {}
        self._heads: dict[str, Claims] = {}

    def passage(self, passage: Passage, language: str) -> Claims:
        """Return what a passage states."""
        found = self._passages.get(passage.id)
        if found is None:
            found = self._passages[passage.id] = self.reader.read(passage.text, language)
        return found

    def document(self, document: Document) -> Claims:
        """Return what a document states."""
        found = self._documents.get(document.id)
        if found is None:
            read = (self.passage(passage, document.language) for passage in document.passages)
            found = self._documents[document.id] = _together(read)
        return found

    def head(self, document: Document) -> Claims:
        """Return what the title of a document and the name of its publisher state."""
        found = self._heads.get(document.id)
        if found is None:
            texts = (document.title, document.publisher)
            found = self._heads[document.id] = _together(self.reader.read(text, document.language) for text in texts)
        return found


class Evidence:
    """What proves a fact, from near to far."""

    def __init__(self, fact: Fact, library: Library) -> None:
        self._fact = fact
        self.library = library
        cited = (citation.document_id for citation in fact.citations)
        self.documents = tuple(library.base.documents[document] for document in dict.fromkeys(cited))

    @cached_property
    def languages(self) -> frozenset[str]:
        """The languages in which the documents are written."""
        return frozenset(document.language for document in self.documents)

    @cached_property
    def listed(self) -> int:
        """How many things the quotes may list: those between commas and semicolons, and one more."""
        return 2 + max(len(_SEPARATOR.findall(citation.quote)) for citation in self._fact.citations)

    @cached_property
    def quotes(self) -> Claims:
        """What the quotes state, without what stands at the head of their documents."""
        documents = self.library.base.documents
        return _together(
            self.library.reader.read(citation.quote, documents[citation.document_id].language)
            for citation in self._fact.citations
        )

    @cached_property
    def heads(self) -> Claims:
        """What the titles and publishers of the documents state, and how a date was worked out."""
        derived = (self.library.reader.read(text, language) for language, text in self._fact.derived.items())
        return _together((*map(self.library.head, self.documents), *derived))

    @cached_property
    def passages(self) -> Claims:
        """What the passages state in which the quotes stand."""
        quoted = (
            (passage, document.language)
            for document in self.documents
            for passage in document.passages
            if any(map(partial(_stands_in, passage), self._fact.citations))
        )
        return _together(self.library.passage(passage, language) for passage, language in quoted)

    @cached_property
    def whole(self) -> Claims:
        """What the documents state."""
        return _together(map(self.library.document, self.documents))

    @cached_property
    def years(self) -> frozenset[int]:
        """The years that a date without a year may be of: those that stand in the documents, and those they are of."""
        stated = {one.date.first.year for one in (*self.whole.dates, *self.quotes.dates)}
        return frozenset(stated | {document.date.first.year for document in self.documents})

    def has_date(self, date: EventDate, claims: Claims) -> bool:
        """Whether a date, or a finer one within it, is stated; one without a year if the year may be right."""
        if any(within(one.date, date) for one in claims.dates):
            return True
        return date.first.year in self.years and any(one.fits(date) for one in claims.partial_dates)

    def is_published(self, date: EventDate) -> bool:
        """Whether a document is of a date."""
        return any(within(document.date, date) for document in self.documents)


def within(inner: EventDate, outer: EventDate) -> bool:
    """Whether all days that a date can mean lie in another."""
    return outer.first <= inner.first and inner.last <= outer.last


def _stands_in(passage: Passage, citation: Citation) -> bool:
    same = citation.document_id == passage.document_id
    return same and citation.start < passage.end and passage.start < citation.end


def _together(claims: Iterable[Claims]) -> Claims:
    """Return what several texts state; of a single one, what it states itself, which must not be changed."""
    first, *others = [*claims] or [Claims()]
    if not others:
        return first
    found = Claims()
    for one in (first, *others):
        found.add(one)
    return found
