"""The words that names are made of: which count, which only address somebody, and which are likelier no name at all."""

import re
from collections.abc import Callable, Sequence, Set
from functools import cache, lru_cache

from anyascii import anyascii

from knowledge.language.lexicon import in_any_language, lexicon
from knowledge.language.tokenizer import Token
from knowledge.language.word_frequencies import forms, frequencies
from knowledge.model import Name

_EVERYDAY = 5.6
"""Threshold, Zipf frequency: a spelling in capitals ("US") that is also such a word must be in capitals; arbitrary."""
_ORDINARY = 3.7
"""Threshold, Zipf frequency: in small letters such a word is itself ("price") and no name, unless asked who it is.

Tuned on the names of the shipped case and of the small cases of the tests."""
_UNCAPITALISED = 0.75
"""Chance that a common word in small letters is a name, where the writer uses capitals elsewhere; arbitrary."""
MAX_INITIALS = 2
"""Maximum number of letters of initials written as one word ("SL" for S.L.); arbitrary."""
PERSON = "person"
"""The kind of names that are compared as names in all their words."""
COMMON = "~"
"""Sign of a key that is the stem of a common word, which a name may have too ("ministry")."""


def is_initial(token: Token, text: str) -> bool:
    """Whether a token is one capital letter with a stop, as in "S. L. Smith"."""
    return len(token.surface) == 1 and token.surface.isupper() and text[token.end : token.end + 1] == "."


def addressed_apart(tokens: Sequence[Token], text: str, is_person: Callable[[Token], bool]) -> list[Token]:
    """Return the tokens of a text without forms of address, which name nobody.

    A noun that may be what is asked for ("citizen") addresses only what `is_person` says is of a person's name.
    """
    if not has_address([token.surface for token in tokens], text):
        return list(tokens)
    lower, addressing = text.islower(), set[int]()
    for found in _address().finditer(text):
        place = next((place for place, token in enumerate(tokens) if token.start >= found.end()), len(tokens))
        is_noun = bool(_address_noun().match(found.group()))
        named = tokens[place : place + 1]
        if (is_noun and any(map(is_person, named))) or (
            not is_noun and (lower or any(one.capitalised for one in named))
        ):
            addressing.update(range(*found.span()))
    return [token for token in tokens if token.start not in addressing]


def is_capitalised(token: Token) -> bool:
    """Take any word with a capital for one of a person's name: in a text that is nothing but a name, or states one."""
    return token.capitalised


def has_address(surfaces: Sequence[str], text: str) -> bool:
    """Whether a text may have a form of address, given the surfaces of its tokens."""
    return any(map(_may_address, surfaces)) and bool(_address().search(text))


@cache
def _address() -> re.Pattern[str]:
    """Return the pattern of forms of address, of all languages, before a word."""
    return _before_word(in_any_language(lambda known: known.address | known.address_nouns), r"(?=\s+\w)")


@cache
def _address_noun() -> re.Pattern[str]:
    return _before_word(in_any_language(lambda known: known.address_nouns), "$")


def _before_word(forms_of_address: Set[str], behind: str) -> re.Pattern[str]:
    words = "|".join(re.escape(form).replace(r"\*", r"[^\W\d_]*") for form in sorted(forms_of_address))
    return re.compile(rf"\b(?:{words})\b\.?{behind}", re.IGNORECASE)


@lru_cache(maxsize=65536)
def _may_address(surface: str) -> bool:
    """Whether a form of address may begin in a token: quicker than to search every text for all forms."""
    return bool(_begins_an_address().search(surface))


@cache
def _begins_an_address() -> re.Pattern[str]:
    """Return the pattern of the letters that forms of address begin with, as far as these lie in one token."""
    listed = in_any_language(lambda known: known.address | known.address_nouns)
    beginnings = {re.split(r"\W", form)[0] for form in listed}
    return re.compile(rf"\b(?:{'|'.join(sorted(beginnings))})", re.IGNORECASE)


def key_of(token: Token, name: Name, whole: int, language: str, small: frozenset[str]) -> str:
    """Return what a word of a name is compared by: itself, or its stem where it is a common word of the language."""
    if token.word in small or token.is_number:
        return f"{COMMON}{token.stem}"
    common = token.word in forms(language) and (whole > 1 or not token.capitalised)
    return f"{COMMON}{token.stem}" if common and name.kind != PERSON else token.word


def is_common_word(tokens: Sequence[Token], position: int, language: str, shouted: bool = False) -> bool:
    """Whether a word in small letters is likelier itself than a name that is spelled like it.

    `shouted` is whether the whole text is in capitals, which tell nothing then.
    """
    token = tokens[position]
    small = shouted or token.surface.islower()
    listed = forms(language)
    likely = (listed.get(token.word, 0.0), listed.get(token.stem, 0.0) if token.word in listed else 0.0)
    ordinary = small and max(likely) >= _ORDINARY
    return ordinary and len(tokens) > 1 and not _asks_who(tokens, position, language)


def is_written_as_name(tokens: Sequence[Token], position: int, shouted: bool, language: str) -> bool:
    """Whether a word has a capital inside a sentence, and no determiner before it."""
    inner = tokens[position].capitalised and position > 0 and not shouted
    return inner and tokens[position - 1].word not in lexicon(language).determiners


def chance_of_name(tokens: Sequence[Token], position: int, language: str, uses_capitals: bool) -> float:
    """Return how likely a common word is to be a name all the same, from 0 to 1.

    It is none behind a determiner ("the field"), and hardly one in a text whose writer uses capitals.
    """
    if position and tokens[position - 1].word in lexicon(language).determiners:
        return 0.0
    return _UNCAPITALISED if uses_capitals else 1.0


def _asks_who(tokens: Sequence[Token], position: int, language: str) -> bool:
    """Whether "who is" and the like stand right before a token."""
    before = [token.word for token in tokens[max(0, position - 2) : position]]
    known = lexicon(language)
    return any(known.interrogatives.get(word) == "@who" for word in before)


@lru_cache(maxsize=8192)
def first_letter(word: str) -> str:
    """Return the first letter of a word in Latin script."""
    return anyascii(word[:1]).casefold()[:1]


def is_everyday(stem: str, language: str) -> bool:
    """Whether a stem is of a word as frequent as "us"."""
    return frequencies(language).get(stem, 0.0) >= _EVERYDAY
