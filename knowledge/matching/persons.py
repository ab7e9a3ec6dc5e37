"""Persons: whether a fact tells of somebody else than the person of whom a question asks yes or no."""

from collections.abc import Set
from functools import cached_property

from knowledge.language.lexicon import lexicon
from knowledge.language.name_words import PERSON
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind
from knowledge.matching.fact_index import Index
from knowledge.matching.question import ParsedQuestion

_ASKING = frozenset({Kind.INTERROGATIVE, Kind.NEUTRAL})


class Persons:
    """Who is named in the statements of an index's facts; each statement is read when it is first needed, and kept."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._named: dict[str, Set[str]] = {}

    def tells_of_another(self, question: ParsedQuestion, fact_id: str) -> bool:
        """Whether a question of yes or no names a person, and a fact's statement only another.

        "Was Marsh on the list?" is not answered by the place that Berg has on it, though Marsh may have made it.
        """
        if not _is_polar(question):
            return False
        asked = {
            key for term in question.terms if term.kind is Kind.NAME and (key := term.key.lstrip("¬")) in self._keys
        }
        if not asked:
            return False
        named = self._in_statement(fact_id)
        return named.isdisjoint(asked) and not named.isdisjoint(self._keys)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(f"#{name.id}" for name in self._index.base.case.names if name.kind == PERSON)

    def _in_statement(self, fact_id: str) -> Set[str]:
        """Return the keys of the names in the statement of a fact, in any language."""
        if fact_id not in self._named:
            said = self._index.base.facts[fact_id].statement.items()
            terms = (term for language, text in said for term in self._index.reader.read(clean(text), language))
            self._named[fact_id] = {term.key.lstrip("¬") for term in terms if term.kind is Kind.NAME}
        return self._named[fact_id]


def _is_polar(question: ParsedQuestion) -> bool:
    """Whether a question asks for yes or no: it has a word for that, or a question mark, and no other question word."""
    known = lexicon(question.language)
    polar = known.polar_openers | known.polar_particles
    words = {term.word for term in question.terms}
    if any(term.kind in _ASKING and term.word not in polar for term in question.terms):
        return False
    return not polar.isdisjoint(words) or question.text.rstrip().endswith("?")
