"""Asks an old and a new base the golden questions of the new one: what the new one does worse."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answering.answerer import Answerer
from knowledge.casefile.golden import GoldenQuestion
from knowledge.model import KnowledgeBase
from knowledge.quality.evaluation import Tally, evaluate


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of golden questions, as shares from 0 to 1."""

    questions: int
    found: float
    """Of the questions that a fact answers: those that got it."""
    silent: float
    """Of the others: those that got no fact."""
    wrong: float
    """Of all: those that got a fact which is not the answer."""


@dataclass(frozen=True, slots=True)
class Fall:
    """A figure that is worse than it was, as shares from 0 to 1."""

    name: str
    before: float
    after: float


def asked_of_both(questions: Sequence[GoldenQuestion], before: KnowledgeBase) -> tuple[GoldenQuestion, ...]:
    """Return the questions whose facts an older base has all: what it could not know proves nothing."""
    return tuple(question for question in questions if before.facts.keys() >= set(question.facts))


def figures(answerer: Answerer, questions: Sequence[GoldenQuestion]) -> Figures:
    """Return what comes of golden questions; those that are phrasings of the base count too, as what readers ask."""
    tally = evaluate(answerer, questions).with_leaks
    return Figures(len(questions), *_shares(tally))


def _shares(tally: Tally) -> tuple[float, float, float]:
    found = tally.found / tally.answerable if tally.answerable else 1.0
    silent = tally.silent / tally.unanswerable if tally.unanswerable else 1.0
    return found, silent, tally.wrong / tally.total if tally.total else 0.0


def falls(before: Figures, after: Figures, margin: float) -> tuple[Fall, ...]:
    """Return the figures that are worse by more than a margin, a share from 0 to 1."""
    compared = (
        Fall("found", before.found, after.found),
        Fall("silent", before.silent, after.silent),
        Fall("wrong", before.wrong, after.wrong),
    )
    return tuple(
        fall
        for fall in compared
        if (fall.after - fall.before if fall.name == "wrong" else fall.before - fall.after) > margin
    )
