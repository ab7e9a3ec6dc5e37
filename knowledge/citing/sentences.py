"""The sentences of a document, and where they stand."""

from bisect import bisect_left
from functools import lru_cache
from typing import NamedTuple

from knowledge.casefile.documents import spaced_evenly
from knowledge.citing.places import HEADING, NUMBER
from knowledge.language.tokenizer import sentences
from knowledge.model import Document, Passage

_RECENT = 8
"""Maximum number of documents whose sentences are kept; arbitrary."""


class Sentence(NamedTuple):
    """A sentence: its passage, and where it stands in the text whose white space is even (`spaced_evenly`)."""

    passage: int
    """The number of its passage, from 1."""
    start: int
    end: int


def sentences_of(document: Document) -> tuple[Sentence, ...]:
    """Return the sentences of a document; the mark of a heading and the number of a paragraph are left out."""
    return _sentences_of(document.text, document.passages)


@lru_cache(_RECENT)
def _sentences_of(text: str, passages: tuple[Passage, ...]) -> tuple[Sentence, ...]:
    folded, starts = spaced_evenly(text)
    found: list[Sentence] = []
    for passage in passages:
        start, end = bisect_left(starts, passage.start), bisect_left(starts, passage.end)
        for beginning in (HEADING, NUMBER):
            if mark := beginning.match(folded, start, end):
                start = mark.end()
        for sentence in sentences(folded[start:end]):
            found.append(Sentence(passage.number, start, start + len(sentence)))
            start += len(sentence) + 1
    return tuple(found)
