"""Ranks numbered facts by how well their texts fit a question: the arithmetic of matching, on arrays."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.language.terms import Kind, Term
from knowledge.language.word_frequencies import rarity
from knowledge.language.word_vectors import unit, word_vectors
from knowledge.search import ngrams

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Places = NDArray[np.int64]
_LookedUp = tuple[Floats, Sequence[Floats]]

FIRST_STAGE_SIZE, SECOND_STAGE_SIZE = 64, 24
"""So many facts, the best by the weight of the question's terms that they have, are compared by their phrasings; and
so many of these, the best so far, by their n-grams."""
SEARCHED, NEAREST = 1000, 8
"""Among so many facts at most, so many that are nearest by word vectors are compared too, though they share no term."""
MAX_POSTINGS_READ = 30_000
"""The rarest terms of a question are looked up until so many postings were read; the others tell few facts apart."""
_TIE = 1e-3
"""By so much at most facts with fewer words come first among those that have as much of a question."""
INTERROGATIVE_WEIGHT, STOP_WORD_WEIGHT, FIGURE_WEIGHT, MIN_WEIGHT = 0.25, 0.05, 0.3, 0.02
"""The weight of a question word; of a word that asks for nothing; of a number or date; and the least of all."""
BACKGROUND_FACTS = 10.0
"""With so many facts, how rare a word is at large counts as much as how few of the facts have it."""


@dataclass(frozen=True)
class RankingWeights:
    """The weights of the conditional logit: of each feature of a fact, and of what speaks for none of them."""

    overlap_f1: float
    coverage: float
    ngram_cosine: float
    word_cosine: float
    sentence_cosine: float
    no_answer: float
    no_answer_known: float
    precision_weight: float = 1.0
    """Not a weight: how much it counts in `overlap_f1` that a text has more than the question. 1 for phrasings, which
    should have no more; 0 for the sentences of a passage, which may."""

    @cached_property
    def weights(self) -> Floats:
        """The weights of the features, in the order of `Ranking.features`."""
        return np.array(
            (self.overlap_f1, self.coverage, self.ngram_cosine, self.word_cosine, self.sentence_cosine), np.float32
        )


FACT_WEIGHTS = RankingWeights(3.30, 1.70, 5.95, 6.77, 0.0, 4.75, 1.07)
SEMANTIC_FACT_WEIGHTS = RankingWeights(2.07, 1.86, 3.89, 0.0, 9.59, 5.03, 1.11)
"""With an embedder."""
PASSAGE_WEIGHTS = RankingWeights(6.90, 6.90, 8.25, 3.57, 0.0, 6.35, 1.96, precision_weight=0.0)
"""Fitted by `python -m tests.benchmarks.constants`, to questions and to passages."""


EXACT_OVERLAP, EXACT_LOG_ODDS = 0.97, 20.0
"""A question that fits a phrasing so well is that phrasing; then the odds of its fact are e to this power higher, which
is more than all the features of another fact can weigh."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the ranker compares it: its distinct terms by key, with weights, and its n-grams."""

    weights: Mapping[str, float]
    similar: Mapping[str, Mapping[str, float]]
    """For a key, the other keys that stand for it in part, each with a similarity from 0 to 1."""
    text: str
    """The question as `knowledge.search.ngrams.gram_text` writes it."""
    vector: Floats | None = None
    """What its words are about, (`knowledge.language.word_vectors.SIZE`,), as `Ranker.vector_of` returns it."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Facts by number, best first, with their features and probabilities; and what speaks for none of them."""

    facts: Ints
    """(n,)"""
    features: Floats
    """(n, 5): overlap_f1, coverage, ngram_cosine, word_cosine, sentence_cosine; each from 0 to 1."""
    probabilities: Floats
    """(n,): that the fact answers the question; they add up to at most 1, the rest being that none does."""
    known: float
    """The share of the question, by weight, whose terms any fact has."""


