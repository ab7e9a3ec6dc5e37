"""Where a document and its passages stand on the pages of a case: parts of long ones, and anchors that stay."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote as encoded

from knowledge.model import Citation, Document

PART = 20_000
"""Maximum size of the text of one page in bytes of UTF-8; chosen so that a page with its notes is below 60 KB."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A passage, or what of a very long one is on one page; offsets are code points in the text of the document."""

    passage: int
    start: int
    end: int
    begins: bool
    """Whether it is the beginning of its passage."""


def parts_of_document(document: Document) -> tuple[tuple[Piece, ...], ...]:
    """Return the pages of a document, each as the passages on it.

    They depend on the text alone: a fact more or less moves no passage to another page. There is one page at least.
    """
    parts: list[tuple[Piece, ...]] = []
    current: list[Piece] = []
    size = 0
    for piece in _pieces(document):
        weight = len(document.text[piece.start : piece.end].encode())
        if current and size + weight > PART:
            parts.append(tuple(current))
            current, size = [], 0
        current.append(piece)
        size += weight
    return (*parts, tuple(current))


def _pieces(document: Document) -> Iterator[Piece]:
    longest = PART // 4  # A code point takes at most four bytes.
    for passage in document.passages:
        start = passage.start
        while passage.end - start > longest:
            space = max(document.text.rfind(blank, start, start + longest) for blank in " \n")
            end = space + 1 if space > start else start + longest
            yield Piece(passage.number, start, end, begins=start == passage.start)
            start = end
        yield Piece(passage.number, start, passage.end, begins=start == passage.start)


def document_path(document_id: str, part: int = 1) -> str:
    """Return the address of a page of a document within the pages of a language; parts are counted from 1."""
    return f"documents/{document_id}.html" if part == 1 else f"documents/{document_id}.{part}.html"


def fact_path(fact_id: str) -> str:
    """Return the address of a fact within the pages of a language."""
    return f"facts/{fact_id}.html"


def paragraph_anchor(number: int) -> str:
    """Return the anchor of a passage."""
    return f"p{number}"


def citation_anchor(citation: Citation) -> str:
    """Return the anchor of a citation: by its place in the text, so that it is the same whichever fact cites it."""
    return f"q{citation.start}-{citation.end}"


def highlight(quote: str) -> str:
    """Return a text directive (WICG Scroll to Text Fragment) for a quote, to stand behind an anchor.

    Browsers that know it highlight the whole quote, also where other citations cut its mark; to others it is nothing.
    """
    words = quote.split()
    ends = [words] if len(words) <= 2 * _WORDS else [words[:_WORDS], words[-_WORDS:]]
    directive = ":~:text=" + ",".join(encoded(" ".join(end), safe="").replace("-", "%2D") for end in ends)
    return directive if len(directive) <= _DIRECTIVE else ""


_DIRECTIVE = 900
"""Maximum length of a directive in bytes; longer ones, of words without spaces, are left out; arbitrary."""
_WORDS = 5
"""Number of words by which a directive names the beginning and the end of a quote; arbitrary."""


def citation_path(citation: Citation, document: Document) -> str:
    """Return the address of a cited passage within the pages of a language."""
    part = 1
    if len(document.text) * 4 > PART:
        parts = parts_of_document(document)
        part = next(number for number, pieces in enumerate(parts, 1) if pieces and citation.start < pieces[-1].end)
    return f"{document_path(document.id, part)}#{citation_anchor(citation)}"
