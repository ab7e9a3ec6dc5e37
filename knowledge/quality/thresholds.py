"""Which least confidence of an answer suits a case, by what each would do to its golden questions."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt

from knowledge.answering.rankings import DEFAULT_ANSWER_THRESHOLD
from knowledge.quality.evaluation import Evaluation

STEPS = tuple(step / 20 for step in range(4, 20))
"""Thresholds that are tried."""
_Z = 1.645
"""Standard score of a one-sided bound that holds in 95 % of samples."""


@dataclass(frozen=True, slots=True)
class Trial:
    """A threshold, and what comes of the golden questions with it."""

    threshold: float
    outcome: Evaluation

    @property
    def wrong(self) -> int:
        """Number of questions that were answered wrongly."""
        return self.outcome.tallies["all"].wrong

    @property
    def wrong_at_most(self) -> float:
        """Upper bound, 95 %, of the share of questions like these that are answered wrongly.

        That of the score interval (Wilson, Probable inference, the law of succession, and statistical inference, 1927).
        """
        count = self.outcome.tallies["all"].total
        if not count:
            return 1.0
        share, square = self.wrong / count, _Z * _Z / count
        return (share + square / 2 + _Z * sqrt(share * (1 - share) / count + square / count / 4)) / (1 + square)


def trials(evaluated: Callable[[float], Evaluation], current: float | None) -> Sequence[Trial]:
    """Return what each threshold does, lowest first, with that which runs: `current`, else the default."""
    return [Trial(one, evaluated(one)) for one in sorted({*STEPS, running(current)})]


def running(current: float | None) -> float:
    """Return the threshold of a case that sets `current`."""
    return DEFAULT_ANSWER_THRESHOLD if current is None else current


def recommended(tried: Sequence[Trial]) -> Trial:
    """Return the trial that finds most of those with the fewest wrong answers; of equal ones the highest threshold."""
    return max(tried, key=lambda trial: (-trial.wrong, trial.outcome.found_share, trial.threshold))
