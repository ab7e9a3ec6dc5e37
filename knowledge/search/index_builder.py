"""Builds the arrays of a ranker from the texts of numbered facts."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from math import log
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from knowledge.language.terms import Term
from knowledge.language.word_vectors import word_vectors
from knowledge.search import ngrams
from knowledge.search.clustering import Clusters, Texts, cluster
from knowledge.search.logit import FACT_WEIGHTS, RankingWeights
from knowledge.search.ragged import Floats, Ints, Places, offsets_of, ranges, starts_of, sums_of
from knowledge.search.ranker import Ranker
from knowledge.search.term_weights import MIN_WEIGHT, background_share, rarity_of

STATEMENT_GRAM_WEIGHT = 0.25
"""Weight of the n-grams of a statement or quote, against 1 for those of a phrasing; arbitrary."""
UNSEEN_GRAM_DISCOUNT = 0.5
"""IDF discount for n-grams that occur in no fact; arbitrary."""


class TextRow(NamedTuple):
    """One text of a fact, read as terms."""

    fact: int
    """The number of the fact, from 0; rows come in this order."""
    terms: Sequence[Term]
    language: str
    is_phrasing: bool = True


class _Keys:
    """The keys of terms as numbers: those of an index, and those of each language, which have word vectors."""

    def __init__(self) -> None:
        self.ids: dict[str, int] = {}
        self._rarities = array("f")
        self._of: dict[str, dict[str, int]] = {}
        self._ids, self._vectors, self._vector_counts = array("i"), array("i"), array("i")

    @property
    def rarities(self) -> Floats:
        """The rarity of each key of the index."""
        return np.frombuffer(self._rarities, np.float32)

    def of(self, row: TextRow) -> Sequence[int]:
        """Return the numbers, in its language, of the distinct keys of a text."""
        known = self._of.setdefault(row.language, {})
        terms = {term.key: term for term in row.terms}
        if not terms.keys() <= known.keys():
            for key, term in terms.items():
                if key not in known:
                    known[key] = len(self._ids)
                    self._add(key, term, row.language)
        return [known[key] for key in terms]

    def _add(self, key: str, term: Term, language: str) -> None:
        number = self.ids.setdefault(key, len(self.ids))
        if number == len(self._rarities):
            self._rarities.append(rarity_of(term, language))
        vectors = word_vectors(language).numbers(term, language)
        self._ids.append(number)
        self._vectors.extend(vectors)
        self._vector_counts.append(len(vectors))

    def looked_up(self, said: Ints) -> tuple[Ints, Ints, Places]:
        """Return the keys of the index, (n,), the numbers of their word vectors in a row, and each key's offset there.

        `said` are numbers in their languages, (n,).
        """
        places, starts = ranges(offsets_of(_ints(self._vector_counts)), said)
        return _ints(self._ids)[said], _ints(self._vectors)[places], starts


def build(rows: Iterable[TextRow], count: int, weights: RankingWeights = FACT_WEIGHTS) -> Ranker:
    """Return a ranker of `count` facts for their texts, with the weights that suit these."""
    keys, texts, languages = _Keys(), list[str](), dict[str, int]()
    said, lengths, owners, spoken, phrasings = array("i"), array("i"), array("i"), array("i"), array("b")
    for row in rows:
        numbers = keys.of(row)
        said.extend(numbers)
        lengths.append(len(numbers))
        owners.append(row.fact)
        phrasings.append(row.is_phrasing)
        texts.append(ngrams.gram_text([term.word for term in row.terms]))
        spoken.append(languages.setdefault(row.language, len(languages)))
    of_fact, counts = _ints(owners), _ints(lengths)
    asks = np.frombuffer(phrasings, np.int8).astype(bool)
    numbers_of, words, starts = keys.looked_up(_ints(said))
    arrays = _terms(numbers_of, counts, of_fact, asks, keys.rarities, count)
    word_start = starts[offsets_of(counts)]
    clusters = cluster(Texts(of_fact, _ints(spoken), asks, words, word_start, tuple(languages)), count)
    arrays.update(_typical_grams(texts, of_fact, asks, clusters))
    arrays.update(
        cluster_start=clusters.starts,
        centroids=clusters.centroids,
        language_means=clusters.language_means,
        spoken=np.frombuffer(" ".join(languages).encode(), np.uint8),
    )
    return Ranker(keys.ids, arrays, weights)


def _terms(
    keys: Ints, lengths: Ints, owners: Ints, phrasings: NDArray[np.bool_], rarities: Floats, count: int
) -> dict[str, NDArray[Any]]:
    """Return the arrays of terms: those of each fact and phrasing, posting lists, document frequencies and weights."""
    size = max(1, len(rarities))
    pairs, _ = ngrams.distinct(np.repeat(owners, lengths).astype(np.int64) * size + keys)
    fact_keys, having_it = (pairs % size).astype(np.int32), (pairs // size).astype(np.int32)
    having = np.bincount(fact_keys, minlength=len(rarities)).astype(np.int32)
    weights = _weights(rarities, having, count)
    row_keys, row_start = keys[np.repeat(phrasings, lengths)], offsets_of(lengths[phrasings])
    return {
        "weights": weights,
        "having": having,
        "fact_keys": fact_keys,
        "fact_start": starts_of(having_it, count),
        "postings": having_it[np.argsort(fact_keys, kind="stable")],
        "posting_start": starts_of(fact_keys, len(rarities)),
        "row_keys": row_keys,
        "row_start": row_start,
        "row_total": sums_of(weights[row_keys], row_start),
        "fact_rows": starts_of(owners[phrasings], count),
    }


def _weights(rarities: Floats, having: Ints, count: int) -> Floats:
    """Return the weight of each key, (keys,): rarity in the language times IDF; a negated rarity is a fixed weight."""
    scarce = np.log((count + 1) / (having + 0.5)) / log((count + 1) / 0.5)
    weights = (1 - (1 - rarities) * background_share(count)) * np.maximum(scarce, MIN_WEIGHT)
    return np.where(rarities < 0, -rarities, np.maximum(weights, MIN_WEIGHT)).astype(np.float32)


def _typical_grams(
    texts: Sequence[str], facts: Ints, phrasings: NDArray[np.bool_], clusters: Clusters
) -> dict[str, NDArray[Any]]:
    """Return the typical n-grams of each cluster: the sum of its texts' vectors (1 + ln tf, IDF), a unit vector.

    The n-grams of clusters are numbers in the row of those that any text has: a question's vector of these is a sixth
    of one of all buckets, and is read from the processor's cache.
    """
    count, size = len(clusters.starts) - 1, int(clusters.starts[-1])
    facts, shares = facts[clusters.order], np.where(phrasings[clusters.order], 1.0, STATEMENT_GRAM_WEIGHT)
    having = np.zeros(ngrams.BUCKETS, np.int64)
    counted = []
    for rows in _chunks(facts):
        of_row, bucket, counts = ngrams.count_rows([texts[row] for row in clusters.order[rows].tolist()])
        of_row += rows.start
        of_fact = ngrams.distinct(facts[of_row].astype(np.int64) << ngrams.BITS | bucket)[0]
        having += np.bincount(of_fact & (ngrams.BUCKETS - 1), minlength=ngrams.BUCKETS)
        counted.append((of_row.astype(np.int32), bucket.astype(np.int32), counts.astype(np.uint16)))
    weight = np.maximum(np.log((count + 1) / (np.maximum(having, 0.5) + 0.5)), 1e-4).astype(np.float32)
    weight[having == 0] *= UNSEEN_GRAM_DISCOUNT
    used = np.flatnonzero(having).astype(np.int32)
    numbers_of = np.zeros(ngrams.BUCKETS, np.int32)
    numbers_of[used] = np.arange(len(used))
    parts, values, sizes = [np.zeros(0, np.int32)], [np.zeros(0, np.float32)], np.zeros(size, np.int64)
    for rows_of, bucket_of, times_of in counted:
        value = (1 + np.log(times_of.astype(np.float32))) * weight[bucket_of]
        norms = np.sqrt(np.bincount(rows_of, value * value, minlength=len(facts)))
        value *= (shares / np.maximum(norms, 1e-9))[rows_of]
        numbers = clusters.owners[rows_of] << ngrams.BITS | bucket_of
        pairs, times = ngrams.distinct(numbers)
        total = sums_of(value[np.argsort(numbers)].astype(np.float32), offsets_of(times.astype(np.int64)))
        of_cluster = pairs >> ngrams.BITS
        lengths = np.sqrt(np.bincount(of_cluster, total * total, minlength=size))
        sizes += np.bincount(of_cluster, minlength=size)
        parts.append(numbers_of[pairs & (ngrams.BUCKETS - 1)])
        values.append((total / np.maximum(lengths, 1e-9)[of_cluster]).astype(np.float32))
    return {
        "gram_buckets": used,
        "grams": np.concatenate(parts),
        "gram_values": np.concatenate(values),
        "gram_start": offsets_of(sizes),
        "gram_weight": weight,
    }


def _ints(values: "array[int]") -> Ints:
    return np.frombuffer(values, np.int32) if values else np.zeros(0, np.int32)


def _chunks(owners: Ints, size: int = 8192) -> Iterator[slice]:
    """Yield slices of about `size` rows that never separate the rows of one fact."""
    start = 0
    while start < len(owners):
        stop = min(len(owners), start + size)
        while stop < len(owners) and owners[stop] == owners[stop - 1]:
            stop += 1
        yield slice(start, stop)
        start = stop
