"""Mends a name of several words of which one is right: the misspelt word beside it is no name that the case lacks."""

from collections.abc import Mapping, Sequence

from rapidfuzz.distance import OSA

from knowledge.language.declension import names_another
from knowledge.language.name_words import PERSON
from knowledge.language.normalisation import normalise
from knowledge.language.patronymics import is_patronymic
from knowledge.language.personal_names import is_given_name
from knowledge.language.terms import Kind, Term
from knowledge.model import Name
from knowledge.spelling.transliteration import sound

_MIN_LETTERS = 4
"""Minimum letters of a word that may be a misspelt one of a name; arbitrary."""


def mended(terms: Sequence[Term], names: Mapping[str, Name]) -> tuple[Term, ...]:
    """Return terms without the words that are but misspelt ones of the name beside them ("Gemma Alison").

    A word is one if it sounds like a word of that name or is a slip away, and names nobody else; or if it spells out
    one of its initials ("Ivan" beside "I. Frost").
    """
    for place, term in enumerate(terms):
        if _may_be_name(term) and any(_is_of(term.word, name) for name in _beside(terms, place, names)):
            return mended((*terms[:place], *terms[place + 1 :]), names)
    return tuple(terms)


def _may_be_name(term: Term) -> bool:
    return term.kind is Kind.WORD and term.capitalised and len(term.word) >= _MIN_LETTERS


def _beside(terms: Sequence[Term], place: int, names: Mapping[str, Name]) -> Sequence[Name]:
    """Return the names of the terms right before and behind a place."""
    near = [terms[other] for other in (place - 1, place + 1) if 0 <= other < len(terms)]
    return [names[term.key[1:]] for term in near if term.kind is Kind.NAME and term.key[1:] in names]


def _is_of(word: str, name: Name) -> bool:
    """Whether a word is a misspelt one of a name."""
    own = {normalise(part.rstrip(".")) for text in (*name.label.values(), *name.spellings) for part in text.split()}
    if word[0] in own and name.kind == PERSON and (is_given_name(word) or is_patronymic(word)):
        return True
    alike = (part for part in own if part != word and len(part) >= _MIN_LETTERS and not names_another(word, part))
    return any(sound(part) == sound(word) or OSA.distance(part, word, score_cutoff=1) <= 1 for part in alike)
