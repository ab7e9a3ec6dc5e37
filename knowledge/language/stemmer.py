"""Stemmer: cuts the endings off words, with Snowball for English and Russian, and a suffix list for Ukrainian."""

from collections.abc import Iterator
from functools import cache, lru_cache

import Stemmer

from knowledge.language.alphabets import CYRILLIC
from knowledge.language.data_files import lines
from knowledge.language.kept_lists import kept
from knowledge.language.lexicon import lexicon
from knowledge.packed_table import PackedTable, packed_table

RUSSIAN, UKRAINIAN = "ru", "uk"
_MIN_STEM = 3
"""Minimum letters of a word with a stem, and of a Ukrainian stem; arbitrary."""
_UKRAINIAN_VOWELS = frozenset("аеєиіїоуюя")


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Return the stem of a normalised word; the script decides where it contradicts `language`."""
    if len(word) < _MIN_STEM or word[0].isdecimal():
        return word
    if CYRILLIC.match(word):
        if language == UKRAINIAN or not lexicon(UKRAINIAN).own_letters.isdisjoint(word):
            return _stem_ukrainian(word)
        return exceptions(RUSSIAN).get(word) or snowball(word)
    return str(_snowball("english").stemWord(word))


def snowball(word: str) -> str:
    """Return what the algorithm for Russian makes of a normalised word."""
    return str(_snowball("russian").stemWord(word)).rstrip("ь")


@cache
def exceptions(language: str) -> PackedTable:
    """Return the forms of nouns that keep apart from another noun of the same stem, each with its own stem."""
    return PackedTable(kept(f"apart.{language}", lambda: packed_table(_listed(language))))


def _listed(language: str) -> Iterator[tuple[str, str]]:
    for line in lines(language, "apart"):
        own, *forms = line.split()
        yield from ((form, own) for form in forms)


@cache
def _snowball(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)


@cache
def _ukrainian_endings() -> tuple[frozenset[str], int]:
    """Return the inflectional endings, and the letters of the longest."""
    endings = frozenset(ending for line in lines(UKRAINIAN, "endings") for ending in line.split())
    return endings, max(map(len, endings))


def _stem_ukrainian(word: str) -> str:
    """Cut the longest ending that leaves at least three letters with a vowel among them."""
    endings, longest = _ukrainian_endings()
    for length in range(min(longest, len(word) - _MIN_STEM), 0, -1):
        if word[-length:] in endings:
            rest = word[:-length]
            if not _UKRAINIAN_VOWELS.isdisjoint(rest):
                return rest
    return word
