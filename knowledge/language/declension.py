"""Declines names: all forms that a name takes in a language, from its dictionary form.

Names are compared by their own forms, never by stems: a stemmer cuts "Петров" to the stem of "Пётр".
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from knowledge.language.data_files import languages, lines
from knowledge.language.lexicon import LATIN, lexicon

_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_HISSING = re.compile(r"(?:[sxz]|[cs]h)$")
"""How English names end whose plural is in -es ("the Joneses")."""
_MIN_ROOT = 3
"""Minimum letters of what a surname is made of; arbitrary."""
_VOWELS = "аеёиоуыэюяіїєйьъ"
"""What the root of a name ends in besides consonants."""
_CLOSED_SYLLABLE = re.compile(r"([іїє])([бвгґджзклмнпрстфхцчшщ]ь?)$")
_OPENED = {"і": "ое", "ї": "є", "є": "е"}
"""Vowels of a closed last syllable in Ukrainian, with those that take their place once it opens."""


class _Row(NamedTuple):
    """How the names with one ending are declined."""

    ending: str
    before: frozenset[str]
    """The letters of which one stands before the ending, or none does if it is `negated`; empty for any."""
    negated: bool
    cut: int
    endings: tuple[str, ...]
    feminine: tuple[str, ...]
    """The endings that only a woman's surname has, of a man's."""

    def fits(self, word: str) -> bool:
        """Whether a name has the ending."""
        before = word[: len(word) - len(self.ending)][-1:]
        fits = not self.before or (bool(before) and (before in self.before) != self.negated)
        return fits and word.endswith(self.ending)


@cache
def _declining() -> tuple[str, ...]:
    """Return the languages whose names are declined. A name is declined in all of them: writers mix them."""
    return tuple(code for code in languages() if lexicon(code).script != LATIN)


@cache
def _rows(language: str) -> Mapping[str, tuple[_Row, ...]]:
    """Return the rows of a language by the last letter of the names."""
    rows: dict[str, list[_Row]] = {}
    for line in lines(language, "declensions"):
        own, _, feminine = line.partition(" | ")
        pattern, cut, *endings = own.split()
        letters, _, ending = pattern.rpartition("]")
        negated = letters.startswith("[^")
        row = _Row(
            ending,
            frozenset(letters.strip("[^")),
            negated,
            int(cut),
            tuple("" if one == "-" else one for one in endings),
            tuple(feminine.split()),
        )
        for letter in row.ending[-1:] or row.before:
            rows.setdefault(letter, []).append(row)
    return {letter: tuple(some) for letter, some in rows.items()}


@lru_cache(maxsize=8192)
def forms_of_name(word: str) -> frozenset[str]:
    """Return the forms of a normalised name, itself among them: its cases, its plural, both genders of a surname.

    An English name has a plural; its possessive is the name itself once normalised.
    """
    if not _CYRILLIC.match(word):
        plurals = (f"{word}s", f"{word}es") if _HISSING.search(word) else (f"{word}s",)
        return frozenset({word, *plurals}) if len(word) > 1 else frozenset({word})
    found = {word}
    for language in _declining():
        found.update(_declined(word, language))
    found.update(form for stem in _opened(word) for form in _declined(stem, "uk") if form != stem)
    return frozenset(found)


def feminine_forms(word: str) -> frozenset[str]:
    """Return the forms of a normalised name that only a woman of that surname has: "Фомина" in other cases."""
    return frozenset(
        word[: len(word) - row.cut] + ending
        for language in _declining()
        for row in _rows(language).get(word[-1], ())
        if row.fits(word)
        for ending in row.feminine
    )


def _declined(word: str, language: str) -> Iterator[str]:
    for row in _rows(language).get(word[-1], ()):
        if row.fits(word):
            stem = word[: len(word) - row.cut]
            yield from (stem + ending for ending in (*row.endings, *row.feminine))


def _opened(word: str) -> Iterator[str]:
    """Yield a Ukrainian name with the vowels that its last syllable has in other cases: Харків, Харков-а."""
    if found := _CLOSED_SYLLABLE.search(word):
        for vowel in _OPENED[found[1]]:
            yield word[: found.start()] + vowel + found[2]


def names_another(word: str, name: str) -> bool:
    """Whether a normalised word is a surname of the root of a name but made otherwise, and so names somebody else.

    "Петров" and "Петренко" are others than "Пётр", and than each other.
    """
    if word in forms_of_name(name):
        return False
    own = _derivations(word)
    return any(own.get(root, made) != made for root, made in _derivations(name).items())


def surname_root(word: str) -> str:
    """Return what a normalised surname is made of ("Гром" of "Громов"); the word itself where no suffix made it."""
    surname = _surname(bool(_CYRILLIC.match(word))).match(word)
    return surname[1] if surname else word


@lru_cache(maxsize=8192)
def _derivations(word: str) -> Mapping[str, tuple[str, ...]]:
    """Return the roots that a name may have, each with the suffixes that make the name of it."""
    pattern = _surname(bool(_CYRILLIC.match(word)))
    made: tuple[str, ...] = ()
    found = {word.rstrip(_VOWELS): made}
    while surname := pattern.match(word):
        word, made = surname[1], (_suffixes()[surname[2]], *made)
        found.setdefault(word.rstrip(_VOWELS), made)
    return found


@cache
def _suffixes() -> Mapping[str, str]:
    return {suffix: kind for code in languages() for suffix, kind in lexicon(code).surname_suffixes.items()}


@cache
def _surname(cyrillic: bool) -> re.Pattern[str]:
    """Return the pattern of a surname in one script: its root and its suffix."""
    codes = [code for code in languages() if (lexicon(code).script != LATIN) == cyrillic]
    suffixes = "|".join(sorted({suffix for code in codes for suffix in lexicon(code).surname_suffixes}))
    endings = "|".join(sorted({ending for code in codes for ending in lexicon(code).surname_endings}))
    return re.compile(rf"^(.{{{_MIN_ROOT},}}?)({suffixes})(?:{endings})?$")
