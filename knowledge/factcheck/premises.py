"""Finds questions that take for granted what their fact does not say, and questions that judge."""

import re
from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import NamedTuple

from knowledge.edtf import covers
from knowledge.factcheck.checker import FactChecker
from knowledge.factcheck.claims import Claims
from knowledge.factcheck.evidence import Evidence
from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from knowledge.language.wording import wording
from knowledge.model import Fact

_WORD = re.compile(r"[^\W\d_]+")
_PRESUPPOSING = frozenset({"@who", "@when", "@where", "@why", "@how", "@howlong"})
"""Answer types of question words at the beginning that take the rest of the question for granted."""


class Fault(Enum):
    """What is wrong with a question."""

    OPPOSITE = "opposite"
    ABSENT = "absent"
    LOADED = "loaded"


class Premise(NamedTuple):
    """Something that a question takes for granted and its fact does not say."""

    fault: Fault
    words: str
    instead: str
    """What the fact says, where it says the opposite."""


class PremiseChecker:
    """Compares questions with the facts that they are said to ask for."""

    def __init__(self, facts: FactChecker) -> None:
        self._facts = facts

    def premises(self, fact: Fact, questions: tuple[str, ...], language: str) -> Iterator[tuple[str, Premise]]:
        """Yield the questions in a language, each with what its fact does not say.

        Only a question that begins with "why" or its like takes anything for granted; "did ..." may ask for what is
        not so. A word that judges is named in any question, if no text of the fact has it.
        """
        evidence = Evidence(fact, self._facts.library)
        suspect = [one for one in questions if _takes_for_granted(one, language) or _may_judge(one, language)]
        if not evidence.documents or not suspect:
            return
        statement = self._facts.reader.read(fact.statement.get(language, ""), language)
        for question in suspect:
            claims = self._facts.reader.read(question, language)
            if loaded := _loaded(claims, statement, evidence, language):
                yield question, Premise(Fault.LOADED, loaded, "")
            if _takes_for_granted(question, language):
                yield from ((question, one) for one in _opposites(claims, statement, evidence, language))
                yield from ((question, one) for one in self._absent(claims, fact, statement, evidence))

    def _absent(self, claims: Claims, fact: Fact, statement: Claims, evidence: Evidence) -> Iterator[Premise]:
        """Yield the names and dates of a question that neither its fact nor a document has."""
        names = self._facts.names
        known = names.related(statement) | names.related(evidence.heads) | {fact.asserted_by}
        for ids, surface in claims.names.items():
            if not ids & known and not ids & names.related(evidence.whole):
                yield Premise(Fault.ABSENT, surface, "")
        for stated in claims.dates:
            own = fact.date is not None and covers(stated.date, fact.date)
            said = own or any(covers(stated.date, one.date) for one in statement.dates)
            near = said or evidence.is_published(stated.date)
            if not near and not evidence.has_date(stated.date, evidence.whole):
                yield Premise(Fault.ABSENT, stated.surface, "")


def _takes_for_granted(question: str, language: str) -> bool:
    """Whether a question begins with a word that asks for a circumstance of what it says."""
    first = normalise(question.split(maxsplit=1)[0].strip("«\"'“(")) if question.strip() else ""
    return lexicon(language).interrogatives.get(first) in _PRESUPPOSING


def _opposites(claims: Claims, statement: Claims, evidence: Evidence, language: str) -> Iterator[Premise]:
    """Yield the words of a question of which its fact has the opposite, and nothing that says the same."""
    opposites = wording(language).opposites
    words = {one: word for one, word in claims.stems.items() if one in opposites and one not in claims.negated}
    if not words:
        return
    said = dict(statement.stems)
    if language in evidence.languages:
        said = {**evidence.quotes.stems, **said}
    denied = {*statement.negated, *evidence.quotes.negated}
    for one, word in words.items():
        against = opposites[one]
        alike = {one}.union(*(opposites[other] for other in against))
        if alike & said.keys() or against & claims.stems.keys():
            continue
        met = (said[other] for other in sorted(against) if other in said and other not in denied)
        if instead := next((word for word in met if not word[:1].isupper()), ""):
            yield Premise(Fault.OPPOSITE, word, instead)


def _may_judge(question: str, language: str) -> bool:
    """Whether a question has a word that judges, in a form that is listed; quicker than to read it."""
    return not lexicon(language).loaded.isdisjoint(_WORD.findall(question.casefold()))


@cache
def _judging(language: str) -> frozenset[str]:
    return frozenset(stem(normalise(word), language) for word in lexicon(language).loaded)


def _loaded(claims: Claims, statement: Claims, evidence: Evidence, language: str) -> str:
    """Return the words of a question that judge, and that neither its fact nor a document has; "" if there are none."""
    judging = _judging(language) & claims.stems.keys() - statement.stems.keys()
    if judging and language in evidence.languages:
        judging -= evidence.whole.stems.keys()
    return ", ".join(sorted(claims.stems[one] for one in judging))
