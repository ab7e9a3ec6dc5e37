"""Character n-grams: cuts texts into overlapping runs of letters, hashed into buckets."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

BITS = 18
BUCKETS = 1 << BITS
"""Number of buckets: hashing needs no dictionary of n-grams; arbitrary, two n-grams in one bucket are rare."""
SHORTEST, LONGEST = 2, 4
"""Minimum and maximum letters of an n-gram; arbitrary. They cross spaces, so that "log in" is near "login"."""
_GAP = "\x00"
_SEED = np.uint32(0x9E37)
_MULTIPLIERS = tuple(np.uint32(number) for number in (0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35, 0x27D4EB2F))
"""Multipliers of the hash, one for each letter of the longest n-grams."""


def gram_text(words: Iterable[str]) -> str:
    """Return words as the text that n-grams are cut from: in lower case, joined and framed by underscores."""
    return f"_{'_'.join(words)}_".lower().replace(" ", "_")


def count(text: str) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the buckets of the n-grams of a text, ascending, and how often each occurs."""
    return distinct(_buckets(_codes(text)))


def count_rows(texts: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float32]]:
    """Return for each distinct n-gram of each text the number of the text, the bucket and the count, in this order."""
    joined = _GAP.join(texts)
    codes = _codes(joined)
    owner = np.cumsum(codes == 0).astype(np.int64)
    found = []
    for length, numbers in _by_length(codes):
        within = (owner[: len(numbers)] == owner[length - 1 :]) & (codes[: len(numbers)] != 0)
        found.append((owner[: len(numbers)][within] << BITS) | numbers[within])
    pairs, counts = distinct(np.concatenate(found))
    return pairs >> BITS, pairs & (BUCKETS - 1), counts


def distinct(numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the distinct numbers, ascending, and how often each occurs; faster than `numpy.unique`."""
    ordered = np.sort(numbers)
    places = np.empty(len(ordered) + 1, bool)
    places[:1] = places[-1:] = True
    np.not_equal(ordered[1:], ordered[:-1], out=places[1:-1])
    starts = np.flatnonzero(places)
    return ordered[starts[:-1]], (starts[1:] - starts[:-1]).astype(np.float32)


def _codes(text: str) -> NDArray[np.uint32]:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _buckets(codes: NDArray[np.uint32]) -> NDArray[np.int64]:
    return np.concatenate([numbers for _, numbers in _by_length(codes)])


def _by_length(codes: NDArray[np.uint32]) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """Yield each length of n-grams with the buckets of those that begin at each place, each hash made from the last."""
    mixed = np.full(len(codes), _SEED, np.uint32)
    for offset, multiplier in enumerate(_MULTIPLIERS[: len(codes)]):
        mixed = (mixed[: len(codes) - offset] ^ codes[offset:]) * multiplier
        mixed ^= mixed >> np.uint32(15)
        if offset + 1 >= SHORTEST:
            yield offset + 1, (mixed >> np.uint32(32 - BITS)).astype(np.int64)
