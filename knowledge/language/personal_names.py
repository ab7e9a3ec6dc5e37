"""Personal names: which words are somebody's given name or surname, whether or not a case has that person."""

import re
from functools import cache

from knowledge.language.data_files import languages
from knowledge.language.declension import forms_of_name
from knowledge.language.lexicon import lexicon

_SURNAME = re.compile(
    r"..(?:[оеє]в|[ії]в|енк|чук|ск|ськ|цьк|зьк|[оеє]вич|ян)(?:а|у|о|ым|ом|ім|им|ой|ою|ої|ий|ого|ому|ая)?$"
)
"""Ending of a Slavic surname in one of the usual cases."""


def is_given_name(word: str) -> bool:
    """Whether a normalised word is a given name that a language here lists, in any case."""
    return word in _given_names()


@cache
def _given_names() -> frozenset[str]:
    return frozenset(form for code in languages() for name in lexicon(code).given_names for form in forms_of_name(name))


def is_surname(word: str) -> bool:
    """Whether a normalised word ends like a Slavic surname, which goes by the same name in every language."""
    return _SURNAME.search(word) is not None
