"""Asks a base its own phrasings: which collide, and which facts only their own words find."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from knowledge.answering.answerer import SUGGESTED
from knowledge.casefile.phrasings import folded
from knowledge.casefile.problems import shown
from knowledge.language.normalisation import clean
from knowledge.matching.fact_index import Index
from knowledge.matching.matcher import Matcher, ParsedQuestion
from knowledge.model import Fact, KnowledgeBase, Location, Unanswered
from knowledge.search.logit import EXACT_OVERLAP

MOST = 20_000
"""A base of more phrasings is not asked its own: it would take too long."""
FOLDS = 5
"""Every so many-th phrasing is left out, and asked; so many times, until each was."""
PLACES = 3
"""A left-out phrasing finds its fact among so many: those that a reader is offered."""
FOUND = 0.5
"""The least share of a fact's phrasings in a language that the others must find."""
Places = Mapping[str, tuple[str, Location]]
"""Folded phrasing to whose it is and where it stands, as a symbol table has it."""
Kind = Literal["phrasings that collide", "facts that are hard to find"]
"""What a hint is about, in the words in which those that are too many to show are counted."""


@dataclass(frozen=True, slots=True)
class Hint:
    """One thing that a curator may want to mend; nothing of it keeps the case from loading."""

    location: Location
    message: str
    kind: Kind

    def __str__(self) -> str:
        return f"{self.location}: {self.message}"


@dataclass(frozen=True, slots=True, eq=False)
class _Phrasing:
    owner: Fact | Unanswered
    language: str
    text: str
    location: Location
    weights: Mapping[str, float]  # of its terms, by key


def hints(base: KnowledgeBase, places: Places) -> tuple[Hint, ...]:
    """Return what could be better in a base, by file and line; `places` tells where each phrasing stands."""
    found = (*_collisions(base, places), *_hard_to_find(base))
    return tuple(sorted(found, key=lambda hint: (str(hint.location.path), hint.location.line)))


def _collisions(base: KnowledgeBase, places: Places) -> Iterator[Hint]:
    """Yield each pair of phrasings of different facts of which either, asked, fits the other exactly."""
    having: dict[tuple[str, str], list[_Phrasing]] = defaultdict(list)
    for phrasing in _phrasings(base, places):
        heaviest = max(phrasing.weights, key=phrasing.weights.__getitem__, default="")
        for other in having[phrasing.language, heaviest]:  # without its heaviest word none fits
            if other.owner is not phrasing.owner and _fit(phrasing, other) >= EXACT_OVERLAP:
                kind = "fact" if isinstance(other.owner, Fact) else "the unanswered question"
                message = f"{shown(phrasing.text)} is also a phrasing of {kind} {other.owner.id} ({other.location})"
                yield Hint(phrasing.location, f"{message}; readers may get either", "phrasings that collide")
        for key in phrasing.weights:
            having[phrasing.language, key].append(phrasing)


def _phrasings(base: KnowledgeBase, places: Places) -> Iterator[_Phrasing]:
    index = Index(base)
    for entry in index.entries:
        for language, questions in entry.questions.items():
            for question in questions:
                terms = index.reader.read(clean(question), language)
                weights = {term.key: index.ranker.weight(term, language) for term in terms}
                if place := places.get(folded(question)):
                    yield _Phrasing(entry, language, question, place[1], weights)


def _fit(one: _Phrasing, other: _Phrasing) -> float:
    """Return the `Match.fit` of two phrasings by the terms that both have, not by those that stand for others."""
    shared = sum(weight for key, weight in one.weights.items() if key in other.weights)
    return 2 * shared / (sum(one.weights.values()) + sum(other.weights.values()))


def _hard_to_find(base: KnowledgeBase) -> Iterator[Hint]:
    """Yield facts of which too few phrasings in a language are found by the others; once enough are, none is asked."""
    found: Counter[tuple[str, str]] = Counter()
    for fold in range(FOLDS):
        kept = {fact.id: replace(fact, questions=_without(fact, fold)) for fact in base.facts.values()}
        matcher = Matcher(replace(base, facts=kept))
        for fact, language, questions in _tested(base):
            for question in questions[fold::FOLDS]:
                if found[fact.id, language] < FOUND * len(questions):
                    found[fact.id, language] += fact.id in _nearest(matcher, question, language)
    for fact, language, questions in _tested(base):
        right, count = found[fact.id, language], len(questions)
        if right < FOUND * count and fact.location:
            lost = f"{count - right} of {count} phrasings in {language}"
            message = f"fact {fact.id}: {lost} are found by none of the others; add phrasings in other words"
            yield Hint(fact.location, message, "facts that are hard to find")


def _tested(base: KnowledgeBase) -> Iterator[tuple[Fact, str, tuple[str, ...]]]:
    for fact in base.facts.values():
        yield from ((fact, language, questions) for language, questions in fact.questions.items() if len(questions) > 1)


def _without(fact: Fact, fold: int) -> dict[str, tuple[str, ...]]:
    """Return a fact's phrasings without every fifth; the only one in a language stays."""
    return {
        language: tuple(q for place, q in enumerate(questions) if place % FOLDS != fold) or questions
        for language, questions in fact.questions.items()
    }


def _nearest(matcher: Matcher, question: str, language: str) -> list[str]:
    """Return the facts that a reader would be offered for a question without typing errors."""
    index = matcher.index
    parsed = ParsedQuestion(language, index.reader.read(clean(question), language), (), False)
    ranking = index.ranker.rank(matcher.query(parsed, index.ranker), PLACES)
    likely = ranking.facts[ranking.probabilities >= SUGGESTED].tolist()
    return [index.entries[number].id for number in likely]
