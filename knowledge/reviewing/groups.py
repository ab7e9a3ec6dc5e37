"""Puts together questions that are alike, those that were asked most first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.casefile.phrasings import folded

_NUMBER = re.compile(r"\d+")
ALIKE = 85
"""Threshold, percent: questions whose words are so alike, in any order, are one; arbitrary."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike, the one that was asked most first, and how often all of them were asked."""

    texts: tuple[str, ...]
    count: int


def grouped(asked: Mapping[str, int]) -> tuple[Group, ...]:
    """Return questions, each with how often it was asked, in groups; a question joins the group it is most like.

    Questions with other numbers are never alike: nobody means 2019 by 2020.
    """
    leaders: dict[frozenset[str], list[str]] = {}
    """The folded words that begin groups, by the numbers in them."""
    groups: dict[str, list[str]] = {}
    for text in sorted(asked, key=lambda one: (-asked[one], one)):
        words = folded(text)
        same = leaders.setdefault(frozenset(_NUMBER.findall(words)), [])
        found = process.extractOne(words, same, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if found is None:
            same.append(words)
        groups.setdefault(found[0] if found else words, []).append(text)
    made = (Group(tuple(texts), sum(asked[one] for one in texts)) for texts in groups.values())
    return tuple(sorted(made, key=lambda group: (-group.count, group.texts)))
