"""The rankings of a question, each made once and only if it is needed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain, zip_longest

from knowledge.matching.match import FactRanking, Match
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion

DEFAULT_ANSWER_THRESHOLD, DEFAULT_ANSWER_THRESHOLD_BY_MEANING = 0.88, 0.9
"""Threshold: minimum probability of an answer by words where the case sets none (`answer_from` in case.yaml), and of
one by meaning. Tuned on the public sets: in none of them more than 2 % of the answers are wrong (docs/matching.md)."""

MAX_RANKED = 24
"""Maximum number of facts of a ranking: those that are compared in full (`SECOND_STAGE_SIZE`)."""


def is_out_of_scope(rankings: Iterable[FactRanking]) -> bool:
    """Whether a question is likely to be one of those that the documents do not answer."""
    return any(one.out_of_scope is not None and one.out_of_scope.score >= one.threshold for one in rankings)


class Rankings:
    """The facts ranked for a question by words, and with an embedder by meaning; none of them is without a match.

    In a language that phrasings are in, words decide first: what they answer is answered the same with an embedder.
    """

    def __init__(self, matcher: Matcher, question: ParsedQuestion, answer_from: float | None) -> None:
        self._matcher = matcher
        self._answer_from = answer_from
        self.question = question

    @cached_property
    def by_words(self) -> FactRanking:
        """The ranking by words, with or without a match."""
        return self._matcher.rank(self.question, MAX_RANKED)

    @cached_property
    def _by_meaning(self) -> FactRanking:
        ranking = self._matcher.rank(self.question, MAX_RANKED, by_meaning=True)
        return replace(ranking, threshold=DEFAULT_ANSWER_THRESHOLD_BY_MEANING)

    def __iter__(self) -> Iterator[FactRanking]:
        """Yield the rankings that decide."""
        if not self.question.content:
            return
        knows_meaning = self._matcher.knows_meaning
        measured = self._answer_from is not None or self.question.language in self._matcher.index.spoken
        if (measured or not knows_meaning) and self.by_words.matches:
            yield replace(self.by_words, threshold=self._threshold())
        if knows_meaning and self._by_meaning.matches:
            yield self._by_meaning

    def _threshold(self) -> float:
        """Return the minimum probability of an answer by words; phrasings in other languages were not measured."""
        least = DEFAULT_ANSWER_THRESHOLD if self._answer_from is None else self._answer_from
        spoken = self.question.language in self._matcher.index.spoken
        return least if spoken else max(least, DEFAULT_ANSWER_THRESHOLD)


def in_turn(one: Sequence[Match], other: Sequence[Match]) -> list[Match]:
    """Return the matches of two rankings by turns, each fact once."""
    found: dict[str, Match] = {}
    for match in chain.from_iterable(zip_longest(one, other)):
        if match:
            found.setdefault(match.fact_id, match)
    return list(found.values())
