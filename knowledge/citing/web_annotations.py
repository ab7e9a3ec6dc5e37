"""Facts as web annotations (W3C Web Annotation Data Model): each says something of a passage of a document."""

import base64
import uuid
from collections.abc import Collection, Iterator
from typing import Any

from knowledge.model import Citation, Document, Fact, KnowledgeBase

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
"""The JSON-LD context of the model."""


def web_annotations(base: KnowledgeBase, ids: Collection[str] = ()) -> dict[str, Any]:
    """Return a collection of annotations, one for each citation of each fact that is not withdrawn.

    With `ids` of facts and documents, only those of these facts and those on these documents.
    """
    items = [
        _annotation(base, fact, number, citation)
        for fact in base.valid
        for number, citation in enumerate(fact.citations, start=1)
        if not ids or fact.id in ids or citation.document_id in ids
    ]
    collection = {
        "@context": CONTEXT,
        "id": identifier(base, "facts"),
        "type": "AnnotationCollection",
        "label": base.case.title.get(base.case.default_language, base.case.id),
        "total": len(items),
    }
    if items:
        collection["first"] = {
            "id": identifier(base, "facts", "1"),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        }
    return collection


def _annotation(base: KnowledgeBase, fact: Fact, number: int, citation: Citation) -> dict[str, Any]:
    targets = [*_targets(base.documents[citation.document_id], citation)]
    return {
        "id": identifier(base, fact.id, str(number)),
        "type": "Annotation",
        "motivation": "describing",
        "body": _body(fact),
        "target": targets if len(targets) > 1 else targets[0],
    }


def _body(fact: Fact) -> dict[str, Any]:
    """Return what a fact states; where it is in several languages, as a choice of them."""
    texts = [
        {"type": "TextualBody", "value": text, "format": "text/plain", "language": language}
        for language, text in fact.statement.items()
    ]
    return texts[0] if len(texts) == 1 else {"type": "Choice", "items": texts}


def _targets(document: Document, citation: Citation) -> Iterator[dict[str, Any]]:
    """Yield where a passage stands: on its web page, and in the text that the case keeps, whose offsets are ours.

    The text is named by its hash (RFC 6920), so that nobody takes the offsets for those of the page.
    """
    quote = {"type": "TextQuoteSelector", "exact": citation.quote, "prefix": citation.prefix, "suffix": citation.suffix}
    position = {"type": "TextPositionSelector", "start": citation.start, "end": citation.end}
    if document.url:
        yield {"source": document.url, "selector": quote}
    yield {"source": _named_text(document), "selector": [quote, position]}


def _named_text(document: Document) -> dict[str, Any]:
    digest = base64.urlsafe_b64encode(bytes.fromhex(document.sha256)).decode().rstrip("=")
    return {
        "id": f"ni:///sha-256;{digest}",
        "type": "Text",
        "format": "text/plain",
        "language": document.language,
    }


def identifier(base: KnowledgeBase, *parts: str) -> str:
    """Return an address that is the same at every export."""
    return uuid.uuid5(uuid.NAMESPACE_URL, "/".join(("casewire", base.case.id, *parts))).urn
