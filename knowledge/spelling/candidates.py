"""Fuzzy dictionary: all words within an edit distance of a typed one, filtered by length and letters first."""

from collections.abc import Iterable
from itertools import accumulate

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

MAX_LENGTH = 40
"""Maximum letters of a word that is looked up; arbitrary."""
_STARTS = MAX_LENGTH + 7
"""Number of lengths, from 0 on, of which the first word is known; and of the number of all words after them."""


class FuzzyDictionary:
    """Words in the order of their length, each with a signature of its letters, read from their bytes."""

    def __init__(self, packed: bytes) -> None:
        """Take what `packed_words` has made."""
        self._words = packed
        first = np.frombuffer(packed, np.int64, _STARTS)
        self._starts = first.tolist()
        count = self._starts[-1]
        self._signatures = np.frombuffer(packed, np.uint64, count, first.nbytes)
        self._places = np.frombuffer(packed, np.uint32, count + 1, first.nbytes + self._signatures.nbytes)

    def within(self, word: str, edits: int) -> list[tuple[str, int]]:
        """Return the words within `edits` (optimal string alignment) of a word, with their distances.

        An edit adds at most one bit to a signature and removes at most one. So a word whose signature differs by more
        bits, either way, is further away, and none that is near enough is lost. Words of which no letter would remain
        are left out.
        """
        if not edits or len(word) > MAX_LENGTH:
            return []
        first = self._starts[max(0, len(word) - edits)]
        last = self._starts[min(MAX_LENGTH + 5, len(word) + edits + 1)]
        signature = np.uint64(_signature(word))
        others = self._signatures[first:last]
        left = np.bitwise_count(others & ~signature) <= edits
        left &= np.bitwise_count(signature & ~others) <= edits
        survivors = [self._word(number) for number in (np.flatnonzero(left) + first).tolist()]
        found = process.extract(word, survivors, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return [(other, int(distance)) for other, distance, _ in found if distance < max(2, len(other))]

    def _word(self, number: int) -> str:
        return self._words[self._places[number] : self._places[number + 1]].decode("utf-8", "surrogatepass")


def packed_words(words: Iterable[str]) -> bytes:
    """Return the bytes of a fuzzy dictionary of some words, each once.

    They are the numbers of the first words of each length, and of all; the signatures; where each word begins, and the
    last ends; and the words.
    """
    ordered = sorted(words, key=lambda word: (len(word), word))
    lengths = np.fromiter(map(len, ordered), np.int64, len(ordered))
    starts = np.append(np.searchsorted(lengths, np.arange(MAX_LENGTH + 6)), len(ordered))
    signatures = np.fromiter(map(_signature, ordered), np.uint64, len(ordered))
    encoded = [word.encode("utf-8", "surrogatepass") for word in ordered]
    first = starts.nbytes + signatures.nbytes + np.uint32().nbytes * (len(ordered) + 1)
    places = np.fromiter(accumulate(map(len, encoded), initial=first), np.uint32, len(ordered) + 1)
    return b"".join((starts.tobytes(), signatures.tobytes(), places.tobytes(), *encoded))


def _signature(word: str) -> int:
    """Return the letters of a word as 64 bits: a bit for each letter, and another for each that it has twice."""
    once = twice = 0
    for letter in word:
        bit = 1 << (ord(letter) & 63)
        if once & bit:
            twice |= 1 << ((ord(letter) + 32) & 63)
        once |= bit
    return once | twice