class Ranker:
    """The texts of numbered facts, laid out as arrays. Immutable once built."""

    def __init__(self, keys: Iterable[str], arrays: Mapping[str, NDArray[Any]], weights: RankingWeights) -> None:
        """Take what `build` made, or what was kept of it."""
        self.ranking_weights = weights
        self.semantic_weights = SEMANTIC_FACT_WEIGHTS
        """The weights used where sentence cosines are given."""
        self.arrays = arrays
        self._ids = {key: number for number, key in enumerate(keys)}
        self._weights: Floats = arrays["weights"]
        self._having: Ints = arrays["having"]
        self._fact_keys: Ints = arrays["fact_keys"]
        self._fact_start: Places = arrays["fact_start"]
        self._postings: Ints = arrays["postings"]
        self._posting_start: Places = arrays["posting_start"]
        self._row_keys: Ints = arrays["row_keys"]
        self._row_start: Places = arrays["row_start"]
        self._row_total: Floats = arrays["row_total"]
        self._fact_rows: Places = arrays["fact_rows"]
        self._cluster_start: Places = arrays["cluster_start"]
        self._grams: Ints = arrays["grams"]
        self._gram_values: Floats = arrays["gram_values"]
        self._gram_start: Places = arrays["gram_start"]
        self._gram_weight: Floats = arrays["gram_weight"]
        self._centroids: NDArray[np.floating] = arrays["centroids"]
        self._language_means: dict[str, Floats] = dict(
            zip(arrays["spoken"].tobytes().decode().split(), arrays["language_means"], strict=True)
        )
        self.count = len(self._fact_start) - 1
        sizes = np.diff(self._fact_start).astype(np.float32)
        self._ties = np.float32(_TIE) * sizes / max(sizes.max(initial=0), 1)
        if self.count <= SEARCHED:
            self._centroids = self._centroids.astype(np.float32)

    def __contains__(self, key: str) -> bool:
        """Whether any fact has a key."""
        return key in self._ids

    @property
    def keys(self) -> Collection[str]:
        """The keys of all terms."""
        return self._ids.keys()

    def has(self, fact: int, key: str) -> bool:
        """Whether a fact's texts have a key."""
        number = self._ids.get(key, -1)
        keys = self._fact_keys[self._fact_start[fact] : self._fact_start[fact + 1]]
        place = int(np.searchsorted(keys, number))
        return place < len(keys) and int(keys[place]) == number

    def having(self, key: str, below: int | None = None) -> int:
        """Return how many facts have a key; of the first `below` facts only, where that is given."""
        number = self._ids.get(key)
        if number is None:
            return 0
        if below is None or below >= self.count:
            return int(self._having[number])
        own = self._postings[self._posting_start[number] : self._posting_start[number + 1]]
        return int(np.searchsorted(own, below))

    def weight(self, term: Term, language: str) -> float:
        """Return how much a term weighs, from 0 to 1: as its key does in the base, else as if no fact had it."""
        number = self._ids.get(term.key)
        if number is not None:
            return float(self._weights[number])
        rare = rarity_of(term, language)
        return -rare if rare < 0 else 1 - (1 - rare) * background_share(self.count)

    def vector_of(self, terms: Iterable[Term], language: str) -> Floats | None:
        """Return what the words of a question are about, (`word_vectors.SIZE`,); None where that cannot be told.

        It is the sum of their vectors, made a unit vector, less what the phrasings of the base have in common, made a
        unit vector, times the square root of the share of the question, by weight, that has vectors.
        """
        known = word_vectors(language)
        numbers: list[int] = []
        whole = covered = 0.0
        for term in {term.key: term for term in terms}.values():
            found = known.numbers(term, language)
            numbers += found
            weight = self.weight(term, language)
            whole += weight
            covered += weight if found else 0.0
        if not covered or not self._language_means:
            return None
        summed = unit(known.of(numbers).sum(axis=0))
        mean = self._language_means.get(language)
        if mean is None:
            mean = np.mean(list(self._language_means.values()), axis=0)
        vector: Floats = unit(summed - mean) * np.float32(sqrt(covered / whole))
        return vector

    def rank(self, query: Query, limit: int | None = 10, sentence_cosine: Floats | None = None) -> Ranking:
        """Rank the facts for a question; those that share nothing with it are left out, and those beyond a limit.

        `sentence_cosine` holds for each fact, (count,), how near it is to the question by meaning, from 0 to 1.
        """
        by = self.ranking_weights if sentence_cosine is None else self.semantic_weights
        total = sum(query.weights.values()) or 1.0
        meant, known = self._meant(query)
        candidates = self._candidates(meant)
        word_cosine = self._word_cosine_all(query.vector)
        if word_cosine is not None:
            candidates = _joined(candidates, word_cosine, NEAREST)
        if sentence_cosine is not None:
            candidates = _joined(candidates, sentence_cosine, SECOND_STAGE_SIZE)
        features = np.zeros((len(candidates), 5), np.float32)
        if not len(candidates):
            return Ranking(candidates, features, np.zeros(0, np.float32), 0.0)
        looked_up = self._looked_up(meant)
        features[:, 0] = self._overlap_f1(candidates, looked_up, total, by.precision_weight)
        features[:, 1] = self._coverage(candidates, looked_up, total)
        if word_cosine is not None:
            features[:, 3] = word_cosine[candidates]
        if sentence_cosine is not None:
            features[:, 4] = sentence_cosine[candidates]
        if len(candidates) > SECOND_STAGE_SIZE:
            scores = _weighed(features, by)
            kept = np.sort(np.argpartition(-scores, SECOND_STAGE_SIZE)[:SECOND_STAGE_SIZE])
            candidates, features = candidates[kept], features[kept]
        features[:, 2] = self._ngram_cosine(candidates, query.text)
        if word_cosine is None and query.vector is not None:
            features[:, 3] = self._word_cosine(candidates, query.vector)
        probabilities = _probabilities(features, known / total, by)
        order = np.lexsort((candidates, -probabilities))[:limit]
        return Ranking(candidates[order], features[order], probabilities[order], known / total)

    def _meant(self, query: Query) -> tuple[list[dict[int, float]], float]:
        """Return for each term the keys of the base that it stands for, by weight; and the known terms' weight."""
        meant: list[dict[int, float]] = []
        known = 0.0
        for key, weight in query.weights.items():
            stands_for = {**query.similar.get(key, {}), key: 1.0}.items()
            term = {self._ids[other]: weight * similar for other, similar in stands_for if other in self._ids}
            if term:
                meant.append(term)
                known += max(term.values())
        return meant, known

    def _candidates(self, meant: Sequence[Mapping[int, float]]) -> Ints:
        """Return the numbers of the facts with most of the terms by weight, of the rarest terms first."""
        keys: dict[int, float] = {}
        for term in meant:
            for key, weight in term.items():
                keys[key] = max(weight, keys.get(key, 0.0))
        scores = np.zeros(self.count, np.float32)
        read = 0
        for key in sorted(keys, key=lambda key: int(self._having[key])):
            read += int(self._having[key])
            if read > MAX_POSTINGS_READ and scores.any():
                break
            scores[self._postings[self._posting_start[key] : self._posting_start[key + 1]]] += keys[key]
        found = scores.nonzero()[0]
        if len(found) > FIRST_STAGE_SIZE:
            ranks = scores[found] - self._ties[found]
            found = found[ranks.argpartition(-FIRST_STAGE_SIZE)[-FIRST_STAGE_SIZE:]]
            found.sort()
        return found.astype(np.int32)

    def _looked_up(self, meant: Sequence[Mapping[int, float]]) -> _LookedUp:
        """Return what each key counts: for the terms that it alone stands for, and for each of the other terms."""
        single = np.zeros(len(self._weights), np.float32)
        several = []
        for term in meant:
            if len(term) == 1:
                for key, weight in term.items():
                    single[key] += weight
            else:
                room = np.zeros(len(self._weights), np.float32)
                room[list(term)] = list(term.values())
                several.append(room)
        return single, several

    @staticmethod
    def _shared(keys: Ints, starts: Places, looked_up: _LookedUp) -> Floats:
        """Return how much of a question each group of keys has, by weight; a term counts once, by its likest key."""
        single, several = looked_up
        shared = sums_of(single[keys], starts)
        for room in several:
            shared += greatest_of(room[keys], starts)
        return shared

    def _overlap_f1(self, candidates: Ints, looked_up: _LookedUp, total: float, precision_weight: float) -> Floats:
        """Return how well the best phrasing of each fact fits: the harmonic mean of both coverages, by weight.

        That is with a `precision_weight` of 1; with 0 it is the coverage of the question alone (van Rijsbergen's F,
        where beta² is 1 / `precision_weight` and the coverage of the question is the recall).
        """
        rows, starts = ranges(self._fact_rows, candidates)
        keys, row_starts = ranges(self._row_start, rows)
        shared = np.minimum(self._shared(self._row_keys[keys], row_starts, looked_up), total)
        fits: Floats = np.float32(1 + precision_weight) * shared
        fits /= np.float32(total) + np.float32(precision_weight) * self._row_total[rows]
        return np.minimum(greatest_of(fits, starts), 1.0)

    def _coverage(self, candidates: Ints, looked_up: _LookedUp, total: float) -> Floats:
        """Return the share of the question, by weight, that each fact's texts have."""
        keys, starts = ranges(self._fact_start, candidates)
        shared = self._shared(self._fact_keys[keys], starts, looked_up)
        shares: Floats = np.minimum(shared / np.float32(total), np.float32(1))
        return shares

    def _word_cosine_all(self, vector: Floats | None) -> Floats | None:
        """Return how near a question's words are to those of every fact, in a base that is small enough for that."""
        if vector is None or self.count > SEARCHED:
            return None
        return np.clip(greatest_of(self._centroids @ vector, self._cluster_start), 0.0, 1.0)

    def _word_cosine(self, candidates: Ints, vector: Floats) -> Floats:
        """Return how near in meaning a question's words are to those of the likest cluster of each fact."""
        clusters, starts = ranges(self._cluster_start, candidates)
        near: Floats = self._centroids[clusters].astype(np.float32) @ vector
        return np.clip(greatest_of(near, starts), 0.0, 1.0)

    def _ngram_cosine(self, candidates: Ints, text: str) -> Floats:
        """Return the cosine of the question's grams with those typical of the likest cluster of each fact."""
        buckets, counts = ngrams.count(text)
        values = (1 + np.log(counts)) * self._gram_weight[buckets]
        norm = sqrt(values @ values) or 1.0
        here = np.zeros(ngrams.BUCKETS, np.float32)
        here[buckets] = values / norm
        clusters, cluster_starts = ranges(self._cluster_start, candidates)
        starts = offsets_of(self._gram_start[clusters + 1] - self._gram_start[clusters])
        ends = (self._gram_start[self._cluster_start[numbers]].tolist() for numbers in (candidates, candidates + 1))
        parts = list(map(slice, *ends))
        found = here.take(np.concatenate([self._grams[part] for part in parts]))
        found *= np.concatenate([self._gram_values[part] for part in parts])
        shared = sums_of(found, starts)
        return np.minimum(greatest_of(shared, cluster_starts), 1.0)


