"""Words that can be looked up by a misspelt one: all within so many edits, without looking at all of them."""

from collections.abc import Iterable

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

LONGEST = 40
"""Longer words are not looked up."""


class FuzzyDictionary:
    """Words by length, with a signature of the letters of each: nearest words without looking at all of them."""

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted(words, key=lambda word: (len(word), word))
        self._words = np.array(ordered, dtype=object)
        lengths = np.fromiter(map(len, ordered), np.int64, len(ordered))
        self._starts = np.searchsorted(lengths, np.arange(LONGEST + 6))
        self._signatures = np.fromiter(map(_signature, ordered), np.uint64, len(ordered))

    def within(self, word: str, edits: int) -> list[tuple[str, int]]:
        """Return the words within so many edits (optimal string alignment) with their distances.

        An edit changes at most one of the word's letters either way, so that nothing is lost by
        leaving out the words that lack more of its letters, or have more that it lacks.
        """
        if not edits or len(word) > LONGEST:
            return []
        first = int(self._starts[max(0, len(word) - edits)])
        last = int(self._starts[min(LONGEST + 5, len(word) + edits + 1)])
        signature = np.uint64(_signature(word))
        others = self._signatures[first:last]
        left = np.bitwise_count(others & ~signature) <= edits
        left &= np.bitwise_count(signature & ~others) <= edits
        survivors = self._words[first:last][left].tolist()
        found = process.extract(word, survivors, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return [(other, int(distance)) for other, distance, _ in found if distance < max(2, len(other))]


def _signature(word: str) -> int:
    """Return the letters of a word as 64 bits: one for each letter, and one for each that it has twice."""
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) & 63)
        if once & bit:
            twice |= 1 << ((ord(letter) + 32) & 63)
        once |= bit
    return once | twice
