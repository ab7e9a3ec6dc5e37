"""Ranker: numbered facts by how well their texts fit a question, in two stages on arrays.

The first stage reads posting lists and keeps the facts with the most weight of the question's terms. The second
computes their features and, from these, a probability for each fact and for none of them.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from knowledge.language.terms import Term
from knowledge.language.word_vectors import word_vectors
from knowledge.search.cosines import Centroids, TypicalGrams, with_nearest
from knowledge.search.logit import SEMANTIC_FACT_WEIGHTS, RankingWeights, probabilities_of, scores_of
from knowledge.search.overlaps import PhrasingRows
from knowledge.search.query import (
    COVERAGE,
    NGRAM_COSINE,
    OVERLAP_F1,
    SENTENCE_COSINE,
    WORD_COSINE,
    Query,
    Ranking,
)
from knowledge.search.ragged import Floats, Ints, Places, greatest_of, ranges, sums_of
from knowledge.search.term_weights import background_share, rarity_of

FIRST_STAGE_SIZE = 64
"""Maximum number of facts that are kept by term weight and compared by their phrasings; arbitrary."""
SECOND_STAGE_SIZE = 24
"""Maximum number of facts, the best of the first stage, that are compared by character n-grams; arbitrary."""
MAX_FACTS_BY_VECTOR = 1000
"""Maximum number of facts in a base of which all are compared by word vectors in the first stage; arbitrary."""
NEAREST_BY_VECTOR = 8
"""Maximum number of facts that the first stage adds by word vectors, even if they share no term; arbitrary."""
MAX_POSTINGS_READ = 30_000
"""Maximum number of postings that are read for a question, the rarest term first; arbitrary."""
MAX_ROWS_SCANNED = 2000
"""Maximum number of phrasings of the first stage's facts that are read key by key; of more, those that share a key are
looked up. Measured."""
_TIE = 1e-3
"""Weight of a fact's length in the first stage: of equal facts those with fewer terms come first; arbitrary."""
_Meant = Sequence[Mapping[int, float]]
"""For each term of a question the numbers of the keys that stand for it, with their weights."""


