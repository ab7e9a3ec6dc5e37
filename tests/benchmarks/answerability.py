"""Fits the confidence in facts with few phrasings to fresh cases, and measures what it tells apart.

    python -m tests.benchmarks.answerability [--semantic]

Each case has the same weight; the blind ones have none. For each case is printed how often an answerable question whose
likeliest fact is right has a higher confidence than a near miss (AUROC), by the ranker's probability, by the shipped
constants, and by constants that are fitted to the other cases. Only questions that no other guard stops decide on the
constants, for only those are decided by them. The shipped constant of `WHOLE` is above the fitted one: see there. With
`--semantic` it is the same of rankings by meaning (casewire[semantic]).
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import log

import numpy as np
from numpy.typing import NDArray

from knowledge.answering.answerer import Answerer
from knowledge.answering.guards import GUARDS
from knowledge.matching.confidence import (
    IN_PART,
    IN_PART_BY_MEANING,
    MAX_UNPHRASED,
    WHOLE,
    WHOLE_BY_MEANING,
    confidence,
)
from knowledge.matching.embedder import Embedder
from knowledge.matching.embedder import load as load_embedder
from knowledge.matching.evidence import Evidence
from knowledge.matching.match import Match
from knowledge.model import KnowledgeBase
from tests.benchmarks.fresh import BLIND, NEAR_MISS, Asked, cases
from tests.benchmarks.measures import auroc

RIDGE = 0.5
_DECIDED_HERE = frozenset({"below_threshold", "unphrased_word"})
_LEAST = 1e-3
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Example:
    """A question's likeliest fact, whether it is right, and whether another guard stops it."""

    asked: Asked
    match: Match
    evidence: Evidence
    is_stopped: bool

    @property
    def is_right(self) -> bool:
        """Whether the fact answers the question."""
        return self.match.fact_id in self.asked.facts

    @property
    def is_whole(self) -> bool:
        """Whether its phrasings have all of the question."""
        return self.evidence.unphrased <= MAX_UNPHRASED

    @property
    def features(self) -> tuple[float, ...]:
        """A constant, and what the weights of `ConfidenceWeights` are for."""
        probability = min(max(self.match.score, _LEAST), 1 - _LEAST)
        unphrased = 0.0 if self.is_whole else self.evidence.unphrased
        return 1.0, log(probability / (1 - probability)), unphrased, float(self.evidence.other_focus)


def examples(base: KnowledgeBase, questions: Sequence[Asked], embedder: Embedder | None = None) -> list[Example]:
    """Return the examples of a case, by meaning with an embedder."""
    answerer, found = Answerer(base, embedder=embedder), []
    for asked in questions:
        parsed = answerer.matcher.read(*answerer.take_in(asked.question))
        rankings = (one for one in answerer.rankings(parsed) if one.by_meaning == (embedder is not None))
        ranking = next(rankings, None)
        evidence = ranking.matches[0].evidence if ranking else None
        if ranking and evidence:
            holding = {guard.name for guard in GUARDS if guard.check(parsed, evidence, replace(ranking, threshold=0.0))}
            found.append(Example(asked, ranking.matches[0], evidence, bool(holding - _DECIDED_HERE)))
    return found


def fit(by_case: Sequence[Sequence[Example]], whole: bool) -> Matrix:
    """Return the weights, (4,), of a logistic regression by Newton's method; each case has the same weight."""
    chosen = [
        (example, 1 / len(case))
        for case in by_case
        for example in case
        if example.is_whole == whole and not example.is_stopped
    ]
    features = np.array([example.features for example, _ in chosen])
    right = np.array([example.is_right for example, _ in chosen], float)
    weight = np.array([each for _, each in chosen])
    weight /= weight.mean()
    ridge, weights = RIDGE * np.diag([0.0, 1.0, 1.0, 1.0]), np.zeros(4)
    for _ in range(30):
        chance = 1 / (1 + np.exp(-features @ weights))
        gradient = features.T @ (weight * (right - chance)) - ridge @ weights
        curvature = (features * (weight * chance * (1 - chance))[:, None]).T @ features + ridge
        weights += np.linalg.lstsq(curvature, gradient, rcond=None)[0]
    return weights


def told_apart(case: Sequence[Example], scores: Sequence[float]) -> float:
    """Return the AUROC of right answers against near misses."""
    pairs = list(zip(case, scores, strict=True))
    return auroc(
        [score for example, score in pairs if example.is_right],
        [score for example, score in pairs if example.asked.style == NEAR_MISS],
    )


def main() -> None:
    """Fit and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--semantic", action="store_true", help="by meaning, with the embedder (casewire[semantic])")
    embedder = load_embedder() if parser.parse_args().semantic else None
    by_meaning = embedder is not None
    everything = {name: examples(*case, embedder) for name, case in cases().items()}
    for name, case in everything.items():
        others = [other for key, other in everything.items() if key != name and key not in BLIND]
        by = {whole: fit(others, whole) for whole in (True, False)}
        fitted = [float(np.dot(example.features, by[example.is_whole])) for example in case]
        figures = (
            told_apart(case, [example.match.score for example in case]),
            told_apart(case, [confidence(example.match, by_meaning) for example in case]),
            told_apart(case, fitted),
        )
        print(f"{name:18} AUROC {' '.join(f'{100 * figure:5.1f}' for figure in figures)}")
    seen = [case for name, case in everything.items() if name not in BLIND]
    for whole, shipped in zip(
        (True, False), (WHOLE_BY_MEANING, IN_PART_BY_MEANING) if by_meaning else (WHOLE, IN_PART), strict=True
    ):
        fitted_to_all = " ".join(f"{weight:5.2f}" for weight in fit(seen, whole))
        print(f"{'whole' if whole else 'in part':8} fitted {fitted_to_all}   shipped {shipped}")


if __name__ == "__main__":
    main()