def _probabilities(features: Floats, known: float, by: RankingWeights) -> Floats:
    """Return P(fact) = exp(a·x) / (exp(b·g) + sum of exp(a·x)): a conditional logit with the choice of none."""
    scores = _weighed(features, by)
    scores += EXACT_LOG_ODDS * by.precision_weight * (features[:, 0] >= EXACT_OVERLAP)
    none = by.no_answer + by.no_answer_known * known
    highest = max(none, float(scores.max()))
    odds: Floats = np.exp(scores - highest)
    probabilities: Floats = odds / np.float32(odds.sum() + exp(none - highest))
    return probabilities


def _weighed(features: Floats, by: RankingWeights) -> Floats:
    """Return the sum of each fact's features times their weights, (n,).

    This is no matrix product: for five columns the AVX-512 kernel of OpenBLAS (0.3.31, `sgemv_t`) reads stack that it
    never wrote. Its results are right, but numpy warns of "invalid value encountered in matmul" if a signalling NaN is
    there.
    """
    weighed: Floats = np.einsum("ij,j->i", features, by.weights)
    return weighed


def _joined(candidates: Ints, near: Floats, most: int) -> Ints:
    """Return candidates and so many facts that are nearest to a question of all; (count,) tells how near each is."""
    nearest = np.argpartition(-near, most)[:most] if len(near) > most else np.arange(len(near))
    chosen = np.zeros(len(near), bool)
    chosen[nearest[near[nearest] > 0]] = True
    chosen[candidates] = True
    return np.flatnonzero(chosen).astype(np.int32)


