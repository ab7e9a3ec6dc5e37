"""Normalisation: one spelling for what writers and keyboards vary, in texts and in words."""

import re
import unicodedata
from functools import lru_cache

from knowledge.language.alphabets import CYRILLIC, LATIN

_VARIANTS = str.maketrans(
    {
        **dict.fromkeys("\u00b4\u2018\u2032\u02b9\u201b\u02bb\uff07", "'"),
        **dict.fromkeys("\u2010\u2011\u2012\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079", " "),
        "\u0450": "е",
        "\u045d": "и",
    }
)
"""Apostrophes and hyphens of other keyboards; raised numbers, which are footnotes; letters with a grave stress mark."""
_LOOSE_MARKS = re.compile(r"(?<=\w)[\u0300-\u036f]+")
"""Marks that make no letter with the one before: stress marks."""
_NUMERO = re.compile(r"\s?№(?:\s*№)*\s*")
"""The sign of a number, or several."""
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){1,5}[^\W\d_]\b\.?")
_APOSTROPHES = re.compile(r"['’ʼ`]")
_POSSESSIVE = re.compile(r"['’ʼ`]s$")
_MARKS = re.compile(r"[\u0300-\u036f]+")
_TO_LATIN = str.maketrans("асеорхуіјѕкмтнвг", "aceopxyijskmthbr")
_TO_CYRILLIC = str.maketrans("aceopxyijskmthb", "асеорхуіјѕкмтнв")
"""Letters that look alike in the two alphabets, for words that mix them."""
_FOLD = str.maketrans({"ё": "е", "ґ": "г", "ł": "l", "ø": "o", "đ": "d"})
"""Letters that many writers replace by another."""


def clean(text: str, limit: int | None = None) -> str:
    """Return `text` in NFKC without invisible characters, "U.S." written as "US"; at most `limit` code points are read.

    Pass a limit for whatever a stranger wrote: Unicode normalisation is slow on hostile text.
    """
    composed = text[:limit]
    if not composed.isascii():
        plain = _NUMERO.sub(" No ", composed.translate(_VARIANTS))
        composed = _LOOSE_MARKS.sub("", unicodedata.normalize("NFKC", plain))
    if not composed.isprintable():
        composed = "".join(map(_visible, composed))
    composed = composed[:limit]
    return _INITIALS.sub(_joined, composed) if "." in composed else composed


def _joined(initials: re.Match[str]) -> str:
    """Return initials as one word, apart from a word that follows them without a space."""
    following = initials.string[initials.end() : initials.end() + 1]
    return initials.group().replace(".", "") + (" " if following.isalpha() else "")


def _visible(character: str) -> str:
    """Return a character, a space for white space, and nothing for what cannot be seen."""
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"} else character


@lru_cache(maxsize=32768)
def normalise(word: str) -> str:
    """Casefold one word and fold what writers vary: possessives, apostrophes, marks, ё, and lookalike letters."""
    word = _APOSTROPHES.sub("", _POSSESSIVE.sub("", word.casefold()))
    cyrillic, latin = len(CYRILLIC.findall(word)), len(LATIN.findall(word))
    if cyrillic and latin:
        word = word.translate(_TO_LATIN if latin > cyrillic else _TO_CYRILLIC)
    if latin > cyrillic:
        word = _MARKS.sub("", unicodedata.normalize("NFKD", word))
    elif cyrillic:
        word = unicodedata.normalize("NFC", word).replace("\u0301", "")
    if word.isdecimal():
        return str(int(word)) if len(word) <= 18 else word
    return word.translate(_FOLD)
