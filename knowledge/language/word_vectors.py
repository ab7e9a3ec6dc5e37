"""Word vectors: words that are near in meaning have near vectors; they were made once and are only looked up."""

from collections.abc import Iterable, Sequence
from functools import cache
from struct import Struct

import numpy as np
from numpy.typing import NDArray

from knowledge.language.data_files import FOLDER
from knowledge.language.kept_lists import kept
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from knowledge.language.terms import Kind, Term
from knowledge.packed_table import PackedTable, packed_table

SIZE = 384
"""Number of dimensions of a vector: that of the sentence model it was distilled from."""
LEVELS = (-1.510, -0.4528, 0.4528, 1.510)
"""Values of the two bits of each dimension, in standard deviations: the levels with the least distortion of a normal
variable (J. Max, Quantizing for minimum distortion, 1960)."""
_WORDED = frozenset({Kind.WORD, Kind.NEUTRAL, Kind.INTERROGATIVE, Kind.NAME})
_CODES = np.array(np.meshgrid(*[LEVELS] * 4, indexing="ij"), np.float32).reshape(4, 256).T / np.sqrt(np.float32(SIZE))
"""A byte to the four numbers it holds, the first in its highest bits; (256, 4)."""


_BYTES = SIZE // 4
"""Number of bytes of a vector."""
_COUNT = Struct("=Q")


class WordVectors:
    """The vectors of a language's stems. Languages share one space, so translations are near each other."""

    def __init__(self, packed: bytes) -> None:
        """Take what `packed_vectors` has made."""
        (count,) = _COUNT.unpack_from(packed)
        self._codes = np.frombuffer(packed, np.uint8, count * _BYTES, _COUNT.size).reshape(count, _BYTES)
        begin = _COUNT.size + self._codes.nbytes
        self._lengths = np.frombuffer(packed, np.float16, count, begin)
        self._numbers = PackedTable(packed[begin + self._lengths.nbytes :])

    def numbers(self, term: Term, language: str) -> Sequence[int]:
        """Return the numbers of the words of a term that have a vector; a name may have several."""
        if term.kind not in _WORDED:
            return ()
        if term.kind in {Kind.WORD, Kind.NEUTRAL}:
            number = self._numbers.find(term.key.lstrip("¬"))
            return () if number is None else (int(number),)
        stems = (stem(normalise(word), language) for word in term.word.split())
        return [int(number) for number in map(self._numbers.find, stems) if number is not None]

    def of(self, numbers: Sequence[int] | NDArray[np.integer]) -> NDArray[np.float32]:
        """Return the vectors of some numbers, (n, SIZE)."""
        chosen = np.asarray(numbers, np.intp)
        vectors: NDArray[np.float32] = _CODES[self._codes[chosen]].reshape(len(chosen), SIZE)
        return vectors * self._lengths[chosen, None].astype(np.float32)

    def of_stems(self, stems: Sequence[str]) -> NDArray[np.float32]:
        """Return the vectors of some stems, (n, SIZE); all zeros for those that have none."""
        vectors = np.zeros((len(stems), SIZE), np.float32)
        found = [(place, number) for place, number in enumerate(map(self._numbers.find, stems)) if number is not None]
        vectors[[place for place, _ in found]] = self.of([int(number) for _, number in found])
        return vectors


@cache
def word_vectors(language: str) -> WordVectors:
    """Return the vectors of a language code; none without a file."""
    return WordVectors(kept(f"vectors.{language}", lambda: _listed(language)))


def _listed(language: str) -> bytes:
    file = FOLDER / language / "vectors.npz"
    if not file.is_file():
        return packed_vectors((), np.zeros((0, _BYTES), np.uint8), np.zeros(0, np.float16))
    with np.load(file, allow_pickle=False) as listed:
        return packed_vectors(listed["stems"].tobytes().decode().split("\n"), listed["codes"], listed["lengths"])


def packed_vectors(stems: Iterable[str], codes: NDArray[np.uint8], lengths: NDArray[np.float16]) -> bytes:
    """Return the bytes of word vectors: their number, the codes, the lengths, and a packed table of the stems' numbers.

    `codes` are unit vectors in two bits a dimension, (n, SIZE / 4), `lengths` the vectors' lengths, (n,).
    """
    numbers = packed_table((word, str(number)) for number, word in enumerate(stems))
    return b"".join((_COUNT.pack(len(codes)), codes.tobytes(), lengths.tobytes(), numbers))


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors of length 1; of length 0 those that have none."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled
