"""Records what is said of each fact, so that it can be read later without the case: wording, citations, dates."""

import hashlib
import json
from typing import Any

from knowledge.model import Citation, Fact, KnowledgeBase


def fact_records(base: KnowledgeBase) -> dict[str, tuple[str, str]]:
    """Return for each fact, by id, a hash of what is said of it, and that itself as JSON."""
    return {fact.id: _hashed(_record(fact, base)) for fact in base.facts.values()}


def _record(fact: Fact, base: KnowledgeBase) -> dict[str, Any]:
    speaker = base.names.get(fact.asserted_by)
    change = fact.change
    return {
        "statement": dict(fact.statement),
        "asserted_by": dict(speaker.label) if speaker else {},
        "date": fact.date.text if fact.date else None,
        "derived": dict(fact.derived),
        "disputes": list(fact.disputes),
        "citations": [_cited(citation, base) for citation in fact.citations],
        "change": {"date": change.date.text, "kind": change.kind, "note": dict(change.note)} if change else None,
    }


def _cited(citation: Citation, base: KnowledgeBase) -> dict[str, str]:
    document = base.documents[citation.document_id]
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "date": document.date.text,
        "url": document.url,
        "quote": citation.quote,
    }


def _hashed(record: dict[str, Any]) -> tuple[str, str]:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest(), text
