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
from knowledge.search import ngrams as grams

Floats = NDArray[np.float32]
Ints = NDArray[np.int32]
Places = NDArray[np.int64]
_LookedUp = tuple[Floats, Sequence[Floats]]

CANDIDATES, FINALISTS = 64, 24
"""So many facts, the best by the weight of the question's terms that they have, are compared by their phrasings; and
so many of these, the best so far, by their grams."""
SEARCHED, NEAREST = 1000, 8
"""Among so many facts at most, so many that are nearest by word vectors are compared too, though they share no term."""
POSTINGS = 30_000
"""The rarest terms of a question are looked up until so many postings were read; the others tell few facts apart."""
_TIE = 1e-3
"""By so much at most facts with fewer words come first among those that have as much of a question."""
INTERROGATIVE, NEUTRAL, FIGURE, LEAST = 0.25, 0.05, 0.3, 0.02
"""The weight of a question word; of a word that asks for nothing; of a number or date; and the least of all."""
BACKGROUND = 10.0
"""With so many facts, how rare a word is at large counts as much as how few of the facts have it."""


@dataclass(frozen=True)
class Constants:
    """The weights of the conditional logit: of each feature of a fact, and of what speaks for none of them."""

    harmonic: float
    profile: float
    typical: float
    related: float
    meaning: float
    none: float
    none_known: float
    rest: float = 1.0
    """Not a weight: how much it counts in `harmonic` that a text has more than the question. 1 for phrasings, which
    should have no more; 0 for the sentences of a passage, which may."""

    @cached_property
    def weights(self) -> Floats:
        """The weights of the features, in the order of `Ranking.features`."""
        return np.array((self.harmonic, self.profile, self.typical, self.related, self.meaning), np.float32)


FACTS = Constants(3.30, 1.70, 5.95, 6.77, 0.0, 4.75, 1.07)
FACTS_BY_MEANING = Constants(2.07, 1.86, 3.89, 0.0, 9.59, 5.03, 1.11)
"""With an embedder."""
PASSAGES = Constants(6.90, 6.90, 8.25, 3.57, 0.0, 6.35, 1.96, rest=0.0)
"""Fitted by `python -m tests.benchmarks.constants`, to questions and to passages."""


EXACT, EXACT_ODDS = 0.97, 20.0
"""A question that fits a phrasing so well is that phrasing; then the odds of its fact are e to this power higher, which
is more than all the features of another fact can weigh."""


