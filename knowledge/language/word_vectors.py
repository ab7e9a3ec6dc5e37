"""Word vectors: words that are near in meaning have near vectors; they were made once and are only looked up."""

from collections.abc import Iterable, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from knowledge.language.data_files import FOLDER
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from knowledge.language.terms import Kind, Term

SIZE = 384
"""Number of dimensions of a vector: that of the sentence model it was distilled from."""
LEVELS = (-1.510, -0.4528, 0.4528, 1.510)
"""Values of the two bits of each dimension, in standard deviations: the levels with the least distortion of a normal
variable (J. Max, Quantizing for minimum distortion, 1960)."""
_WORDED = frozenset({Kind.WORD, Kind.NEUTRAL, Kind.INTERROGATIVE, Kind.NAME})
_CODES = np.array(np.meshgrid(*[LEVELS] * 4, indexing="ij"), np.float32).reshape(4, 256).T / np.sqrt(np.float32(SIZE))
"""A byte to the four numbers it holds, the first in its highest bits; (256, 4)."""


class WordVectors:
    """The vectors of a language's stems. Languages share one space, so translations are near each other."""

    def __init__(self, stems: Iterable[str], codes: NDArray[np.uint8], lengths: NDArray[np.float16]) -> None:
        """Take stems, their unit vectors in two bits a dimension, (n, SIZE / 4), and the vectors' lengths, (n,)."""
        self._numbers = {word: number for number, word in enumerate(stems)}
        self._codes = codes
        self._lengths = lengths

    def numbers(self, term: Term, language: str) -> Sequence[int]:
        """Return the numbers of the words of a term that have a vector; a name may have several."""
        if term.kind not in _WORDED:
            return ()
        if term.kind in {Kind.WORD, Kind.NEUTRAL}:
            number = self._numbers.get(term.key.lstrip("¬"))
            return () if number is None else (number,)
        stems = (stem(normalise(word), language) for word in term.word.split())
        return [self._numbers[word] for word in stems if word in self._numbers]

    def of(self, numbers: Sequence[int] | NDArray[np.integer]) -> NDArray[np.float32]:
        """Return the vectors of some numbers, (n, SIZE)."""
        chosen = np.asarray(numbers, np.intp)
        vectors: NDArray[np.float32] = _CODES[self._codes[chosen]].reshape(len(chosen), SIZE)
        return vectors * self._lengths[chosen, None].astype(np.float32)


@cache
def word_vectors(language: str) -> WordVectors:
    """Return the vectors of a language code; none without a file."""
    file = FOLDER / language / "vectors.npz"
    if not file.is_file():
        return WordVectors((), np.zeros((0, SIZE // 4), np.uint8), np.zeros(0, np.float16))
    with np.load(file, allow_pickle=False) as kept:
        return WordVectors(kept["stems"].tobytes().decode().split("\n"), kept["codes"], kept["lengths"])


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vectors of length 1; of length 0 those that have none."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: NDArray[np.float32] = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return scaled
