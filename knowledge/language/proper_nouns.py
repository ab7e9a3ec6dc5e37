"""Proper nouns: which words of a question can only be names, and which forms are one name's."""

import re
from functools import cache, lru_cache

from knowledge.language.data_files import languages
from knowledge.language.declension import forms_of_name
from knowledge.language.lexicon import LATIN, function_words, lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from knowledge.language.terms import Term
from knowledge.language.word_frequencies import forms, frequencies, names

_MIN_LETTERS = 3
"""Minimum letters of a name: shorter ones are initials or abbreviations; arbitrary."""
_MIN_SMALL_LETTERS = 5
"""Minimum letters of a listed name in small letters: shorter ones may be slang ("wtf"); arbitrary."""
_MAX_ABBREVIATION = 5
"""Maximum letters of a word in capitals that may abbreviate what the documents write out; arbitrary."""
_RELATION = re.compile(
    r"(?:[оеєіи]?в|и?н|[іи]й)?(?:ск|ськ|цьк|зьк|цк)(?:ий|ого|ому|им|ом|ім|ая|ой|ую|ою|ое|ие|их|ими|а|о|е|ої|ій|у|і)$"
    r"|(?:i?ans?|n|ese|ish)$"
)
"""Ending of what is derived from a name of a place: "Tibetan", "тибетский"."""
_LEMMA_ENDINGS = ("", "а", "я", "ь", "й", "о", "е", "ий", "ый", "ая", "ія", "ия")
"""Endings of the dictionary forms that a Cyrillic name may have."""
_MAX_ENDING = 4
"""Maximum letters of the ending that a case puts in their place."""
_MIN_ROOT = 3
"""Minimum letters that are left before it; arbitrary."""


def is_proper_noun(term: Term, language: str, opens: bool) -> bool:
    """Whether a word that is not a name of the case can only be a name, by its capital letter or by the lists of names.

    `opens` is whether it begins a sentence, where a capital letter means nothing. No word that a language has in small
    letters is one, whatever its capital: a name that is such a word ("Price") goes unrecognised.
    """
    word = term.word
    in_capitals = term.capitalised and term.surface.isupper() and len(word) <= _MAX_ABBREVIATION
    if len(word) < _MIN_LETTERS or not word.isalpha() or in_capitals or is_ordinary(word, language):
        return False
    if is_listed_name(word):
        listed_small = word.isascii() and len(word) >= _MIN_SMALL_LETTERS
        return (term.capitalised or listed_small) and (word.isascii() or relation_root(word) is None)
    return term.capitalised and not opens and not any(stem(word, code) in frequencies(code) for code in _codes(word))


def is_ordinary(word: str, language: str) -> bool:
    """Whether a language has a normalised word in small letters, or as that of a day, a month or a people.

    Asked are all languages of its script, but `language` alone for one of its names: it may be a word elsewhere.
    """
    codes = (language,) if word in names(language) else _codes(word)
    return any(
        word in forms(code) or word in function_words(code) or word in _capitalised_words(code) for code in codes
    )


def is_listed_name(word: str) -> bool:
    """Whether a normalised word is a frequent name in a language of its script."""
    return any(word in names(code) for code in _codes(word))


def relation_root(word: str) -> str | None:
    """Return what is left of a normalised word without the ending of an adjective of a place; None without one."""
    found = _RELATION.search(word)
    return word[: found.start()] if found and found.start() > _MIN_ROOT else None


@lru_cache(maxsize=4096)
def forms_of_same_name(word: str) -> frozenset[str]:
    """Return the forms of all names of which a normalised word may be a form, itself among them."""
    if word.isascii():
        shorter = {word[:-1]} if word.endswith("s") and len(word) > _MIN_ROOT else set()
        return forms_of_name(word) | shorter
    found = set(forms_of_name(word))
    for cut in range(min(_MAX_ENDING, len(word) - _MIN_ROOT) + 1):
        for ending in _LEMMA_ENDINGS:
            of_lemma = forms_of_name(word[: len(word) - cut] + ending)
            if word in of_lemma:
                found |= of_lemma
    return frozenset(found)


def _codes(word: str) -> tuple[str, ...]:
    """Return the languages that are written in the script of a word."""
    return _codes_of(word.isascii())


@cache
def _codes_of(latin: bool) -> tuple[str, ...]:
    return tuple(code for code in languages() if (lexicon(code).script == LATIN) == latin)


@cache
def _capitalised_words(language: str) -> frozenset[str]:
    known = lexicon(language)
    return frozenset(map(normalise, (*known.capitalised_words, *known.months)))
