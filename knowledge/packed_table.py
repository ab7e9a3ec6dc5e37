"""Packed table: a map of words to short texts in one piece of memory, about a tenth of what a dict of them takes.

It is a hash table whose buckets stand one after the other: a word is looked for in the few bytes of its bucket.
"""

import struct
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from typing import Any
from zlib import crc32

_PER_BUCKET = 6
"""Mean number of words of a bucket; arbitrary."""
_NUMBER = struct.Struct("=I")


def packed_table(pairs: Iterable[tuple[str, str]]) -> bytes:
    """Return the bytes of a table of words, each once, with their texts; neither holds a tab or a line break.

    They are the number of buckets; where each begins, and the last ends; and the buckets, with a line for each word.
    """
    lines = [(_begun(word), text) for word, text in pairs]
    buckets = [bytearray() for _ in range(max(1, len(lines) // _PER_BUCKET))]
    for begun, text in lines:
        buckets[crc32(begun) % len(buckets)] += begun + text.encode("utf-8", "surrogatepass")
    bodies = [bytes(bucket + b"\n") if bucket else b"" for bucket in buckets]
    first = _NUMBER.size * (len(bodies) + 2)
    places = array("I", accumulate(map(len, bodies), initial=first))
    return b"".join((_NUMBER.pack(len(bodies)), places.tobytes(), *bodies))


def _begun(word: str) -> bytes:
    """Return how the line of a word begins."""
    return b"\n%b\t" % word.encode("utf-8", "surrogatepass")


class PackedTable:
    """A map of words to texts, read from the bytes that `packed_table` has made of it."""

    __slots__ = ("_packed", "_places")

    def __init__(self, packed: bytes) -> None:
        self._packed = packed
        (buckets,) = _NUMBER.unpack_from(packed)
        self._places = memoryview(packed)[_NUMBER.size : _NUMBER.size * (buckets + 2)].cast("I")

    def find(self, word: str) -> bytes | None:
        """Return the text of a word, in UTF-8; None where the table lacks it."""
        begun = _begun(word)
        places, packed = self._places, self._packed
        bucket = crc32(begun) % (len(places) - 1)
        start = packed.find(begun, places[bucket], places[bucket + 1])
        if start < 0:
            return None
        start += len(begun)
        return packed[start : packed.index(b"\n", start)]

    def get(self, word: str) -> str | None:
        """Return the text of a word; None where the table lacks it."""
        found = self.find(word)
        return None if found is None else found.decode("utf-8", "surrogatepass")

    def __contains__(self, word: str) -> bool:
        return self.find(word) is not None

    def __len__(self) -> int:
        return self._packed.count(b"\t", self._places[0])

    def items(self) -> Iterator[tuple[str, str]]:
        """Yield all words with their texts, in no particular order."""
        for line in self._packed[self._places[0] :].decode("utf-8", "surrogatepass").split("\n"):
            if line:
                word, _, text = line.partition("\t")
                yield word, text


class PackedNumbers(Mapping[str, float]):
    """A packed table of numbers, as a mapping: its words by falling number, those with the same by their letters."""

    __slots__ = ("_table",)

    def __init__(self, packed: bytes) -> None:
        """Take what `packed_table` has made of words and numbers."""
        self._table = PackedTable(packed)

    def get(self, word: str, default: Any = None) -> Any:
        """Return the number of a word, or else `default`."""
        found = self._table.find(word)
        return default if found is None else float(found)

    def __getitem__(self, word: str) -> float:
        found = self._table.find(word)
        if found is None:
            raise KeyError(word)
        return float(found)

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and word in self._table

    def __iter__(self) -> Iterator[str]:
        numbers = {word: float(number) for word, number in self._table.items()}
        return iter(sorted(numbers, key=lambda word: (-numbers[word], word)))

    def __len__(self) -> int:
        return len(self._table)
