"""Finds the language of a document: by its words before what its source says of itself."""

from collections.abc import Iterable

from knowledge.importing.draft import Block, Kind, Proposal
from knowledge.importing.wording import plain
from knowledge.language.data_files import languages
from knowledge.language.detection import detect_language
from knowledge.language.foreign import is_foreign

_SAMPLE = 4_000
"""Maximum length of the text that is looked at, in code points; arbitrary."""


def language_of(blocks: Iterable[Block], stated: Proposal) -> Proposal:
    """Return the language of a text: one of those that the bot knows if its words say so, else what is stated."""
    text = plain(block for block in blocks if block.kind is not Kind.HEAD)
    sample = text[len(text) // 10 :][:_SAMPLE]
    sample = sample if len(sample) > _SAMPLE // 8 else text[:_SAMPLE]
    found = detect_language(sample, languages())
    if found and not is_foreign(sample, languages()):
        return Proposal(found, "its words" if found != stated.value else stated.origin)
    is_code = 2 <= len(stated.value) <= 3 and stated.value.isascii() and stated.value.isalpha()
    return stated if is_code else Proposal()
