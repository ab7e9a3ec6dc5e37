"""Mends typing errors: finds the word of the knowledge base that an unknown word was meant to be."""

from collections.abc import Iterable
from functools import cached_property

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

_SHORTEST, _LONGEST = 4, 40


class Speller:
    """The words of a knowledge base, to be looked up by words that are not among them."""

    def __init__(self) -> None:
        self._counts: dict[str, int] = {}

    def add(self, words: Iterable[str]) -> None:
        """Learn words, in normalised spelling; how often they were added decides between equals."""
        for word in words:
            if word.isalpha():
                self._counts[word] = self._counts.get(word, 0) + 1

    def meant(self, word: str, everyday: frozenset[str] = frozenset()) -> str | None:
        """Return the known word that `word` (normalised) most likely is, or None.

        A typing error is at most one edit (two from eight letters on; optimal string alignment, so that swapped
        neighbours are one edit), in a word of the base or else one of `everyday`; else it is the same word in the
        other script, letter for letter; else two words without the space between them, given with it.
        """
        if word in self._counts or word in everyday:
            return word
        if not word.isalpha() or len(word) > _LONGEST:
            return None
        if len(word) < _SHORTEST:
            return next((other for other in sorted(everyday) if _is_slip(word, other)), None)
        common = process.extractOne(word, sorted(everyday), scorer=OSA.distance, score_cutoff=1)
        near = self.near(word, 1 if len(word) < 8 else 2)
        if common and (not near or near[0][:1] != word[:1] == common[0][:1]):
            return common[0]
        if near:
            return near[0]
        return self._without_ending(word) or self._split(word, everyday) or self._transliterated(word)

    def _split(self, word: str, everyday: frozenset[str]) -> str | None:
        """Return two known words that were typed without the space between them."""
        for place in range(2, len(word) - 1):
            one, other = word[:place], word[place:]
            small = one in everyday or other in everyday
            long = max(len(one), len(other)) >= _SHORTEST and (len(one) >= _SHORTEST or one in everyday)
            if small and long and all(part in self._counts or part in everyday for part in (one, other)):
                return f"{one} {other}"
        return None

    def _without_ending(self, word: str) -> str | None:
        """Return what a word with an English ending and no apostrophe ("rusias") was meant to be."""
        near = self.near(word[:-1]) if word.isascii() and word.endswith("s") else []
        return near[0] if near else None

    def near(self, word: str, edits: int = 1) -> list[str]:
        """Return the known words of at least four letters within so many edits, the most likely first."""
        if not _SHORTEST <= len(word) <= _LONGEST:
            return []
        near = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=edits, limit=8)
        near.sort(key=lambda found: (found[1], found[0][0] != word[0], -self._counts[found[0]], found[0]))
        return [found[0] for found in near]

    def _transliterated(self, word: str) -> str | None:
        near = process.extractOne(_latin(word), self._in_latin.keys(), scorer=OSA.distance, score_cutoff=1)
        meant = self._in_latin[near[0]] if near else None
        return meant if meant and meant.isascii() != word.isascii() else None

    @cached_property
    def _words(self) -> list[str]:
        return [word for word in self._counts if len(word) >= _SHORTEST]

    @cached_property
    def _in_latin(self) -> dict[str, str]:
        return {_latin(word): word for word in self._words}


def _is_slip(word: str, other: str) -> bool:
    """Whether a short word is a small word with two letters swapped, or with one left out."""
    swapped = len(word) == len(other) and sorted(word) == sorted(other)
    return len(word) > 1 and OSA.distance(word, other, score_cutoff=1) <= 1 and (swapped or len(word) < len(other))


def _latin(word: str) -> str:
    return anyascii(word).casefold().replace("'", "")
