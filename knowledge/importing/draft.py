"""The nouns of an import: a source as it came, and the document that is proposed for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class UnreadableError(Exception):
    """A source cannot become a document; the message is one sentence, without the name of the source."""


MAX_TEXT = 4_500_000
"""Maximum size of a document's text, in bytes: a file of a case may have 5 MB; arbitrary."""
TOO_LONG = f"has more than {MAX_TEXT / 1_000_000} MB of text; split it"


class Kind(StrEnum):
    """What a block is in its source."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """An entry of a list, with its number if it has one."""
    ROW = "row"
    """A row of a table; a tab stands between its cells."""
    NOTE = "note"
    """A footnote or endnote."""
    HEAD = "head"
    """Sender, recipients, day and subject of an e-mail."""


PAGE_BREAK = "\f"
"""Stands in a block's text where a page ends. It is white space, so that a quote may reach over it."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, list entry, row or note of a document; `level` is that of a heading, from 1."""

    text: str
    kind: Kind = Kind.PARAGRAPH
    level: int = 0


@dataclass(frozen=True, slots=True)
class Remark:
    """What was left out, joined or moved: how many of what, and the first of them as they stood."""

    what: str
    """A plural, for example "running heads left out"."""
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A value proposed for a field, and where it is from in words ("the first page"); "" if there is none."""

    value: str = ""
    origin: str = ""

    def __bool__(self) -> bool:
        return bool(self.value)


@dataclass(frozen=True, slots=True)
class Source:
    """Bytes as they came: from a file of that name, or from a web address."""

    name: str
    data: bytes
    url: str = ""
    media_type: str = ""
    """As a server or a container states it, with parameters; "" where nobody does."""
    captured: str = ""
    """When an archive took it from the web, ISO 8601 in UTC; "" where it is taken now."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as it is proposed to the curator."""

    name: str
    """What its id is made from: the name of the file, the last part of the address, a title."""
    blocks: tuple[Block, ...]
    title: Proposal = Proposal()
    date: Proposal = Proposal()
    """Its value is EDTF (`2012-07-02`, `2012-07`, `2012`)."""
    publisher: Proposal = Proposal()
    language: Proposal = Proposal()
    """Its value is an ISO 639 code."""
    url: str = ""
    captured: str = ""
    pages: tuple[str, ...] = ()
    """The labels of the pages in their order ("i", "ii", "1"); () where the source has no pages."""
    remarks: tuple[Remark, ...] = ()


def counted(what: str, examples: Iterable[str], shown: int = 3) -> tuple[Remark, ...]:
    """Return a remark on texts that were left out, with the first different ones; none where there are none."""
    found = [" ".join(text.split()) for text in examples]
    first = tuple(dict.fromkeys(text[:80] for text in found if text))[:shown]
    return (Remark(what, len(found), first),) if found else ()
