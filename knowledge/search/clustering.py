"""Clusters each fact's texts by language and similarity, so that several centroids represent a fact, not one mean.

A fact that is asked for in fifty ways is not about the mean of them all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.language.word_vectors import SIZE, unit, word_vectors
from knowledge.search.ragged import Floats, Ints, ranges, starts_of
from knowledge.search.term_weights import background_share

MAX_CLUSTER_SIZE = 8
"""Maximum number of phrasings in a cluster; arbitrary, near the five of the facts that the weights are fitted to."""
_STEPS = 20
"""Number of steps of the power iteration that finds the principal direction; arbitrary."""
_BITS = 20
"""Number of bits, of a cluster's number, that count the clusters of one fact and language; arbitrary."""
_CHUNK = 8192
"""Number of texts that are clustered at once, and that a language's mean is taken from; arbitrary."""
_BLOCK = 256
"""Number of texts whose words are added up at once: their vectors fit into the processor's caches; arbitrary."""
_ADDED_IN_TURN = 8
"""Maximum number of values that `numpy.add.reduceat` adds in turn to the first; of more it makes partial sums."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts of facts as arrays, (texts,) but for the words."""

    facts: Ints
    """The number of each text's fact, ascending."""
    languages: Ints
    """The number of each text's language in `spoken`."""
    phrasings: NDArray[np.bool_]
    words: Ints
    """The numbers of the word vectors of all texts, one text after the other."""
    word_start: NDArray[np.int64]
    """(texts + 1,): the offsets of the texts' words."""
    spoken: Sequence[str]


@dataclass(frozen=True, slots=True)
class Clusters:
    """Texts in the order of their clusters."""

    order: NDArray[np.int64]
    """(texts,): the numbers of the texts."""
    owners: NDArray[np.int64]
    """(texts,): the number of the cluster of each, ascending."""
    starts: NDArray[np.int64]
    """(facts + 1,): the offsets of the facts' clusters."""
    centroids: NDArray[np.float16]
    """(clusters, SIZE): the sum of the vectors of each cluster's phrasings, or else other texts, as a unit vector."""
    language_means: Floats
    """(languages, SIZE): the mean vector of the texts in each language, shrunk towards 0 in a base of few facts."""


def cluster(texts: Texts, count: int) -> Clusters:
    """Cluster the texts of `count` facts.

    A text is the sum of its word vectors as a unit vector, less the mean of its language, as a unit vector again. More
    than `MAX_CLUSTER_SIZE` phrasings of a fact in a language are split in halves along their principal direction, until
    no half has more (after Boley, Principal direction divisive partitioning, 1998). A fact's other texts join the
    nearest of its clusters.
    """
    parts = texts.facts.astype(np.int64) * (len(texts.spoken) or 1) + texts.languages
    order = np.argsort(parts, kind="stable")
    distinct, owners = np.unique(parts[order], return_inverse=True)
    asked = np.bincount(owners, texts.phrasings[order], len(distinct))
    telling = texts.phrasings[order] | (asked == 0)[owners]
    language_means = _language_means(texts, order[telling]) * np.float32(1 - background_share(count))
    clusters = owners << _BITS
    bounds = starts_of(owners, len(distinct))
    centroids = [np.zeros((0, SIZE), np.float16)]
    for first, last in _runs(bounds):
        here = slice(bounds[first], bounds[last])
        vectors = _centred(texts, order[here], language_means)
        for part in np.flatnonzero(asked[first:last] > MAX_CLUSTER_SIZE) + first:
            own = slice(bounds[part] - here.start, bounds[part + 1] - here.start)
            clusters[bounds[part] : bounds[part + 1]] += _labels(vectors[own], texts.phrasings[order[here]][own])
        some, places = np.unique(clusters[here], return_inverse=True)
        tell = np.flatnonzero(telling[here])
        tell = tell[np.argsort(places[tell], kind="stable")]
        sums = np.zeros((len(some), SIZE), np.float32)
        having, firsts = np.unique(places[tell], return_index=True)
        if len(having):
            sums[having] = np.add.reduceat(vectors[tell], firsts)
        centroids.append(unit(sums).astype(np.float16))
    again = np.argsort(clusters, kind="stable")
    order, clusters = order[again], clusters[again]
    _, firsts, owners = np.unique(clusters, return_index=True, return_inverse=True)
    starts = starts_of(texts.facts[order[firsts]], count)
    return Clusters(order, owners, starts, np.concatenate(centroids), language_means)


