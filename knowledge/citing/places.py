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
    """Where a citation begins; `page` and `last_page` count from 1, and are None in a document without pages."""

    page: int | None
    last_page: int | None
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
    paged = PAGE_BREAK in document.text
    return Place(
        page=document.text.count(PAGE_BREAK, 0, citation.start) + 1 if paged else None,
        last_page=document.text.count(PAGE_BREAK, 0, citation.end) + 1 if paged else None,
        paragraph=passage.number,
        number=next(filter(None, found.groups()), "") if found else "",
        heading=next(filter(None, map(heading_of, reversed(document.passages[: passage.number - 1]))), ""),
    )


def heading_of(passage: Passage) -> str:
    """Return the words of a heading, marked as one or a line in capitals; "" for any other passage."""
    if mark := HEADING.match(passage.text):
        return " ".join(passage.text[mark.end() :].split())
    line = passage.text
    if "\n" in line or len(line) > _MAX_HEADING or not line.isupper() or line.endswith((".", ",", ";", ":", "!", "?")):
        return ""
    return line
