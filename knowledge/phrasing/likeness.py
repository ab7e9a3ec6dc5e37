"""Likeness: how surely each phrasing of a fact would be found if another one were the fact's only phrasing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import exp

import numpy as np

from knowledge.language.word_vectors import unit
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion
from knowledge.phrasing.read_phrasing import ReadPhrasing
from knowledge.search import ngrams
from knowledge.search.logit import scores_of
from knowledge.search.ragged import Floats


def likenesses(matcher: Matcher, readings: Sequence[ReadPhrasing], own_keys: Iterable[str]) -> Floats:
    """Return the score of each reading by each, (n, n): row i, column j is that of question j by phrasing i.

    It is the score of the conditional logit for a fact whose only phrasing is i, whose other texts have `own_keys`.
    The diagonal is minus infinity: no phrasing speaks for itself.
    """
    weights = matcher.index.ranker.ranking_weights
    questions = [reading.question for reading in readings]
    overlap, coverage = _overlaps(questions, frozenset(own_keys))
    scores: Floats = (
        weights.overlap_f1 * overlap
        + weights.coverage * coverage
        + weights.ngram_cosine * _gram_cosines(matcher, questions)
        + weights.word_cosine * _word_cosines(matcher, questions)
    )
    np.fill_diagonal(scores, -np.inf)
    return scores


def rival_odds(matcher: Matcher, reading: ReadPhrasing) -> float:
    """Return the odds of all that a question may be besides a phrasing of its owner: other entries, or nothing."""
    index = matcher.index
    ranker = index.ranker
    ranking = ranker.rank(matcher.query(reading.question), None)
    by = ranker.ranking_weights
    scores = scores_of(ranking.features, by) if len(ranking.facts) else np.zeros(0, np.float32)
    pairs = zip(ranking.facts.tolist(), scores.tolist(), strict=True)
    others = sum(exp(score) for number, score in pairs if index.entries[number].id != reading.owner)
    return exp(by.no_answer + by.no_answer_known * ranking.known) + others


def _overlaps(questions: Sequence[ParsedQuestion], own_keys: frozenset[str]) -> tuple[Floats, Floats]:
    """Return the F1 of each pair, and the share of the question that the phrasing and `own_keys` have, (n, n) both."""
    count = len(questions)
    having: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        for key in question.weighed:
            having[key].append(number)
    totals = np.array([sum(one.weight for one in question.weighed.values()) or 1.0 for question in questions])
    overlap, coverage = np.zeros((count, count), np.float32), np.zeros((count, count), np.float32)
    for number, question in enumerate(questions):
        shared, covered = np.zeros(count), np.zeros(count)
        for one in question.weighed.values():
            column = np.zeros(count)
            for key, similarity in one.alternatives.items():
                if key in having:
                    column[having[key]] = np.maximum(column[having[key]], similarity * one.weight)
            shared += column
            known = max((similarity for key, similarity in one.alternatives.items() if key in own_keys), default=0.0)
            covered += np.maximum(column, known * one.weight)
        overlap[:, number] = 2 * np.minimum(shared, totals[number]) / (totals + totals[number])
        coverage[:, number] = covered / totals[number]
    return np.minimum(overlap, 1.0), np.minimum(coverage, 1.0)


def _gram_cosines(matcher: Matcher, questions: Sequence[ParsedQuestion]) -> Floats:
    gram_weights = matcher.index.ranker.arrays["gram_weight"]
    counted = [ngrams.count(ngrams.gram_text(term.word for term in question.terms)) for question in questions]
    buckets = np.unique(np.concatenate([found for found, _ in counted])) if counted else np.zeros(0, np.int64)
    rows = np.zeros((len(questions), len(buckets)), np.float32)
    for row, (found, counts) in zip(rows, counted, strict=True):
        row[np.searchsorted(buckets, found)] = (1 + np.log(counts)) * gram_weights[found]
    rows = unit(rows)
    cosines: Floats = rows @ rows.T
    return cosines


def _word_cosines(matcher: Matcher, questions: Sequence[ParsedQuestion]) -> Floats:
    found = [matcher.query(question).vector for question in questions]
    size = next((len(vector) for vector in found if vector is not None), 1)
    asked = np.array([np.zeros(size) if vector is None else vector for vector in found], np.float32).reshape(-1, size)
    cosines: Floats = np.clip(unit(asked) @ asked.T, 0.0, 1.0)
    return cosines
