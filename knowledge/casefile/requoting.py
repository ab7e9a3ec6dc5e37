"""Finds which facts quote a document, and where each quote stands in another version of its text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from knowledge.casefile.documents import Missing, locate, split_passages
from knowledge.casefile.problems import Problems
from knowledge.casefile.strict_yaml import Node, Scalar, Table, entries, read_yaml
from knowledge.casefile.strict_yaml import Sequence as Nodes
from knowledge.model import Location

_AROUND = 200
"""Length of what is looked at beside the nearest words, in code points; arbitrary."""
_WORDS = 4
"""Maximum number of words by which the nearest words are widened or narrowed at either end; arbitrary."""
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote of a document, the fact that has it, and its place in the file of facts."""

    fact_id: str
    text: str
    location: Location


@dataclass(frozen=True, slots=True)
class Requoted:
    """Where a quote stands in a text."""

    quote: Quote
    stands: bool
    """Whether it stands there word for word."""
    text: str
    """It, or else the words of the text that are most like it; "" where none are."""
    passage: int
    """The number of the paragraph, from 1; 0 where nothing is like it."""
    start: int
    """Where it begins in the text, in code points; -1 where nothing is like it."""
    likeness: float
    """From 0 to 100."""


def quotes_of(case: Path, document_id: str) -> tuple[Quote, ...]:
    """Return the quotes of a document in the facts of a case folder, as far as these can be read."""
    problems = Problems()
    try:
        files = sorted(file for file in (case / "facts").iterdir() if file.suffix == ".yaml")
    except OSError:
        return ()
    nodes = (node for file in files for node in entries(read_yaml(file, problems), "facts", problems))
    return tuple(quote for node in nodes if isinstance(node, Table) for quote in _quotes(node, document_id))


def _quotes(fact: Table, document_id: str) -> Iterator[Quote]:
    citations = fact.values.get("citations")
    for citation in citations.items if isinstance(citations, Nodes) else ():
        if not isinstance(citation, Table) or _text(citation.values.get("document")) != document_id:
            continue
        quote = citation.values.get("quote")
        if isinstance(quote, Scalar):
            yield Quote(_text(fact.values.get("id")), " ".join(quote.text.split()), quote.location)


def _text(node: Node | None) -> str:
    return node.text if isinstance(node, Scalar) else ""


def requoted(quotes: Sequence[Quote], document_id: str, text: str) -> tuple[Requoted, ...]:
    """Return for each quote where it stands in a text, or which of its words are nearest."""
    starts = [passage.start for passage in split_passages(document_id, text)]

    def stands(quote: Quote) -> Requoted:
        found = locate(quote.text, document_id, text)
        is_whole = not isinstance(found, Missing)
        nearest = locate(found.nearest, document_id, text) if isinstance(found, Missing) else found
        if isinstance(nearest, Missing):
            return Requoted(quote, False, "", 0, -1, 0.0)
        begin, end = (nearest.start, nearest.end) if is_whole else _fitted(quote.text, text, nearest.start, nearest.end)
        words = " ".join(text[begin:end].split())
        passage = sum(start <= begin for start in starts)
        return Requoted(quote, is_whole, words, passage, begin, 100.0 if is_whole else fuzz.ratio(quote.text, words))

    return tuple(map(stands, quotes))


def _fitted(quote: str, text: str, start: int, end: int) -> tuple[int, int]:
    """Return the words of a text that are most like a quote, from those near a place that is like it."""
    near = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    begins = [start - len(near[0]) + word.start() for word in _WORD.finditer(near[0])][-_WORDS:]
    ends = [end + word.end() for word in _WORD.finditer(near[1])][:_WORDS]
    inner = [start + word.start() for word in _WORD.finditer(text[start:end])][: _WORDS + 1]
    last = [start + word.end() for word in _WORD.finditer(text[start:end])][-_WORDS - 1 :]
    best = max(((begin, end) for begin in (*begins, *inner)), key=lambda span: _likeness(quote, text, *span))[0]
    return best, max((*last, *ends), key=lambda to: _likeness(quote, text, best, to))


def _likeness(quote: str, text: str, start: int, end: int) -> float:
    return fuzz.ratio(quote, " ".join(text[start:end].split()))
