"""Fits the constants of the ranker to the `dev` parts of public question sets and prints them beside those shipped.

    python -m tests.benchmarks.constants --data DIR [--set NAME ...]

A conditional logit with the choice of none, by Newton's method, each set with the same weight; the weights of a
fact's features may not be negative, for they mean evidence. Sets of questions and sets of passages have constants of
their own.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from knowledge.answering.answers import QUESTION_LIMIT
from knowledge.language.normalisation import clean
from knowledge.matching.embedder import load
from knowledge.matching.matcher import Matcher
from knowledge.search.logit import FACT_WEIGHTS, PASSAGE_WEIGHTS, SEMANTIC_FACT_WEIGHTS, RankingWeights
from knowledge.search.ranker import SECOND_STAGE_SIZE
from tests.benchmarks.bases import base_of
from tests.benchmarks.sets import QuestionSet, read_sets

FITTED_ON = ("banking-5", "clinc-5", "covidfaq-1", "dsqs-1", "squad2-pass", "xquad-en", "xquad-ru")
"""The sets that the shipped constants were fitted to."""
LIMIT = SECOND_STAGE_SIZE
"""Number of facts of each question that are fitted to."""
RIDGE = 1e-3
_FITTED = [field.name for field in fields(RankingWeights) if field.name != "precision_weight"]
WEIGHTS = len(_FITTED)
_EVIDENCE, _WORD_COSINE = 5, 3
"""Number of features that are evidence; and which of them says less of what the embedder says."""
Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Choices:
    """What may answer each question: (n, LIMIT + 1, WEIGHTS) features, last of them none; and which one it is, (n,)."""

    features: Matrix
    chosen: NDArray[np.int64]


@cache
def choices(questions: QuestionSet, semantic: bool = False) -> Choices:
    """Return the choices of the `dev` part of a set, clean and typed badly, but for what the ranker did not find."""
    matcher = Matcher(base_of(questions), embedder=load() if semantic else None)
    index = matcher.index
    ranker = index.passage_ranker if questions.is_passages else index.ranker
    features, chosen = [], []
    for question in questions.dev:
        for text in (question.clean, question.typed):
            reading = matcher.read(clean(text, QUESTION_LIMIT), questions.language)
            meaning = None if questions.is_passages else index.sentence_cosines(reading.text, reading.language)
            ranking = ranker.rank(matcher.query(reading, ranker), LIMIT, meaning)
            facts = ranking.facts.tolist()
            if question.answer is not None and question.answer not in facts:
                continue
            row = np.full((LIMIT + 1, WEIGHTS), -np.inf)
            row[: len(facts), :_EVIDENCE], row[: len(facts), _EVIDENCE:] = ranking.features, 0.0
            if semantic:
                row[: len(facts), _WORD_COSINE] = 0.0
            row[-1] = (*(0.0,) * _EVIDENCE, 1.0, ranking.known)
            features.append(row)
            chosen.append(LIMIT if question.answer is None else facts.index(question.answer))
    return Choices(np.array(features), np.array(chosen))


def fit(sets: Sequence[QuestionSet], semantic: bool = False, steps: int = 60) -> RankingWeights:
    """Return the constants under which the right choices are the most likely."""
    data = [choices(questions, semantic) for questions in sets]
    features = np.concatenate([part.features for part in data])
    chosen = np.concatenate([part.chosen for part in data])
    weight = np.concatenate([np.full(len(part.chosen), 1 / len(part.chosen) / len(data)) for part in data])
    there = np.isfinite(features[:, :, :1])
    features = np.where(there, features, 0.0)
    right = features[np.arange(len(chosen)), chosen]
    weights = np.zeros(WEIGHTS)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        scores = np.where(there[:, :, 0], features @ weights, -np.inf)
        highest = scores.max(axis=1, keepdims=True)
        odds = np.exp(scores - highest)
        total = odds.sum(axis=1, keepdims=True)
        likelihood = (right @ weights) - (highest + np.log(total))[:, 0]
        return float(-weight @ likelihood + RIDGE * weights @ weights / 2), odds / total

    value, probabilities = loss(weights)
    for _ in range(steps):
        expected = np.einsum("nk,nkf->nf", probabilities, features)
        gradient = weight @ (expected - right) + RIDGE * weights
        spread = np.einsum("n,nk,nkf,nkg->fg", weight, probabilities, features, features, optimize=True)
        curvature = spread - np.einsum("n,nf,ng->fg", weight, expected, expected) + RIDGE * np.eye(WEIGHTS)
        free = (np.arange(WEIGHTS) >= _EVIDENCE) | (weights > 0) | (gradient < 0)
        step = np.zeros(WEIGHTS)
        step[free] = np.linalg.solve(curvature[np.ix_(free, free)], -gradient[free])
        size = 1.0
        while size > 1e-6:
            moved = weights + size * step
            moved[:_EVIDENCE] = np.maximum(moved[:_EVIDENCE], 0.0)
            lower, probabilities = loss(moved)
            if lower <= value:
                break
            size /= 2
        done = value - lower < 1e-9
        weights, value = moved, lower
        if done:
            break
    precision_weight = (PASSAGE_WEIGHTS if sets[0].is_passages else FACT_WEIGHTS).precision_weight
    rounded = [round(float(number), 2) for number in weights]
    return RankingWeights(**dict(zip(_FITTED, rounded, strict=True)), precision_weight=precision_weight)


def main() -> None:
    """Fit, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the sets")
    parser.add_argument("--set", dest="names", action="append", default=[])
    parser.add_argument("--semantic", action="store_true", help="with the embedder (casewire[semantic])")
    arguments = parser.parse_args()
    sets = read_sets(arguments.data, arguments.names)
    facts = ("facts by meaning", SEMANTIC_FACT_WEIGHTS) if arguments.semantic else ("facts", FACT_WEIGHTS)
    for what, shipped in (("passages", PASSAGE_WEIGHTS), facts):
        chosen = [questions for questions in sets if questions.is_passages == (what == "passages")]
        if not chosen:
            continue
        print(f"{what}: fitted to {', '.join(questions.name for questions in chosen)}")
        fitted = fit(chosen, arguments.semantic and what != "passages")
        for name in _FITTED:
            print(f"  {name:15} {getattr(fitted, name):6.2f}   shipped {getattr(shipped, name):6.2f}")


if __name__ == "__main__":
    main()