class Ranker:
    """The texts of numbered facts, laid out as arrays; no question changes them."""

    def __init__(self, keys: Iterable[str], arrays: Mapping[str, NDArray[Any]], weights: RankingWeights) -> None:
        """Take the keys of all terms and the arrays that `index_builder.build` makes, perhaps from a cache."""
        self.ranking_weights = weights
        self.semantic_weights = SEMANTIC_FACT_WEIGHTS
        """The weights where sentence cosines are given."""
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
        self.count = len(self._fact_start) - 1
        sizes = np.diff(self._fact_start).astype(np.float32)
        self._ties = np.float32(_TIE) * sizes / max(sizes.max(initial=0), 1)
        self._compares_all = self.count <= MAX_FACTS_BY_VECTOR
        self._centroids = Centroids(arrays, self._compares_all)
        self._typical_grams = TypicalGrams(arrays)

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
        """Return the document frequency of a key: how many facts have it, of the first `below` facts if given."""
        number = self._ids.get(key)
        if number is None:
            return 0
        if below is None or below >= self.count:
            return int(self._having[number])
        own = self._postings[self._posting_start[number] : self._posting_start[number + 1]]
        return int(np.searchsorted(own, below))

    def weight(self, term: Term, language: str) -> float:
        """Return the weight of a term, from 0 to 1: that of its key in the base, else as if no fact had it."""
        number = self._ids.get(term.key)
        if number is not None:
            return float(self._weights[number])
        rare = rarity_of(term, language)
        return -rare if rare < 0 else 1 - (1 - rare) * background_share(self.count)

    def vector_of(self, terms: Iterable[Term], language: str) -> Floats | None:
        """Return the vector of a question, (word_vectors.SIZE,); None where no term has a word vector.

        Its length is the root of the share of the question, by weight, that has word vectors.
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
        vector = self._centroids.vector_of(numbers, language) if covered else None
        return None if vector is None else vector * np.float32(sqrt(covered / whole))

    def rank(self, query: Query, limit: int | None = 10, sentence_cosine: Floats | None = None) -> Ranking:
        """Return the facts that share anything with a question, best first, at most `limit`.

        `sentence_cosine` is the cosine of the question's sentence embedding with that of each fact, (count,), from 0
        to 1; with it the semantic weights are used.
        """
        by = self.ranking_weights if sentence_cosine is None else self.semantic_weights
        total = sum(query.weights.values()) or 1.0
        meant, known = self._meant(query)
        candidates = self._candidates(meant)
        word_cosine = self._centroids.cosines(query.vector) if query.vector is not None and self._compares_all else None
        if word_cosine is not None:
            candidates = with_nearest(candidates, word_cosine, NEAREST_BY_VECTOR)
        if sentence_cosine is not None:
            candidates = with_nearest(candidates, sentence_cosine, SECOND_STAGE_SIZE)
        features = np.zeros((len(candidates), 5), np.float32)
        if not len(candidates):
            return Ranking(candidates, features, np.zeros(0, np.float32), 0.0)
        features[:, OVERLAP_F1] = self._overlap_f1(candidates, meant, total, by.precision_weight)
        features[:, COVERAGE] = self._coverage(candidates, meant, total)
        if word_cosine is not None:
            features[:, WORD_COSINE] = word_cosine[candidates]
        if sentence_cosine is not None:
            features[:, SENTENCE_COSINE] = sentence_cosine[candidates]
        if len(candidates) > SECOND_STAGE_SIZE:
            scores = scores_of(features, by)
            kept = np.sort(np.argpartition(-scores, SECOND_STAGE_SIZE)[:SECOND_STAGE_SIZE])
            candidates, features = candidates[kept], features[kept]
        features[:, NGRAM_COSINE] = self._typical_grams.cosines_of(candidates, query.text)
        if word_cosine is None and query.vector is not None:
            features[:, WORD_COSINE] = self._centroids.cosines_of(candidates, query.vector)
        probabilities = probabilities_of(features, known / total, by)
        order = np.lexsort((candidates, -probabilities))[:limit]
        return Ranking(candidates[order], features[order], probabilities[order], known / total)

    def numbered(self, keys: Mapping[str, float], weight: float) -> dict[int, float]:
        """Return the numbers of those keys that are known, each with its similarity times a weight."""
        return {self._ids[key]: weight * similar for key, similar in keys.items() if key in self._ids}

    def _meant(self, query: Query) -> tuple[list[dict[int, float]], float]:
        """Return for each known term the keys that it stands for, with their weights; and the known weight in all."""
        meant: list[dict[int, float]] = []
        known = 0.0
        for key, weight in query.weights.items():
            term = self.numbered({**query.similar.get(key, {}), key: 1.0}, weight)
            if term:
                meant.append(term)
                known += max(term.values())
        return meant, known

    def _candidates(self, meant: _Meant) -> Ints:
        """Return the first stage: the facts with the most term weight, ascending."""
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

    def _looked_up(self, meant: _Meant) -> tuple[Floats, Sequence[Floats]]:
        """Return the weights of keys, (keys,): of terms that one key stands for, and of each that several stand for."""
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

    def _shared(self, keys: Ints, starts: Places, meant: _Meant) -> Floats:
        """Return the question's weight in each row of keys; a term counts once, by its most similar key."""
        single, several = self._looked_up(meant)
        shared = sums_of(single[keys], starts)
        for room in several:
            shared += greatest_of(room[keys], starts)
        return shared

    @cached_property
    def phrasing_rows(self) -> PhrasingRows:
        """The phrasings by the keys that they have, made when they are first needed."""
        return PhrasingRows(self.arrays)

    def _overlap_f1(self, candidates: Ints, meant: _Meant, total: float, precision_weight: float) -> Floats:
        """Return the F-measure of each fact's best phrasing with the question, by weight.

        Recall is the share of the question that the phrasing has, precision the share of the phrasing that the question
        has; beta² is 1 / `precision_weight` (van Rijsbergen, Information Retrieval, 1979).
        """
        rows, starts = ranges(self._fact_rows, candidates)
        if len(rows) > MAX_ROWS_SCANNED:
            shared = self.phrasing_rows.shared(meant)[rows]
        else:
            keys, row_starts = ranges(self._row_start, rows)
            shared = self._shared(self._row_keys[keys], row_starts, meant)
        shared = np.minimum(shared, np.float32(total))
        fits: Floats = np.float32(1 + precision_weight) * shared
        fits /= np.float32(total) + np.float32(precision_weight) * self._row_total[rows]
        return np.minimum(greatest_of(fits, starts), 1.0)

    def _coverage(self, candidates: Ints, meant: _Meant, total: float) -> Floats:
        """Return the share of the question, by weight, that all texts of each fact have together."""
        keys, starts = ranges(self._fact_start, candidates)
        shared = self._shared(self._fact_keys[keys], starts, meant)
        shares: Floats = np.minimum(shared / np.float32(total), np.float32(1))
        return shares
