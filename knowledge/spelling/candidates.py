"""Fuzzy dictionary: all words within an edit distance of a typed one, filtered by length and letters first."""

from collections.abc import Iterable

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

MAX_LENGTH = 40
"""Maximum letters of a word that is looked up; arbitrary."""


class FuzzyDictionary:
    """Words in the order of their length, each with a signature of its letters."""

    def __init__(self, words: Iterable[str]) -> None:
        ordered = sorted(words, key=lambda word: (len(word), word))
        self._words = np.array(ordered, dtype=object)
        lengths = np.fromiter(map(len, ordered), np.int64, len(ordered))
        self._starts = np.searchsorted(lengths, np.arange(MAX_LENGTH + 6))
        self._signatures = np.fromiter(map(_signature, ordered), np.uint64, len(ordered))

    def within(self, word: str, edits: int) -> list[tuple[str, int]]:
        """Return the words within `edits` (optimal string alignment) of a word, with their distances.

        An edit adds at most one bit to a signature and removes at most one. So a word whose signature differs by more
        bits, either way, is further away, and none that is near enough is lost. Words of which no letter would remain
        are left out.
        """
        if not edits or len(word) > MAX_LENGTH:
            return []
        first = int(self._starts[max(0, len(word) - edits)])
        last = int(self._starts[min(MAX_LENGTH + 5, len(word) + edits + 1)])
        signature = np.uint64(_signature(word))
        others = self._signatures[first:last]
        left = np.bitwise_count(others & ~signature) <= edits
        left &= np.bitwise_count(signature & ~others) <= edits
        survivors = self._words[first:last][left].tolist()
        found = process.extract(word, survivors, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return [(other, int(distance)) for other, distance, _ in found if distance < max(2, len(other))]


def _signature(word: str) -> int:
    """Return the letters of a word as 64 bits: a bit for each letter, and another for each that it has twice."""
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) & 63)
        if once & bit:
            twice |= 1 << ((ord(letter) + 32) & 63)
        once |= bit
    return once | twice
