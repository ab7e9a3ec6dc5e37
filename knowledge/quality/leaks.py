"""Finds golden questions that stand among the phrasings: they are found by heart, and measure nothing."""

from collections.abc import Iterable, Iterator

from knowledge.casefile.golden import GoldenQuestion
from knowledge.casefile.phrasings import Places, folded
from knowledge.casefile.problems import shown
from knowledge.model import Fact, KnowledgeBase, Unanswered
from knowledge.quality.hints import Hint


def phrasings_of(base: KnowledgeBase) -> frozenset[str]:
    """Return all phrasings of a base, of facts and of unanswered questions, folded."""
    entries: tuple[Fact | Unanswered, ...] = (*base.facts.values(), *base.unanswered)
    return frozenset(folded(text) for entry in entries for own in entry.questions.values() for text in own)


def leaks(questions: Iterable[GoldenQuestion], places: Places) -> Iterator[Hint]:
    """Yield a hint for each golden question that is, but for case and punctuation, a phrasing word for word."""
    for question in questions:
        if found := places.get(folded(question.question)):
            owner, place = found
            message = f"{shown(question.question)} is also a phrasing of {owner} ({place}): take it out of either"
            yield Hint(question.location, message, "questions that measure nothing")
