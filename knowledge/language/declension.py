"""Declines names: all forms that a name takes in a language, from its dictionary form.

Names are compared by their own forms, never by stems: a stemmer cuts "Петров" to the stem of "Пётр".
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

CYRILLIC = ("ru", "uk")
"""Languages whose names are declined. A Cyrillic name is declined in both: writers mix them."""
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_SURNAME = re.compile(
    r"^(.{3,}?)(?:"
    r"(?P<cyrillic>енк|к|[чц]?ук|юк|[ая]к|ич|[оеє]в|[иы]н|[ії]н|[ії]в|ск|цк|ськ|цьк|зьк|ян|[ое]вич|[ое]вск|івськ)"
    r"(?:а|у|ові|ым|им|ом|е|ой|ою|о|ы|и|ых|их|ыми|ими|ий|ого|ому|ая|ую|ої|ій|я|ю)?"
    r"|(?P<latin>sons?|s|y|ey|ie|er|man|ovich|ov|ev|off|eff|ova|eva|in|ina|enko|ko|uk|chuk|sky|ski|skaya|skiy|yan)"
    r")$"
)
"""What makes a surname of another name: "Петров" of "Пётр", "Johnson" of "John"."""
_VOWELS = "аеёиоуыэюяіїєйьъ"
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

    def fits(self, word: str) -> bool:
        """Whether a name has the ending."""
        before = word[: len(word) - len(self.ending)][-1:]
        fits = not self.before or (bool(before) and (before in self.before) != self.negated)
        return fits and word.endswith(self.ending)


@cache
def _rows(language: str) -> Mapping[str, tuple[_Row, ...]]:
    """Return the rows of a language by the last letter of the names."""
    text = (files("knowledge.language") / "data" / language / "declensions.txt").read_text(encoding="utf-8")
    rows: dict[str, list[_Row]] = {}
    for line in text.splitlines():
        if not line.startswith("#"):
            pattern, cut, *endings = line.split()
            letters, _, ending = pattern.rpartition("]")
            negated = letters.startswith("[^")
            row = _Row(
                ending,
                frozenset(letters.strip("[^")),
                negated,
                int(cut),
                tuple("" if one == "-" else one for one in endings),
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
        return frozenset({word, f"{word}s"}) if len(word) > 1 else frozenset({word})
    found = {word}
    for language in CYRILLIC:
        found.update(_declined(word, language))
    found.update(form for stem in _opened(word) for form in _declined(stem, "uk") if form != stem)
    return frozenset(found)


def _declined(word: str, language: str) -> Iterator[str]:
    for row in _rows(language).get(word[-1], ()):
        if row.fits(word):
            stem = word[: len(word) - row.cut]
            yield from (stem + ending for ending in row.endings)


def _opened(word: str) -> Iterator[str]:
    """Yield a Ukrainian name with the vowels that its last syllable has in other cases: Харків, Харков-а."""
    if found := _CLOSED_SYLLABLE.search(word):
        for vowel in _OPENED[found[1]]:
            yield word[: found.start()] + vowel + found[2]


def names_another(word: str, name: str) -> bool:
    """Whether a normalised word is a surname made of a name, or of its stem, and so names somebody else."""
    return word not in forms_of_name(name) and (_is_made_of(word, name) or _is_made_of(name, word))


def _is_made_of(surname: str, name: str) -> bool:
    found = _SURNAME.match(surname)
    return found is not None and found[1].rstrip(_VOWELS) == name.rstrip(_VOWELS)
