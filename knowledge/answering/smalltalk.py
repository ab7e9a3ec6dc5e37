"""Tells a greeting, thanks or a goodbye from a question."""

import re
from collections.abc import Iterator
from functools import cache

from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.tokenizer import tokenize

_LONGEST = 8
_WORD = re.compile(r"[^\W_]+")


def smalltalk(cleaned: str, language: str) -> str | None:
    """Return "greeting", "thanks" or "farewell" for a cleaned text that is nothing else, or None."""
    first = _WORD.search(cleaned)  # nearly no question is small talk: the first word shows it of most
    if not first or normalise(first[0]) not in _beginnings(language):
        return None
    words = [token.word for token in tokenize(cleaned, language)]
    if not 0 < len(words) <= _LONGEST:
        return None
    topics: set[str] = set()
    position = 0
    while position < len(words):
        topic, taken = next(_phrases_at(words, position, language), (None, 0))
        if topic is None:
            return None
        topics.add(topic)
        position += taken
    return next((topic for topic in ("thanks", "farewell", "greeting") if topic in topics), None)


def _phrases_at(words: list[str], position: int, language: str) -> Iterator[tuple[str, int]]:
    for length in range(min(4, len(words) - position), 0, -1):
        topic = _phrases(language).get(tuple(words[position : position + length]))
        if topic:
            yield topic, length


@cache
def _beginnings(language: str) -> frozenset[str]:
    return frozenset(words[0] for words in _phrases(language))


@cache
def _phrases(language: str) -> dict[tuple[str, ...], str]:
    known = lexicon(language)
    groups = {
        "filler": known.fillers,
        "greeting": known.greeting,
        "thanks": known.thanks,
        "farewell": known.farewell,
    }
    return {
        tuple(normalise(word) for word in phrase.split()): topic
        for topic, phrases in groups.items()
        for phrase in phrases
    }
