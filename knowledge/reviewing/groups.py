"""Puts together questions that are alike, those that were asked most first."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from knowledge.casefile.phrasings import folded

ALIKE = 85
"""Threshold, percent: questions whose words are so alike, in any order, are one; arbitrary."""


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are alike, the one that was asked most first, and how often all of them were asked."""

    texts: tuple[str, ...]
    count: int


def grouped(asked: Mapping[str, int]) -> tuple[Group, ...]:
    """Return questions, each with how often it was asked, in groups; a question joins the group it is most like."""
    leaders: list[str] = []
    groups: list[list[str]] = []
    for text in sorted(asked, key=lambda one: (-asked[one], one)):
        found = process.extractOne(folded(text), leaders, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if found:
            groups[found[2]].append(text)
        else:
            leaders.append(folded(text))
            groups.append([text])
    made = (Group(tuple(texts), sum(asked[one] for one in texts)) for texts in groups)
    return tuple(sorted(made, key=lambda group: (-group.count, group.texts)))
