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
_HEARD = (
    (re.compile("dzh"), "i"),
    (re.compile("ph"), "f"),
    (re.compile("c?k"), "k"),
    (re.compile("h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""Letters of a key that stand for one sound in names, each with how it is compared."""
_HARD = str.maketrans("гґ", "хх")
"""Ukrainian г is written g or h."""


_CYRILLIC_END = 0x530
"""Code point after the Cyrillic blocks: what letters up to here are in Latin is kept."""


class _Latin(dict[int, str]):
    """Each code point to what it is in Latin letters, for `str.translate`: a call of anyascii for each word is slow."""

    def __missing__(self, code: int) -> str:
        latin = anyascii(chr(code))
        if code < _CYRILLIC_END:
            self[code] = latin
        return latin


_LATIN = _Latin()


def latin(text: str) -> str:
    """Return a text in Latin letters and lower case, each letter written in one way."""
    return text.translate(_LATIN).casefold().replace("'", "")


def romanised(text: str) -> str:
    """Return the Latin key of a word, Cyrillic or Latin: the same for all usual ways to write it.

    Of several words, each on a line, the keys are on lines too.
    """
    key = latin(text)
    for written, compared in _SAME:
        key = written.sub(compared, key)
    return key


def sound(word: str) -> str:
    """Return the Latin key of a name without what languages write for its sounds: "Джонсон" and "Johnson" have one.

    Of several names, each on a line, the keys are on lines too.
    """
    key = romanised(word)
    for written, heard in _HEARD:
        key = written.sub(heard, key)
    return key


def by_latin_key(words: Iterable[str]) -> Mapping[str, str]:
    """Return Cyrillic words by their Latin keys; of words with one key the first."""
    table: dict[str, str] = {}
    several = list(words)
    lines = "\n".join(several)
    for text in (lines, lines.translate(_HARD)) if several else ():
        for key, word in zip(romanised(text).split("\n"), several, strict=True):
            table.setdefault(key, word)
    return table
