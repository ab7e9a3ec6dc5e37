"""Word forms: which other stems of a base a stem may stand for."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from functools import cached_property

from knowledge.language.inflections import stems_of_same_word

INFLECTION, SAME_WORD = 0.75, 0.95
"""Similarity of words of which one begins the other, and of forms of one word that have two stems; arbitrary."""
_PREFIX = 5
"""Number of letters that inflections have in common; arbitrary."""
_MAX_ENDING = 3
"""Maximum number of letters by which one inflection is longer than another; arbitrary."""


class WordForms:
    """The stems of a base, by what they have in common; tables are made when first needed."""

    def __init__(self, keys: Collection[str], languages: Iterable[str], has: Callable[[str], bool]) -> None:
        """Take the keys of the facts, the languages, and whether the facts or the documents have a key."""
        self._keys, self._languages, self._has = keys, tuple(languages), has

    def similar(self, key: str) -> dict[str, float]:
        """Return the stems of the base that may be forms of the same word, each with a similarity from 0 to 1."""
        near = dict.fromkeys(self._inflections(key), INFLECTION)
        near.update(dict.fromkeys(self.same_word(key), SAME_WORD))
        return near

    def same_word(self, key: str) -> tuple[str, ...]:
        """Return the other stems of the word that a stem is of, as far as the base has them."""
        groups = (stems_of_same_word(key, language) for language in self._languages)
        return tuple(other for group in groups for other in group if other != key and self._has(other))

    def _inflections(self, key: str) -> Iterable[str]:
        if key[0].isalpha() and len(key) >= _PREFIX:
            return (other for other in self._by_prefix.get(key[:_PREFIX], ()) if _share_a_stem(key, other))
        return ()

    @cached_property
    def _by_prefix(self) -> dict[str, list[str]]:
        table: dict[str, list[str]] = defaultdict(list)
        for key in self._keys:
            if key[0].isalpha() and len(key) >= _PREFIX:
                table[key[:_PREFIX]].append(key)
        return table


def _share_a_stem(one: str, other: str) -> bool:
    shorter, longer = sorted((one, other), key=len)
    return longer.startswith(shorter) and len(longer) - len(shorter) <= _MAX_ENDING
