"""Wording: the words by which a text says more than its source, or the opposite of it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from knowledge.language.antonyms import antonyms
from knowledge.language.data_files import table
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem


@dataclass(frozen=True, slots=True)
class Wording:
    """What `data/<language>/wording.txt` says."""

    denials: frozenset[str]
    """Stems of words that deny without a negation."""
    opposites: Mapping[str, frozenset[str]]
    """Stem to the stems of its opposites, those of `antonyms` among them."""


@cache
def wording(language: str) -> Wording:
    """Return what is known of a language's wording; next to nothing for a language without such a file."""
    lists = table(language, "wording")
    opposites: dict[str, set[str]] = defaultdict(set)
    for one, against in antonyms(language).items():
        opposites[one] |= against
    for pair in lists.get("opposites", "").split(","):
        here, _, there = pair.partition("/")
        one_side, other_side = _stems(here, language), _stems(there, language)
        for mine, theirs in ((one_side, other_side), (other_side, one_side)):
            for word in mine:
                opposites[word] |= theirs - mine
    return Wording(
        _stems(lists.get("denials", ""), language),
        {word: frozenset(against) for word, against in opposites.items()},
    )


def _stems(words: str, language: str) -> frozenset[str]:
    return frozenset(stem(normalise(word), language) for word in words.split())
