"""Where a citation stands in its document: page, paragraph, the number that the document gives it, and heading."""

import re
from dataclasses import dataclass

from knowledge.model import Citation, Document, Passage

PAGE_BREAK = "\f"
"""What stands in the text of a document where a page ends."""
HEADING = re.compile(r"#{1,6} ")
"""Begins a heading in the text of a document."""
NUMBER = re.compile(r"(?:[§¶]\s?)?(\d{1,4})[.)]\s|[\[(](\d{1,4})[\])]\s|[§¶]\s?(\d{1,4})\s")
"""What a document puts before a paragraph that it numbers itself."""
_MAX_HEADING = 100
"""Maximum length of a line in capitals that is a heading, in code points; arbitrary."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a citation begins and ends; `page` and `last_page` are labels, "" in a document without pages."""

    page: str
    last_page: str
    paragraph: int
    """The number of its passage, counted from 1."""
    number: str
    """The number that the document itself gives that paragraph; "" where it gives none."""
    heading: str
    """The last heading before it; "" where there is none."""


def place_of(citation: Citation, document: Document) -> Place:
    """Return where a citation stands in its document."""
    passage = next(one for one in document.passages if citation.start < one.end)
    found = NUMBER.match(passage.text)
    return Place(
        page=_page(document, citation.start),
        last_page=_page(document, citation.end),
        paragraph=passage.number,
        number=next(filter(None, found.groups()), "") if found else "",
        heading=next(filter(None, map(heading_of, reversed(document.passages[: passage.number - 1]))), ""),
    )


def _page(document: Document, position: int) -> str:
    """Return the label of the page at an offset; its number where the document has page breaks without labels."""
    counted = str(document.text.count(PAGE_BREAK, 0, position) + 1) if PAGE_BREAK in document.text else ""
    return document.page_at(position) or counted


def heading_of(passage: Passage) -> str:
    """Return the words of a heading, marked as one or a line in capitals; "" for any other passage."""
    if mark := HEADING.match(passage.text):
        return " ".join(passage.text[mark.end() :].split())
    line = passage.text
    if "\n" in line or len(line) > _MAX_HEADING or not line.isupper() or line.endswith((".", ",", ";", ":", "!", "?")):
        return ""
    return line
