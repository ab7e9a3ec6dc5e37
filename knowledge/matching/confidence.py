"""Confidence: how likely it is that the likeliest fact answers the question, by what its phrasings have of it.

The ranker's probability compares facts: it tells which of them a question is about. With few phrasings a fact it does
not tell whether that fact answers it, for a question about the same thing that asks something else is as near.
"""

from dataclasses import dataclass
from math import exp, log

from knowledge.matching.match import Match

MAX_UNPHRASED = 0.1
"""Maximum share of a question, by weight, that an answer's phrasings may lack if they are few; tuned on fresh cases."""
_LEAST = 1e-3
"""Minimum of a probability and of its complement, so that their logarithms are finite."""


@dataclass(frozen=True, slots=True)
class ConfidenceWeights:
    """A logistic regression: log-odds that the likeliest fact answers the question."""

    constant: float
    log_odds: float
    """Weight of the log-odds of the ranker's probability."""
    unphrased: float
    """Weight of the share of the question that no phrasing has."""
    other_focus: float
    """Weight of asking for something that no phrasing asks for."""


WHOLE = ConfidenceWeights(2.0, 0.64, 0.0, -1.93)
"""Weights where the phrasings have all of the question; fitted by `python -m tests.benchmarks.answerability`. The
constant is 1.07 above the fitted one: at even odds the threshold is reached that suits many phrasings. Tuned on
`tests/cases/fresh`."""
IN_PART = ConfidenceWeights(0.78, 0.16, -1.91, -2.45)
"""Weights where they lack some of it; fitted."""

WHOLE_BY_MEANING = ConfidenceWeights(1.19, 0.60, 0.0, -2.56)
IN_PART_BY_MEANING = ConfidenceWeights(0.24, 0.23, -0.66, -2.53)
"""The same where sentence embeddings were compared; fitted by `python -m tests.benchmarks.answerability --semantic`."""


def confidence(match: Match, by_meaning: bool = False) -> float:
    """Return the probability that a fact answers the question, from 0 to 1; of many phrasings that of the ranker."""
    seen = match.evidence
    if seen is None or not seen.is_thin:
        return match.score
    whole, in_part = (WHOLE_BY_MEANING, IN_PART_BY_MEANING) if by_meaning else (WHOLE, IN_PART)
    by = whole if seen.unphrased <= MAX_UNPHRASED else in_part
    probability = min(max(match.score, _LEAST), 1 - _LEAST)
    log_odds = by.constant + by.log_odds * log(probability / (1 - probability))
    log_odds += by.unphrased * seen.unphrased + by.other_focus * seen.other_focus
    return 1 / (1 + exp(-log_odds))
