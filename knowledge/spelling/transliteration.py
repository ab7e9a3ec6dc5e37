"""Reads Cyrillic words typed in Latin letters, in any of the usual ways: "sankcij" and "sanktsiy" are one word."""

import re
from collections.abc import Iterable, Mapping

from anyascii import anyascii

_SAME = (
    (re.compile("shch|sch"), "sh"),
    (re.compile("kh|x"), "h"),
    (re.compile("t[sz]"), "c"),
    (re.compile("w"), "v"),
    (re.compile("[yij]+"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""What is written in several ways, and how it is compared."""
_HARD = str.maketrans("гґ", "хх")
"""Ukrainian г is written g or h."""


def romanised(word: str) -> str:
    """Return how a word in lower case is written in Latin letters, as a key: alike for the usual ways to write it."""
    key = anyascii(word).casefold().replace("'", "")
    for written, compared in _SAME:
        key = written.sub(compared, key)
    return key


def by_latin_key(words: Iterable[str]) -> Mapping[str, str]:
    """Return Cyrillic words by the keys that they may be typed as; of words with the same key the first."""
    table: dict[str, str] = {}
    several = list(words)
    for word in several:
        table.setdefault(romanised(word), word)
    for word in several:
        table.setdefault(romanised(word.translate(_HARD)), word)
    return table
