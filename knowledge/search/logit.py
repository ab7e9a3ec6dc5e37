"""Conditional logit: turns the features of facts into probabilities, with the choice of no answer."""

from dataclasses import dataclass
from functools import cached_property
from math import exp

import numpy as np

from knowledge.search.ragged import Floats


@dataclass(frozen=True)
class RankingWeights:
    """Weights of a fact's features, and of the choice of no answer."""

    overlap_f1: float
    coverage: float
    ngram_cosine: float
    word_cosine: float
    sentence_cosine: float
    no_answer: float
    """Weight of no answer, whatever is asked."""
    no_answer_known: float
    """Weight of no answer, times the share of the question whose terms any fact has."""
    precision_weight: float = 1.0
    """Weight of precision against recall in `overlap_f1`, 1 / beta² of the F-measure: 1 for phrasings, which should say
    nothing else; 0 for the sentences of a passage, which may."""

    @cached_property
    def weights(self) -> Floats:
        """The weights of the features, (5,), in the order of `Ranking.features`."""
        return np.array(
            (self.overlap_f1, self.coverage, self.ngram_cosine, self.word_cosine, self.sentence_cosine), np.float32
        )


FACT_WEIGHTS = RankingWeights(3.30, 1.70, 5.95, 6.77, 0.0, 4.75, 1.07)
"""Weights for facts; fitted by `python -m tests.benchmarks.constants`, and so are the next two."""
SEMANTIC_FACT_WEIGHTS = RankingWeights(2.07, 1.86, 3.89, 0.0, 9.59, 5.03, 1.11)
"""Weights for facts where there is an embedder; fitted."""
PASSAGE_WEIGHTS = RankingWeights(6.90, 6.90, 8.25, 3.57, 0.0, 6.35, 1.96, precision_weight=0.0)
"""Weights for passages; fitted."""
EXACT_OVERLAP = 0.97
"""Threshold: from this `overlap_f1` on a question is the phrasing itself; arbitrary."""
EXACT_LOG_ODDS = 20.0
"""Weight of an exact phrasing, in log-odds: more than all features of another fact can add up to; arbitrary."""


def probabilities_of(features: Floats, known: float, by: RankingWeights) -> Floats:
    """Return the probability of each fact, (n,): exp(a·x) / (exp(b0 + b1 known) + sum over facts of exp(a·x)).

    `features` are x, (n, 5). `known` is the share of the question whose terms any fact has.
    """
    scores = scores_of(features, by)
    scores += EXACT_LOG_ODDS * by.precision_weight * (features[:, 0] >= EXACT_OVERLAP)
    none = by.no_answer + by.no_answer_known * known
    highest = max(none, float(scores.max()))
    odds: Floats = np.exp(scores - highest)
    probabilities: Floats = odds / np.float32(odds.sum() + exp(none - highest))
    return probabilities


def scores_of(features: Floats, by: RankingWeights) -> Floats:
    """Return the sum of each fact's features times their weights, (n,).

    This is no matrix product: for five columns the AVX-512 kernel of OpenBLAS (0.3.31, `sgemv_t`) reads stack that it
    never wrote. Its results are right, but numpy warns of "invalid value encountered in matmul" if a signalling NaN is
    there.
    """
    scores: Floats = np.einsum("ij,j->i", features, by.weights)
    return scores