def _centred(texts: Texts, rows: NDArray[np.int64], language_means: Floats) -> Floats:
    """Return the vectors of some texts, less the mean of their language, as unit vectors; 0 for texts without words."""
    summed = _summed(texts, rows)
    return unit(np.where(summed.any(axis=1, keepdims=True), summed - language_means[texts.languages[rows]], 0))


def _language_means(texts: Texts, rows: NDArray[np.int64]) -> Floats:
    """Return the mean vector of each language, of at most `_CHUNK` texts, evenly spread."""
    language_means = np.zeros((len(texts.spoken), SIZE), np.float32)
    for number in range(len(texts.spoken)):
        own = rows[texts.languages[rows] == number]
        vectors = _summed(texts, own[:: -(-len(own) // _CHUNK) or 1])
        language_means[number] = vectors.sum(axis=0) / max(1, vectors.any(axis=1).sum())
    return language_means


def _summed(texts: Texts, rows: NDArray[np.int64]) -> Floats:
    """Return the sum of the word vectors of each text as a unit vector; 0 for a text without any."""
    sums = np.zeros((len(rows), SIZE), np.float32)
    for number, language in enumerate(texts.spoken):
        own = np.flatnonzero(texts.languages[rows] == number)
        lengths = texts.word_start[rows[own] + 1] - texts.word_start[rows[own]]
        used = np.bincount(texts.words[ranges(texts.word_start, rows[own])[0]]) > 0
        vectors, numbers = word_vectors(language).of(np.flatnonzero(used)), np.cumsum(used) - 1
        for length in np.unique(lengths[lengths > 0]).tolist():
            alike = own[lengths == length]
            for first in range(0, len(alike), _BLOCK):
                some = alike[first : first + _BLOCK]
                words = texts.words[texts.word_start[rows[some], None] + np.arange(length)]
                sums[some] = _added(vectors[numbers[words]])
    return unit(sums)


def _added(vectors: Floats) -> Floats:
    """Return the sums over the second axis of vectors, (texts, words, SIZE), always added in the order of `reduceat`.

    Short texts are added word by word, all texts at once, which is several times as fast.
    """
    texts, words, _ = vectors.shape
    if words > _ADDED_IN_TURN:
        return np.add.reduceat(vectors.reshape(-1, SIZE), np.arange(texts) * words)
    total: Floats = vectors[:, 0] + vectors[:, 1:].sum(axis=1)
    return total


def _labels(vectors: Floats, phrasings: NDArray[np.bool_]) -> NDArray[np.int64]:
    """Return the cluster of each of a fact's vectors, from 0: phrasings are split, other texts join the nearest."""
    parted = _halves(vectors, np.flatnonzero(phrasings))
    centres = unit(np.stack([vectors[some].sum(axis=0) for some in parted]))
    labels: NDArray[np.int64] = np.argmax(vectors @ centres.T, axis=1)
    for number, some in enumerate(parted):
        labels[some] = number
    return labels


def _halves(vectors: Floats, some: NDArray[np.int64]) -> Sequence[NDArray[np.int64]]:
    """Split some of the vectors in halves along their principal direction, and again while a half is too large."""
    if len(some) <= MAX_CLUSTER_SIZE:
        return [some]
    own = vectors[some] - vectors[some].mean(axis=0)
    along = own[np.argmax((own * own).sum(axis=1))]
    for _ in range(_STEPS):
        along = unit(own.T @ (own @ along))
    ranked = some[np.argsort(own @ along, kind="stable")]
    middle = len(some) // 2
    return [*_halves(vectors, np.sort(ranked[:middle])), *_halves(vectors, np.sort(ranked[middle:]))]


def _runs(bounds: NDArray[np.int64]) -> Sequence[tuple[int, int]]:
    """Return runs of parts with about `_CHUNK` texts each, as half-open ranges."""
    runs, first = [], 0
    while first < len(bounds) - 1:
        last = max(first + 1, int(np.searchsorted(bounds, bounds[first] + _CHUNK, "right")) - 1)
        runs.append((first, last))
        first = last
    return runs
