"""Cosines of a question with the clusters of a fact, of which the nearest counts: by word vectors, and by n-grams."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.language.word_vectors import unit, word_vectors
from knowledge.search import ngrams
from knowledge.search.ragged import Floats, Ints, Places, greatest_of, offsets_of, ranges, sums_of


class Centroids:
    """The word vectors of the clusters of facts, and the mean of the phrasings in each language."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], in_full: bool) -> None:
        """Take the arrays of an index. `in_full` keeps the centroids in single precision: more memory, fewer casts."""
        self._cluster_start: Places = arrays["cluster_start"]
        centroids: NDArray[np.floating] = arrays["centroids"]
        self._centroids = centroids.astype(np.float32) if in_full else centroids
        languages = arrays["spoken"].tobytes().decode().split()
        self._means: dict[str, Floats] = dict(zip(languages, arrays["language_means"], strict=True))

    def vector_of(self, numbers: Sequence[int], language: str) -> Floats | None:
        """Return the unit vector of a question by the numbers of its word vectors, (word_vectors.SIZE,).

        The vectors are summed to a unit vector and the mean of the language is subtracted; a language without phrasings
        has the mean of the others. None in an empty base.
        """
        if not self._means:
            return None
        mean = self._means.get(language)
        if mean is None:
            mean = np.mean(list(self._means.values()), axis=0)
        summed = unit(word_vectors(language).of(numbers).sum(axis=0))
        return unit(summed - mean)

    def cosines(self, vector: Floats) -> Floats:
        """Return the cosine of a vector with every fact, (facts,), from 0 to 1."""
        return np.clip(greatest_of(self._centroids @ vector, self._cluster_start), 0.0, 1.0)

    def cosines_of(self, facts: Ints, vector: Floats) -> Floats:
        """Return the cosine of a vector with some facts, (n,), from 0 to 1."""
        clusters, starts = ranges(self._cluster_start, facts)
        near: Floats = self._centroids[clusters].astype(np.float32) @ vector
        return np.clip(greatest_of(near, starts), 0.0, 1.0)


class TypicalGrams:
    """The n-grams that are typical of each cluster of facts, as sparse unit vectors."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._cluster_start: Places = arrays["cluster_start"]
        self._gram_start: Places = arrays["gram_start"]
        self._buckets: Ints = arrays["gram_buckets"]
        self._grams: Ints = arrays["grams"]
        self._values: Floats = arrays["gram_values"]
        self._weights: Floats = arrays["gram_weight"]

    def cosines_of(self, facts: Ints, text: str) -> Floats:
        """Return the cosine of a text (`ngrams.gram_text`) with some facts, (n,), from 0 to 1; at least one fact."""
        here = self._vector_of(text)
        clusters, cluster_starts = ranges(self._cluster_start, facts)
        starts = offsets_of(self._gram_start[clusters + 1] - self._gram_start[clusters])
        # The clusters of a fact stand side by side, and so do their n-grams: a fact is one slice of them.
        firsts = self._gram_start[self._cluster_start[facts]].tolist()
        ends = self._gram_start[self._cluster_start[facts + 1]].tolist()
        products, end = np.empty(int(starts[-1]), np.float32), 0
        for part in map(slice, firsts, ends):
            begin, end = end, end + part.stop - part.start
            own = here.take(self._grams[part], out=products[begin:end], mode="clip")  # "raise" would copy
            own *= self._values[part]
        return np.minimum(greatest_of(sums_of(products, starts), cluster_starts), 1.0)

    def _vector_of(self, text: str) -> Floats:
        """Return the n-grams of a text as a dense unit vector, tf 1 + ln tf, times IDF, but for those of no cluster.

        (n-grams of all clusters,); what is left out counts in its length.
        """
        buckets, counts = ngrams.count(text)
        values = (1 + np.log(counts)) * self._weights[buckets]
        norm = sqrt(values @ values) or 1.0
        vector = np.zeros(len(self._buckets), np.float32)
        places = np.searchsorted(self._buckets, buckets)
        known = np.flatnonzero(self._buckets.take(places, mode="clip") == buckets) if len(vector) else places[:0]
        vector[places[known]] = values[known] / norm
        return vector


def with_nearest(candidates: Ints, near: Floats, most: int) -> Ints:
    """Return candidates, ascending, and with them the `most` nearest facts of all, given how near each is, (count,)."""
    nearest = np.argpartition(-near, most)[:most] if len(near) > most else np.arange(len(near))
    chosen = np.zeros(len(near), bool)
    chosen[nearest[near[nearest] > 0]] = True
    chosen[candidates] = True
    return np.flatnonzero(chosen).astype(np.int32)
