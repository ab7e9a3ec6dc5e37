"""Measures how well ranked facts answer questions, some of which no fact answers."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import nan
from operator import itemgetter

Ranked = Sequence[tuple[int, float]]
Result = tuple[int | None, Ranked]
"""The fact that answers a question, if one does, and the facts that were found with their scores, best first."""

WRONG_LIMIT = 0.02
"""The share of all questions that may be answered wrongly for `Measures.c2`."""


@dataclass(frozen=True, slots=True)
class Measures:
    """How well facts were ranked for the questions in scope, and how well their scores tell scope and right apart."""

    acc1: float
    recall3: float
    recall5: float
    mrr: float
    auroc: float
    c2: float


@dataclass(frozen=True, slots=True)
class Fixed:
    """The share of questions in scope answered rightly, and the share of all questions answered wrongly."""

    coverage: float
    wrong: float


def measure(results: Sequence[Result]) -> Measures:
    """Return the measures of results; nan where there is nothing to measure."""
    places = [_place(answer, ranked) for answer, ranked in results if answer is not None]
    return Measures(
        acc1=_mean([place == 1 for place in places]),
        recall3=_mean([0 < place <= 3 for place in places]),
        recall5=_mean([0 < place <= 5 for place in places]),
        mrr=_mean([1 / place if place else 0.0 for place in places]),
        auroc=auroc(
            [_top_score(ranked) for answer, ranked in results if answer is not None],
            [_top_score(ranked) for answer, ranked in results if answer is None],
        ),
        c2=coverage_within(results, WRONG_LIMIT),
    )


def auroc(inside: Sequence[float], outside: Sequence[float]) -> float:
    """Return how often a score in scope is above one out of scope; a tie counts half."""
    if not inside or not outside:
        return nan
    below = sorted(outside)
    halves = sum(bisect_left(below, score) + bisect_right(below, score) for score in inside)
    return halves / 2 / len(inside) / len(outside)


def coverage_within(results: Sequence[Result], limit: float) -> float:
    """Return the best share in scope answered rightly by a threshold that keeps wrong answers within `limit` of all."""
    tops = sorted(((ranked[0][1], ranked[0][0] == answer) for answer, ranked in results if ranked), reverse=True)
    right = wrong = best = 0
    for _, tied in groupby(tops, key=itemgetter(0)):
        hits = [hit for _, hit in tied]
        right += sum(hits)
        wrong += len(hits) - sum(hits)
        if wrong / len(results) > limit:
            break
        best = right
    return _share(best, sum(answer is not None for answer, _ in results))


def fixed(results: Sequence[Result], given: float | Sequence[bool]) -> Fixed:
    """Return coverage and wrong rate if the top fact is given from a score on, or where `given` says so."""
    if isinstance(given, int | float):
        threshold = given
        given = [bool(ranked) and ranked[0][1] >= threshold for _, ranked in results]
    hits = [ranked[0][0] == answer for (answer, ranked), is_given in zip(results, given, strict=True) if is_given]
    inside = sum(answer is not None for answer, _ in results)
    return Fixed(_share(sum(hits), inside), _share(len(hits) - sum(hits), len(results)))


def _place(answer: int, ranked: Ranked) -> int:
    """Return the place of the answer, from 1; 0 if it was not found."""
    return next((place for place, (fact, _) in enumerate(ranked, 1) if fact == answer), 0)


def _top_score(ranked: Ranked) -> float:
    return ranked[0][1] if ranked else 0.0


def _mean(values: Sequence[float]) -> float:
    return _share(sum(values), len(values))


def _share(part: float, whole: int) -> float:
    return part / whole if whole else nan
