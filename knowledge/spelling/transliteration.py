"""Cyrillic words typed in Latin letters, in any of the usual ways: "sankcij" and "sanktsiy" have one key."""

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
"""Letters that are written in several ways, each with how it stands in a key."""
_HARD = str.maketrans("гґ", "хх")
"""Ukrainian г is written g or h."""


def romanised(word: str) -> str:
    """Return the Latin key of a word in lower case, Cyrillic or Latin: the same for all usual ways to write it."""
    key = anyascii(word).casefold().replace("'", "")
    for written, compared in _SAME:
        key = written.sub(compared, key)
    return key


def by_latin_key(words: Iterable[str]) -> Mapping[str, str]:
    """Return Cyrillic words by their Latin keys; of words with one key the first."""
    table: dict[str, str] = {}
    several = list(words)
    for word in several:
        table.setdefault(romanised(word), word)
    for word in several:
        table.setdefault(romanised(word.translate(_HARD)), word)
    return table
