"""Antonyms: a question with "accept" is never answered with a fact that says "refuse"."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem


@cache
def antonyms(language: str) -> Mapping[str, frozenset[str]]:
    """Return stem to the stems of its antonyms; empty for a language without a list."""
    source = files("knowledge.language") / "data" / language / "antonyms.txt"
    table: dict[str, set[str]] = defaultdict(set)
    for line in source.read_text(encoding="utf-8").splitlines() if source.is_file() else ():
        if not line.startswith("#"):
            one, _, other = line.partition("/")
            here, there = ({stem(normalise(word), language) for word in side.split()} for side in (one, other))
            for word in here:
                table[word] |= there - here
            for word in there:
                table[word] |= here - there
    return {word: frozenset(against) for word, against in table.items()}
