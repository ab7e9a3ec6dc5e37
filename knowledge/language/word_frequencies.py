"""Word frequencies of a language at large, so that a small base need not guess what is ordinary."""

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from knowledge.language.data_files import lines
from knowledge.language.kept_lists import kept
from knowledge.packed_table import PackedNumbers, packed_table

_WORDS = 7
"""Number of words in a random text; arbitrary."""
RARE = 3.0
"""Default Zipf frequency of a word that is not listed: once in a million words; arbitrary."""


@cache
def frequencies(language: str) -> Mapping[str, float]:
    """Return stem to Zipf frequency (log10 of occurrences in a billion words); empty without a list."""
    return _read(language, "frequencies")


@cache
def forms(language: str) -> Mapping[str, float]:
    """Return the common words, in the forms in which they are written, to Zipf frequency; empty without a list."""
    return _read(language, "forms")


@cache
def names(language: str) -> Mapping[str, float]:
    """Return frequent names and what is written like them, in lower case, to Zipf frequency; empty without a list."""
    return _read(language, "names")


def random_texts(language: str, count: int) -> Sequence[str]:
    """Return `count` random texts, always the same, of words drawn by their frequency; none without a list."""
    words = list(forms(language))
    chance = random.Random(language)  # noqa: S311 - not for secrets
    frequent = [10 ** forms(language)[word] for word in words]
    return [" ".join(chance.choices(words, frequent, k=_WORDS)) for _ in range(count if words else 0)]


def _read(language: str, name: str) -> Mapping[str, float]:
    return PackedNumbers(kept(f"{name}.{language}", lambda: packed_table(_listed(language, name))))


def _listed(language: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield the words of a list with their Zipf frequencies, as they are written there."""
    for line in lines(language, name):
        zipf, *words = line.split()
        yield from ((word, zipf) for word in words)


def rarity(key: str, language: str) -> float:
    """Return how rare a term's key is in a language, from 0.15 ("the") to 1 (once in a million words, or less)."""
    zipf = frequencies(language).get(key.lstrip("¬"), RARE)
    return min(1.0, max(0.15, (8.5 - zipf) / 5.5))
