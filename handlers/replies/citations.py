"""Citations: a passage word for word, the document that it stands in, and what stands around it there."""

from collections.abc import Sequence
from html import escape

from handlers.replies.dates import format_date
from handlers.replies.fitting import COPY_LIMIT, CUT, fitted, shorten, units
from handlers.texts import say
from knowledge.citing.page_addresses import citation_path
from knowledge.model import Citation, Document, KnowledgeBase, Passage

_LEAST_PASSAGE = 200
"""Minimum room in UTF-16 units in which a further passage is quoted; arbitrary."""

_TRANSLATION = 1200
"""Maximum length of a translation in UTF-16 units: the quote itself keeps most of a message; arbitrary."""


def quotation(escaped: str) -> str:
    """Return a passage word for word, already escaped, as a quote that can be folded."""
    return f"<blockquote expandable>{escaped}</blockquote>"


def source(document: Document, language: str) -> str:
    """Return a document's title as a link, its publisher and its date, in HTML of at most 1700 UTF-16 units."""
    publisher = shorten(document.publisher, 100)
    detail = fitted(say(language, "source", publisher=publisher, date=format_date(document.date, language)), 300)
    title, url = fitted(document.title, 300), escape(document.url)
    return f'<a href="{url}">{title}</a>\n{detail}' if url and units(url) <= 1000 else f"{title}\n{detail}"


def cited(citations: Sequence[Citation], base: KnowledgeBase, language: str, budget: int, pages: str = "") -> str:
    """Return the passages that fit, each with its source; a passage too long for the message is cut with a mark.

    With `pages`, the address of the pages of the case, each has a link to where it is marked in its document.
    """
    shown: list[str] = []
    for citation in citations:
        origin = source(base.documents[citation.document_id], language)
        below = f"{translated(citation, language)}{origin}{_marked_at(citation, base, language, pages)}"
        room = budget - units("\n".join(shown)) - units(below) - units(quotation("")) - 8
        if shown and room < _LEAST_PASSAGE:
            break
        shown.append(f"{quotation(fitted(citation.quote, max(room, 0)))}\n{below}")
    return "\n".join(shown)


def _marked_at(citation: Citation, base: KnowledgeBase, language: str, pages: str) -> str:
    """Return a link to a passage in its document, on a line of its own; "" where the case has no pages."""
    if not pages:
        return ""
    spoken = language if language in base.case.languages else base.case.default_language
    path = citation_path(citation, base.documents[citation.document_id])
    return f'\n<a href="{escape(f"{pages}/{spoken}/{path}")}">{escape(say(language, "site_read"))}</a>'


def translated(citation: Citation, language: str) -> str:
    """Return the curators' translation of a passage, marked as theirs, on a line of its own; "" if there is none."""
    text = citation.translation.get(language, "")
    mark = escape(say(language, "unofficial_translation"))
    return f"<i>{mark}</i> {fitted(text, _TRANSLATION)}\n" if text else ""


def copy_quote(citation: Citation) -> str:
    """Return the passage word for word to paste elsewhere: whole up to 256 characters, a longer one cut with a mark."""
    return shorten(citation.quote, COPY_LIMIT, CUT)


def neighbours(citation: Citation, document: Document) -> tuple[Passage, ...]:
    """Return the passages that a quote stands in, and the one before and after them."""
    inside = [n for n, p in enumerate(document.passages) if p.start < citation.end and citation.start < p.end]
    if not inside:
        return ()
    return document.passages[max(0, inside[0] - 1) : inside[-1] + 2]
