"""What is exported of a case for a bibliography: its documents, and its facts as passages of them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from knowledge.citing.places import Place, place_of
from knowledge.edtf import EventDate
from knowledge.model import Citation, Document, Fact, KnowledgeBase, Localized


@dataclass(frozen=True, slots=True)
class Entry:
    """A document, or what a fact cites of one."""

    id: str
    document: Document
    note: str = ""
    """The curator's remark on the document, or what became of the fact."""
    statement: str = ""
    """What the fact states; "" for a document."""
    quotes: tuple[str, ...] = ()
    event: EventDate | None = None
    """When what the fact states happened."""
    pages: tuple[str, ...] = ()
    """The labels of the page of its first quote, or of its first and last page; () in a document without pages."""


def entries(base: KnowledgeBase, language: str, ids: Collection[str] = ()) -> Iterator[Entry]:
    """Yield the documents of a base and then its facts, an entry for each document that a fact cites.

    Texts are in a language, or in another where they are not in that. With `ids` only these are yielded, and never a
    fact that is withdrawn.
    """
    for document in base.documents.values():
        if not ids or document.id in ids:
            yield Entry(document.id, document, note=told_in(document.note, language))
    for fact in base.valid:
        if not ids or fact.id in ids:
            yield from entries_of(fact, base, language)


def entries_of(fact: Fact, base: KnowledgeBase, language: str) -> Iterator[Entry]:
    """Yield what a fact cites, an entry for each document."""
    by_document: dict[str, list[Citation]] = {}
    for citation in fact.citations:
        by_document.setdefault(citation.document_id, []).append(citation)
    for number, (identifier, citations) in enumerate(by_document.items(), start=1):
        document = base.documents[identifier]
        yield Entry(
            fact.id if number == 1 else f"{fact.id}-{number}",
            document,
            note=told_in(fact.change.note, language) if fact.change else "",
            statement=told_in(fact.statement, language),
            quotes=tuple(" ".join(one.quote.split()) for one in citations),
            event=fact.date,
            pages=_pages(place_of(citations[0], document)),
        )


def told_in(text: Localized, language: str) -> str:
    """Return a text in a language, else in the first that it is in; "" where it is in none."""
    return text.get(language) or next(filter(None, text.values()), "")


def _pages(place: Place) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (place.page, place.last_page))))
