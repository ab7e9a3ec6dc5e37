"""Fits the constants of `knowledge.answering.confidence` to golden questions and prints them beside those shipped.

    python -m tests.benchmarks.decision [CASE_FOLDER] [--test FILE]

A logistic regression by gradient descent with a little ridge; wrong answers count double. With `--test`, the found
and wrong shares at several thresholds are printed for questions that the constants were not fitted to.
"""

import argparse
from collections.abc import Sequence
from math import exp
from pathlib import Path

from knowledge.answering import QUESTION_LIMIT, features
from knowledge.loading import GoldenQuestion, default_case, load, load_golden
from knowledge.matching import Matcher
from knowledge.model import KnowledgeBase
from knowledge.text import clean, detect_language

NAMES = ("constant", "fit", "support", "coverage", "gap", "lost", "margin", "unasked", "words")
Row = tuple[tuple[float, ...], bool, bool, bool]


def rows(base: KnowledgeBase, golden: Sequence[GoldenQuestion]) -> list[Row]:
    """Return for each question its features, whether the best match is right, answerable, and may be given."""
    matcher = Matcher(base)
    found: list[Row] = []
    for question in golden:
        if question.after or question.tag in {"date", "smalltalk"}:
            continue
        cleaned = clean(question.question, QUESTION_LIMIT)
        language = detect_language(cleaned, base.case.languages)
        reading = matcher.read(cleaned, language)
        matches = matcher.rank(reading)
        if not matches or not matcher.content(reading):
            found.append(((0.0,) * len(NAMES), False, bool(question.facts), False))
            continue
        top = matches[0]
        margin = top.score - (matches[1].score if len(matches) > 1 else 0.0)
        may = not (reading.strange or top.missing or top.unserved)
        values = (1.0, *features(top, margin, len(matcher.content(reading))))
        found.append((values, top.fact_id in question.facts, bool(question.facts), may))
    return found


def fit(data: Sequence[Row], steps: int = 6000, rate: float = 0.3, ridge: float = 0.002) -> list[float]:
    """Return the constants that make right answers likely."""
    weights = [0.0] * len(NAMES)
    usable = [(values, right) for values, right, _, may in data if may]
    total = sum(1.0 if right else 2.0 for _, right in usable)
    for _ in range(steps):
        gradient = [ridge * weight if place else 0.0 for place, weight in enumerate(weights)]
        for values, right in usable:
            error = (probability(weights, values) - right) * (1.0 if right else 2.0) / total
            for place, value in enumerate(values):
                gradient[place] += error * value
        weights = [weight - rate * slope for weight, slope in zip(weights, gradient, strict=True)]
    return weights


def probability(weights: Sequence[float], values: Sequence[float]) -> float:
    """Return the probability of a right answer."""
    return 1 / (1 + exp(-sum(weight * value for weight, value in zip(weights, values, strict=True))))


def main() -> None:
    """Fit, and print what came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="?", type=Path, default=default_case())
    parser.add_argument("--test", type=Path, help="questions that were not fitted to, in the form of golden.yaml")
    arguments = parser.parse_args()
    base = load(arguments.case)
    data = rows(base, load_golden(arguments.case, base))
    weights = fit(data)
    for name, weight in zip(NAMES, weights, strict=True):
        print(f"{name:9} {weight:6.2f}")
    tested = rows(base, load_golden(arguments.test, base)) if arguments.test else data
    answerable = sum(1 for row in tested if row[2])
    print("threshold  found  wrong")
    for percent in range(50, 95, 5):
        given = [row for row in tested if row[3] and probability(weights, row[0]) >= percent / 100]
        right = sum(1 for row in given if row[1])
        print(f"{percent:7}%  {right / answerable:5.1%}  {(len(given) - right) / len(tested):5.1%}")


if __name__ == "__main__":
    main()
