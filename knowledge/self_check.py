"""Asks a base its own phrasings: which collide, and which facts only their own words find."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from knowledge.matching import Matcher, Reading
from knowledge.model import Fact, KnowledgeBase
from knowledge.problems import Problem, shown
from knowledge.text import clean

MOST = 20_000
"""A base of more phrasings is not asked its own: it would take minutes."""
FOLDS = 5
"""So many times a part of the phrasings is left out, and asked."""
ASKED = 10
"""About so many phrasings of a fact in each language are asked."""
TELLING = 0.03
"""Words of less weight tell no phrasing from another."""
PLACES = 3
"""A left-out phrasing finds its fact among so many: those that a reader is offered."""
FOUND = 0.5
"""The least share of a fact's phrasings in a language that the others must find."""


def hints(base: KnowledgeBase) -> tuple[Problem, ...]:
    """Return what a curator may want to mend, by file and line; nothing of it keeps the case from being used."""
    phrasings = sum(len(questions) for fact in base.facts.values() for questions in fact.questions.values())
    if phrasings > MOST:
        return ()
    found = (*_collisions(base), *_lonely(base))
    return tuple(sorted(found, key=lambda hint: (str(hint.location.path), hint.location.line, hint.message)))


def _collisions(base: KnowledgeBase) -> Iterator[Problem]:
    """Yield phrasings whose words, but for the small ones, their order and their forms, another fact has too."""
    index = Matcher(base).index
    first: dict[tuple[str, frozenset[str]], Fact] = {}
    told = set()
    for fact in base.facts.values():
        for language, questions in fact.questions.items():
            for question in questions:
                terms = index.reader.read(clean(question), language)
                words = frozenset(term.key for term in terms if index.engine.weight(term, language) >= TELLING)
                other = first.setdefault((language, words), fact)
                pair = frozenset((fact.id, other.id))
                if other is not fact and pair not in told and fact.location:
                    told.add(pair)
                    message = f"{shown(question)} has the words of a phrasing of {other.id} ({other.location})"
                    yield Problem(fact.location, f"{message}; readers are offered both")


def _lonely(base: KnowledgeBase) -> Iterator[Problem]:
    """Yield facts of which most phrasings in a language are found by none of their others."""
    asked: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for fold in range(FOLDS):
        kept = {fact.id: replace(fact, questions=_without(fact, fold)) for fact in base.facts.values()}
        matcher = Matcher(replace(base, facts=kept))
        for fact in base.facts.values():
            for language, questions in fact.questions.items():
                for question in questions[fold :: FOLDS * _step(questions)] if len(questions) > 1 else ():
                    asked[fact.id, language].append(fact.id in _nearest(matcher, question, language))
    for (fact_id, language), results in asked.items():
        fact, right = base.facts[fact_id], sum(results)
        if right < FOUND * len(results) and fact.location:
            count = f"{len(results) - right} of {len(results)} phrasings of {fact_id} in {language}"
            yield Problem(fact.location, f"{count} are found by none of its others; add some in the words between them")


def _step(questions: Sequence[str]) -> int:
    """Return how many phrasings are passed over so that about `ASKED` of them are asked."""
    return max(1, len(questions) // ASKED)


def _nearest(matcher: Matcher, question: str, language: str) -> list[str]:
    """Return the facts that a reader would be offered for a question without typing errors."""
    index = matcher.index
    terms = index.reader.read(clean(question), language)
    ranking = index.engine.rank(matcher.query(Reading(language, terms, (), False), index.engine), PLACES)
    return [index.facts[number].id for number in ranking.facts.tolist()]


def _without(fact: Fact, fold: int) -> dict[str, tuple[str, ...]]:
    """Return a fact's phrasings without every fifth; the only one in a language stays."""
    return {
        language: tuple(q for place, q in enumerate(questions) if place % FOLDS != fold) or questions
        for language, questions in fact.questions.items()
    }
