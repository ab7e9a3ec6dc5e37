"""Proposes the title and the day of a document from its text and from what an office file says of itself."""

from collections.abc import Sequence

from knowledge.importing.draft import Block, Kind, Proposal
from knowledge.importing.timestamps import day_of, first_day
from knowledge.importing.trees import Element, local
from knowledge.importing.wording import plain

_HEAD = 8
"""Number of blocks at the beginning of a text that are searched for its day; arbitrary."""
_BEGINNING = 800
"""Maximum length of what is searched of them, in code points; arbitrary."""
_TITLE = 120
"""Maximum length of a title that is made of the first words, in code points; arbitrary."""


def heading(blocks: Sequence[Block]) -> Proposal:
    """Propose the first heading of the first level as the title."""
    found = next((block for block in blocks if block.kind is Kind.HEADING and block.level == 1), None)
    return Proposal(plain([found]), "the first heading") if found else Proposal()


def first_words(blocks: Sequence[Block]) -> Proposal:
    """Propose the first paragraph as the title, cut."""
    return Proposal(plain(blocks[:1])[:_TITLE], "the first words") if blocks else Proposal()


def day_in_text(blocks: Sequence[Block]) -> Proposal:
    """Propose the first date at the beginning of the text."""
    day = first_day(plain(blocks[:_HEAD])[:_BEGINNING])
    return Proposal(day, "the first date in the text: check it") if day else Proposal()


def day_made(stated: str) -> Proposal:
    """Propose the day on which a file says that it was made."""
    day = day_of(stated)
    return Proposal(day, "the day on which the file was made: check it") if day else Proposal()


def property_in(metadata: Element | None, name: str) -> str:
    """Return what an office file says of itself under a name; "" where it says nothing."""
    found = [one for one in metadata.iter() if local(one) == name] if metadata is not None else []
    return " ".join((found[0].text or "").split()) if found else ""


def office_title(metadata: Element | None, blocks: Sequence[Block]) -> Proposal:
    """Propose the title of an office file: its heading, its stated title, its first words."""
    stated = property_in(metadata, "title")
    return heading(blocks) or (Proposal(stated, "the file's title") if stated else first_words(blocks))
