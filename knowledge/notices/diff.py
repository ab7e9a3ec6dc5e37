"""Compares a base with what was told of it: what is new, amended, corrected, withdrawn or gone."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass

from knowledge.model import Citation, Document, Fact, KnowledgeBase

FACT, DOCUMENT = "fact", "document"
_WORDING = 8
"""Number of hexadecimal digits that name a wording of a fact: 32 bits tell the few wordings of one fact apart."""
Digests = Mapping[tuple[str, str], str]
"""For each ("fact", id) and ("document", id) a SHA-256 of what readers get of it."""


@dataclass(frozen=True, slots=True)
class Changes:
    """What differs from what was told; each part has ids, in the order of the base."""

    withdrawn: tuple[str, ...] = ()
    """Facts that are told no more, with a note that says why."""
    corrected: tuple[str, ...] = ()
    """Facts that were told and are corrected now, with a note that says what was wrong."""
    amended_facts: tuple[str, ...] = ()
    """Facts that were told otherwise, without a note on it."""
    new_facts: tuple[str, ...] = ()
    new_documents: tuple[str, ...] = ()
    amended_documents: tuple[str, ...] = ()
    gone_facts: tuple[str, ...] = ()
    """Facts that were told and are in the base no more, by id."""
    gone_documents: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return not any(astuple(self))


def digests(base: KnowledgeBase) -> Digests:
    """Return a hash of what readers get of each fact and document; phrasings and relations do not count."""
    facts = {(FACT, fact.id): _digest(_told_of_fact(fact)) for fact in base.facts.values()}
    documents = {(DOCUMENT, document.id): _digest(_told_of_document(document)) for document in base.documents.values()}
    return {**facts, **documents}


def wording_of(fact: Fact) -> str:
    """Return a short code of what readers get of a fact: another one as soon as anything of that is changed."""
    return _digest(_told_of_fact(fact))[:_WORDING]


def is_wording(text: str) -> bool:
    """Whether a text can be the code of a wording."""
    return len(text) == _WORDING and set(text) <= set("0123456789abcdef")


def compare(told: Digests, base: KnowledgeBase) -> Changes:
    """Return how a base differs from what was told; a fact that is withdrawn is that alone, also if it is new."""
    now = digests(base)
    differing = {key for key, digest in now.items() if told.get(key) != digest}
    parts: dict[str, list[str]] = {}
    for fact in base.facts.values():
        if (FACT, fact.id) in differing:
            parts.setdefault(_part(fact, known=(FACT, fact.id) in told), []).append(fact.id)
    for identifier in base.documents:
        if (DOCUMENT, identifier) in differing:
            part = "amended_documents" if (DOCUMENT, identifier) in told else "new_documents"
            parts.setdefault(part, []).append(identifier)
    gone = sorted(told.keys() - now.keys())
    parts["gone_facts"] = [identifier for kind, identifier in gone if kind == FACT]
    parts["gone_documents"] = [identifier for kind, identifier in gone if kind == DOCUMENT]
    return Changes(**{part: tuple(found) for part, found in parts.items()})


def _part(fact: Fact, known: bool) -> str:
    if fact.is_withdrawn:
        return "withdrawn"
    if not known:
        return "new_facts"
    return "corrected" if fact.change else "amended_facts"


def _told_of_fact(fact: Fact) -> Iterator[object]:
    yield from (dict(fact.statement), fact.asserted_by)
    yield from (fact.date.text if fact.date else None, dict(fact.derived))
    yield [_told_of_citation(citation) for citation in fact.citations]
    yield [fact.change.date.text, fact.change.kind, dict(fact.change.note)] if fact.change else None
    if fact.disputes:
        yield list(fact.disputes)


def _told_of_citation(citation: Citation) -> list[object]:
    """Return what readers get of a citation; without a translation the hash is that of versions which knew none."""
    return [citation.document_id, citation.quote, *filter(None, [dict(citation.translation)])]


def _told_of_document(document: Document) -> Iterator[object]:
    yield from (document.title, document.date.text, document.publisher)
    yield from (document.url, document.sha256, dict(document.note))


def _digest(parts: Iterator[object]) -> str:
    canonical = json.dumps(list(parts), sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
