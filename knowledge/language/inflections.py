"""Inflections that the stemmer cuts apart: the stems of one word ("пыток" and "пытк", "went" and "go")."""

from collections.abc import Iterator
from functools import cache

from knowledge.language.data_files import lines
from knowledge.language.kept_lists import kept
from knowledge.packed_table import PackedTable, packed_table


def stems_of_same_word(stem: str, language: str) -> tuple[str, ...]:
    """Return all stems of the word that a stem is of, if it has several; none for a language without a list."""
    return tuple((_table(language).get(stem) or "").split())


@cache
def _table(language: str) -> PackedTable:
    return PackedTable(kept(f"inflections.{language}", lambda: packed_table(_listed(language))))


def _listed(language: str) -> Iterator[tuple[str, str]]:
    for line in lines(language, "inflections"):
        yield from ((stem, line) for stem in line.split())
