"""Selection: the phrasings of a fact that add most to what it is found by, greedily."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from knowledge.search.ragged import Floats

OWN_SHARE = 0.5
"""Weight of a phrasing that no other finds, against 1 for each other that it helps to find; arbitrary: readers ask
nearly so."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A phrasing that was chosen, and what it added."""

    number: int
    gain: float
    """Number of phrasings, fractions of them too, that are found with it and not without it."""


def choose(scores: Floats, rivals: Floats, held: Sequence[int], candidates: Sequence[int]) -> Iterator[Choice]:
    """Yield candidates by their leave-one-out gain, the greatest first; whoever takes them says when to stop.

    `scores` are those of `likenesses.likenesses`, (n, n), `rivals` the odds of everything else for each question, (n,).
    `held` are the numbers of the phrasings that stay anyway. A question is found by the best of what is chosen but
    itself, with the probability exp(score) / (exp(score) + rivals); a phrasing gains what it adds to these
    probabilities, and `OWN_SHARE` of what its own lacks (Nemhauser, Wolsey and Fisher, 1978: facility location).
    """
    left = list(candidates)
    best: Floats = np.max(scores[list(held)], axis=0, initial=-np.inf)
    while left:
        now = _found(best, rivals)
        gains = _found(np.maximum(scores[left], best), rivals).sum(axis=1) - now.sum() + OWN_SHARE * (1 - now[left])
        first = int(np.argmax(gains))
        number = left.pop(first)
        yield Choice(number, float(gains[first]))
        best = np.maximum(best, scores[number])


def _found(scores: Floats, rivals: Floats) -> Floats:
    """Return the probability with which each question finds its fact, from 0 to 1."""
    odds = np.exp(scores)
    found: Floats = (odds / (odds + rivals)).astype(np.float32)
    return found
