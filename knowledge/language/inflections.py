"""Inflections that the stemmer cuts apart: the stems of one word ("пыток" and "пытк", "went" and "go")."""

from collections.abc import Mapping
from functools import cache

from knowledge.language.data_files import lines


@cache
def stems_of_same_word(language: str) -> Mapping[str, tuple[str, ...]]:
    """Return, for each stem of a word that has several, all of them; empty for a language without a list."""
    groups = (tuple(line.split()) for line in lines(language, "inflections"))
    return {stem: group for group in groups for stem in group}
