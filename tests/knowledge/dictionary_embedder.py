"""An embedder made of a few words, of any number of dimensions: another than the one that the package brings."""

from collections.abc import Sequence
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

MEANINGS = ({"complaints", "complaint", "жалоб", "жалобы"}, {"licence", "лицензии"}, {"repaired", "починили"})
LANGUAGES = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя")
_OWN = len(LANGUAGES) + len(MEANINGS)
"""Number of dimensions with a meaning; the others are for words that it does not know."""


class Dictionary:
    """A model that knows a few words; most of each vector is what all texts in an alphabet have in common.

    A word that it does not know goes somewhere of its own.
    """

    def __init__(self, name: str = "dictionary 1", dimensions: int = 384) -> None:
        self.name = name
        self.dimensions = dimensions
        self.texts = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each text."""
        self.texts += len(texts)
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for number, alphabet in enumerate(LANGUAGES):
                vector[number] = 5 * any(letter in alphabet for letter in text)
            for number, words in enumerate(MEANINGS):
                vector[len(LANGUAGES) + number] = any(word in words for word in text.split())
            for word in set(text.split()).difference(*MEANINGS):
                vector[_OWN + crc32(word.encode("utf-8", "replace")) % (self.dimensions - _OWN)] += 0.5
            if not vector.any():
                vector[_OWN] = 1.0
            vector /= float(np.linalg.norm(vector))
        return vectors
