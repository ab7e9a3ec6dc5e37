"""Patronymics: which word of a person's name is one, and whether it is the one that is recorded of somebody."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from anyascii import anyascii

from knowledge.language.lexicon import in_any_language

_FIRST = str.maketrans("omyh", "aneg")
"""First letters of a given name in Ukrainian (Олексій, Микола, Євген, Hryhorii), each with that in Russian."""
_SOUNDS = str.maketrans("hw", "gv", "aeiouyj'")
"""Letters of a given name that writers and languages vary, and vowels, which are left out."""
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=8192)
def is_patronymic(word: str) -> bool:
    """Whether a normalised word may be a patronymic in any case: "Сергеевича"; some surnames look like one."""
    return _root(word) != ""


def is_recorded(word: str, recorded: Iterable[str]) -> bool:
    """Whether a normalised patronymic is one of those recorded of a person, in whichever case, language and script."""
    return any(_key(word) == _key(other) for other in recorded)


@lru_cache(maxsize=8192)
def _key(word: str) -> str:
    """Return the given name of a patronymic as far as all languages write it alike."""
    root = anyascii(_root(word)).casefold()
    return _TWICE.sub(r"\1", root[:1].translate(_FIRST) + root[1:].translate(_SOUNDS))


def _root(word: str) -> str:
    found = _pattern().match(word)
    return found[1] if found else ""


@cache
def _pattern() -> re.Pattern[str]:
    suffixes = "|".join(sorted(in_any_language(lambda known: known.patronymic_suffixes)))
    endings = "|".join(sorted(in_any_language(lambda known: known.patronymic_endings)))
    return re.compile(rf"^([^\W\d_]+?)(?:{suffixes})(?:{endings})?$")