@dataclass(frozen=True, slots=True)
class Query:
    """A question as the engine compares it: its distinct terms by key, with weights, and its grams."""

    weights: Mapping[str, float]
    similar: Mapping[str, Mapping[str, float]]
    """For a key, the other keys that stand for it in part, each with a similarity from 0 to 1."""
    text: str
    """The question as `knowledge.search.ngrams.spell` writes it."""
    direction: Floats | None = None
    """What its words are about, (`knowledge.language.word_vectors.SIZE`,), as `Engine.direction` returns it."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """Facts by number, best first, with their features and probabilities; and what speaks for none of them."""

    facts: Ints
    """(n,)"""
    features: Floats
    """(n, 5): harmonic, profile, typical, related, meaning; each from 0 to 1."""
    probabilities: Floats
    """(n,): that the fact answers the question; they add up to at most 1, the rest being that none does."""
    known: float
    """The share of the question, by weight, whose terms any fact has."""


class Engine:
    """The texts of numbered facts, laid out as arrays. Immutable once built."""

    def __init__(self, keys: Iterable[str], arrays: Mapping[str, NDArray[Any]], constants: Constants) -> None:
        """Take what `lay_out` made, or what was kept of it."""
        self.constants = constants
        self.by_meaning = FACTS_BY_MEANING
        """The constants where it is given what a question means."""
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
        self._group_start: Places = arrays["group_start"]
        self._grams: Ints = arrays["grams"]
        self._gram_values: Floats = arrays["gram_values"]
        self._gram_start: Places = arrays["gram_start"]
        self._gram_weight: Floats = arrays["gram_weight"]
        self._directions: NDArray[np.floating] = arrays["directions"]
        self._middles: dict[str, Floats] = dict(
            zip(arrays["spoken"].tobytes().decode().split(), arrays["middles"], strict=True)
        )
        self.count = len(self._fact_start) - 1
        sizes = np.diff(self._fact_start).astype(np.float32)
        self._ties = np.float32(_TIE) * sizes / max(sizes.max(initial=0), 1)
        if self.count <= SEARCHED:
            self._directions = self._directions.astype(np.float32)

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

    def direction(self, terms: Iterable[Term], language: str) -> Floats | None:
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
        if not covered or not self._middles:
            return None
        summed = unit(known.of(numbers).sum(axis=0))
        middle = self._middles.get(language)
        if middle is None:
            middle = np.mean(list(self._middles.values()), axis=0)
        direction: Floats = unit(summed - middle) * np.float32(sqrt(covered / whole))
        return direction

    def rank(self, query: Query, limit: int | None = 10, meaning: Floats | None = None) -> Ranking:
        """Rank the facts for a question; those that share nothing with it are left out, and those beyond a limit.

        `meaning` holds for each fact, (count,), how near it is to the question by meaning, from 0 to 1.
        """
        by = self.constants if meaning is None else self.by_meaning
        total = sum(query.weights.values()) or 1.0
        meant, known = self._meant(query)
        candidates = self._candidates(meant)
        related = self._related_all(query.direction)
        if related is not None:
            candidates = _joined(candidates, related, NEAREST)
        if meaning is not None:
            candidates = _joined(candidates, meaning, FINALISTS)
        features = np.zeros((len(candidates), 5), np.float32)
        if not len(candidates):
            return Ranking(candidates, features, np.zeros(0, np.float32), 0.0)
        looked_up = self._looked_up(meant)
        features[:, 0] = self._harmonic(candidates, looked_up, total, by.rest)
        features[:, 1] = self._profile(candidates, looked_up, total)
        if related is not None:
            features[:, 3] = related[candidates]
        if meaning is not None:
            features[:, 4] = meaning[candidates]
        if len(candidates) > FINALISTS:
            scores = _weighed(features, by)
            kept = np.sort(np.argpartition(-scores, FINALISTS)[:FINALISTS])
            candidates, features = candidates[kept], features[kept]
        features[:, 2] = self._typical(candidates, query.text)
        if related is None and query.direction is not None:
            features[:, 3] = self._related(candidates, query.direction)
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
            if read > POSTINGS and scores.any():
                break
            scores[self._postings[self._posting_start[key] : self._posting_start[key + 1]]] += keys[key]
        found = scores.nonzero()[0]
        if len(found) > CANDIDATES:
            ranks = scores[found] - self._ties[found]
            found = found[ranks.argpartition(-CANDIDATES)[-CANDIDATES:]]
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

    def _harmonic(self, candidates: Ints, looked_up: _LookedUp, total: float, rest: float) -> Floats:
        """Return how well the best phrasing of each fact fits: the harmonic mean of both coverages, by weight.

        That is with a `rest` of 1; the less it is, the more counts the coverage of the question, and with 0 alone it
        (van Rijsbergen's F, where beta² is 1 / `rest` and the coverage of the question is the recall).
        """
        rows, starts = ranges(self._fact_rows, candidates)
        keys, row_starts = ranges(self._row_start, rows)
        shared = np.minimum(self._shared(self._row_keys[keys], row_starts, looked_up), total)
        fits: Floats = np.float32(1 + rest) * shared / (np.float32(total) + np.float32(rest) * self._row_total[rows])
        return np.minimum(greatest_of(fits, starts), 1.0)

    def _profile(self, candidates: Ints, looked_up: _LookedUp, total: float) -> Floats:
        """Return the share of the question, by weight, that each fact's texts have."""
        keys, starts = ranges(self._fact_start, candidates)
        shared = self._shared(self._fact_keys[keys], starts, looked_up)
        shares: Floats = np.minimum(shared / np.float32(total), np.float32(1))
        return shares

    def _related_all(self, direction: Floats | None) -> Floats | None:
        """Return how near a question's words are to those of every fact, in a base that is small enough for that."""
        if direction is None or self.count > SEARCHED:
            return None
        return np.clip(greatest_of(self._directions @ direction, self._group_start), 0.0, 1.0)

    def _related(self, candidates: Ints, direction: Floats) -> Floats:
        """Return how near in meaning a question's words are to those of the likest group of each fact."""
        groups, starts = ranges(self._group_start, candidates)
        near: Floats = self._directions[groups].astype(np.float32) @ direction
        return np.clip(greatest_of(near, starts), 0.0, 1.0)

    def _typical(self, candidates: Ints, text: str) -> Floats:
        """Return the cosine of the question's grams with those typical of the likest group of each fact."""
        buckets, counts = grams.count(text)
        values = (1 + np.log(counts)) * self._gram_weight[buckets]
        norm = sqrt(values @ values) or 1.0
        here = np.zeros(grams.BUCKETS, np.float32)
        here[buckets] = values / norm
        groups, group_starts = ranges(self._group_start, candidates)
        starts = offsets_of(self._gram_start[groups + 1] - self._gram_start[groups])
        ends = (self._gram_start[self._group_start[numbers]].tolist() for numbers in (candidates, candidates + 1))
        parts = list(map(slice, *ends))
        found = here.take(np.concatenate([self._grams[part] for part in parts]))
        found *= np.concatenate([self._gram_values[part] for part in parts])
        shared = sums_of(found, starts)
        return np.minimum(greatest_of(shared, group_starts), 1.0)


def _probabilities(features: Floats, known: float, by: Constants) -> Floats:
    """Return P(fact) = exp(a·x) / (exp(b·g) + sum of exp(a·x)): a conditional logit with the choice of none."""
    scores = _weighed(features, by)
    scores += EXACT_ODDS * by.rest * (features[:, 0] >= EXACT)
    none = by.none + by.none_known * known
    highest = max(none, float(scores.max()))
    odds: Floats = np.exp(scores - highest)
    probabilities: Floats = odds / np.float32(odds.sum() + exp(none - highest))
    return probabilities


def _weighed(features: Floats, by: Constants) -> Floats:
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


def spelled(terms: Sequence[Term]) -> str:
    """Return terms as the text that their grams are cut from."""
    return grams.spell([term.word for term in terms])


def rarity_of(term: Term, language: str) -> float:
    """Return how rare a word is at large, from 0.15 to 1; or the fixed weight of another kind of term, negated."""
    match term.kind:
        case Kind.INTERROGATIVE:
            return -INTERROGATIVE
        case Kind.NEUTRAL:
            return -NEUTRAL
        case Kind.NUMBER | Kind.DATE:
            return -FIGURE
        case Kind.NAME:
            return 1.0
        case Kind.WORD:
            return rarity(term.key, language)


def background_share(count: int) -> float:
    """Return how much the rarity at large counts among so many facts, from 1 for none of them down to 0."""
    return BACKGROUND / (BACKGROUND + count)


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
