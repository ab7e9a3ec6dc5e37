"""Antonyms: a question with "accept" is never answered with a fact that says "refuse"."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from knowledge.language.data_files import lines
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem


@cache
def antonyms(language: str) -> Mapping[str, frozenset[str]]:
    """Return stem to the stems of its antonyms; empty for a language without a list."""
    table: dict[str, set[str]] = defaultdict(set)
    for line in lines(language, "antonyms"):
        one, _, other = line.partition("/")
        here, there = ({stem(normalise(word), language) for word in side.split()} for side in (one, other))
        for word in here:
            table[word] |= there - here
        for word in there:
            table[word] |= here - there
    return {word: frozenset(against) for word, against in table.items()}
