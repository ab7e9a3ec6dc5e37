"""Versions: the whole questions that a short one may stand for, beside what a conversation is about."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language.lexicon import lexicon
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, Term
from knowledge.matching.matcher import Matcher
from knowledge.matching.profiles import focus_nouns
from knowledge.matching.question import ParsedQuestion
from knowledge.model import Fact

_MAX_READ, _MAX_PHRASINGS = 24, 8
"""Maximum number of phrasings of a fact, the title first, that are read, and that become versions; arbitrary."""
_MAX_KEPT = 256
"""Maximum number of facts, by language, of which the phrasings are kept as they were read; arbitrary."""
_MIN_SUBJECT_SHARE = 0.5
"""Minimum share of a fact's phrasings in which a name is its subject; arbitrary."""


@dataclass(frozen=True, slots=True)
class Version:
    """A whole question as terms, with the names that it is about: a fact without one of them is no answer."""

    terms: tuple[Term, ...]
    names: frozenset[str]


class Versions:
    """Puts short questions into the phrasings of facts and beside names."""

    def __init__(self, matcher: Matcher) -> None:
        self._matcher = matcher
        self._phrasings = lru_cache(_MAX_KEPT)(self._read_phrasings)

    def of(self, question: ParsedQuestion, facts: Iterable[Fact], names: Iterable[str]) -> tuple[Version, ...]:
        """Return the distinct versions of a question after `facts`, and beside the ids of `names`."""
        found = dict.fromkeys(self._beside(question, names))
        for fact in facts:
            found.update(dict.fromkeys(self._within(question, fact)))
            if question.only_names:
                found.update(dict.fromkeys(self._renamed(question, fact)))
        return tuple(found)

    def _beside(self, question: ParsedQuestion, names: Iterable[str]) -> Iterator[Version]:
        """Yield "is russia a party" beside the name of the convention."""
        for name_id in names if _own(question) else ():
            name = Term(f"#{name_id}", Kind.NAME, name_id, name_id)
            yield Version((*_own(question), name), frozenset({name.key}))

    def _within(self, question: ParsedQuestion, fact: Fact) -> Iterator[Version]:
        """Yield "why" in "did they go", and in "when did they go" or "which way did they go" without what these ask."""
        own = _own(question)
        keys = {term.key for term in own}
        named = {term.key for term in own if question.only_names}
        for terms, subjects in self._phrasings(fact.id, question.language):
            asks = question.asks or question.only_names
            asked = focus_nouns(terms, question.language) if asks else set()
            rest = [term for term in terms if term.key not in keys | asked]
            if asks:
                small = lexicon(question.language).wh_determiners
                rest = [term for term in rest if term.kind is not Kind.INTERROGATIVE and term.word not in small]
            yield Version((*own, *rest), subjects | named)

    def _renamed(self, question: ParsedQuestion, fact: Fact) -> Iterator[Version]:
        """Yield a phrasing with a name of the question instead of its names of the same kind."""
        kinds = {f"#{name.id}": name.kind for name in self._matcher.index.base.case.names}
        for name in question.content:
            for terms, _ in self._phrasings(fact.id, question.language):
                replaced = tuple(name if kinds.get(term.key) == kinds.get(name.key) else term for term in terms)
                if name in replaced:
                    yield Version(replaced, frozenset({name.key}))

    def _read_phrasings(self, fact_id: str, language: str) -> Sequence[tuple[tuple[Term, ...], frozenset[str]]]:
        """Return the first phrasings of a fact as terms, each with its subject: those that have it before others."""
        index = self._matcher.index
        phrasings = index.base.facts[fact_id].questions.get(language, ())[:_MAX_READ]
        read = [index.reader.read(clean(phrasing), language) for phrasing in phrasings]
        counts = Counter(key for terms in read for key in {term.key for term in terms if term.kind is Kind.NAME})
        subjects = {key for key, count in counts.most_common(1) if count >= _MIN_SUBJECT_SHARE * len(read)}
        named = [(terms, frozenset(subjects & {term.key for term in terms})) for terms in read]
        return sorted(named, key=lambda one: not one[1])[:_MAX_PHRASINGS]


def _own(question: ParsedQuestion) -> tuple[Term, ...]:
    return tuple(term for term in question.terms if term.kind is Kind.INTERROGATIVE or term in question.content)