def rarity_of(term: Term, language: str) -> float:
    """Return how rare a word is at large, from 0.15 to 1; or the fixed weight of another kind of term, negated."""
    match term.kind:
        case Kind.INTERROGATIVE:
            return -INTERROGATIVE_WEIGHT
        case Kind.NEUTRAL:
            return -STOP_WORD_WEIGHT
        case Kind.NUMBER | Kind.DATE:
            return -FIGURE_WEIGHT
        case Kind.NAME:
            return 1.0
        case Kind.WORD:
            return rarity(term.key, language)


def background_share(count: int) -> float:
    """Return how much the rarity at large counts among so many facts, from 1 for none of them down to 0."""
    return BACKGROUND_FACTS / (BACKGROUND_FACTS + count)


def offsets_of(lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return where each of some groups begins, and at last where all of them end."""
    return np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))


def starts_of(ascending: NDArray[np.integer], count: int) -> NDArray[np.int64]:
    """Return where each number from 0 to `count` begins."""
    return offsets_of(np.bincount(ascending, minlength=count)[:count])


def ranges(starts: NDArray[np.int64], numbers: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the places of all members of some groups, one group after the other, and where each group begins."""
    lengths = starts[numbers + 1] - starts[numbers]
    offsets = offsets_of(lengths)
    return np.arange(offsets[-1]) + np.repeat(starts[numbers] - offsets[:-1], lengths), offsets


def greatest_of(values: NDArray[np.floating], starts: NDArray[np.int64]) -> Floats:
    """Return the greatest of each group of values, none of them negative; an empty group has 0."""
    greatest: Floats = np.maximum.reduceat(_reducible(values, starts), starts[:-1]).astype(np.float32, copy=False)
    greatest[starts[1:] == starts[:-1]] = 0
    return greatest


def sums_of(values: NDArray[np.floating], starts: NDArray[np.int64]) -> Floats:
    """Return the sum of each group of values; an empty group has 0."""
    sums: Floats = np.add.reduceat(_reducible(values, starts), starts[:-1]).astype(np.float32, copy=False)
    sums[starts[1:] == starts[:-1]] = 0
    return sums


def _reducible(values: NDArray[np.floating], starts: NDArray[np.int64]) -> NDArray[np.floating]:
    """Return values with something where an empty last group begins, for there is nothing to reduce."""
    return values if len(starts) > 1 and starts[-2] < len(values) else np.append(values, np.float32(0))
