"""How frequent words are in a language at large, so that a small base need not guess what is ordinary."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

RARE = 3.0
"""The Zipf frequency given to a word that is not listed: once in a million words or less."""


@cache
def frequencies(language: str) -> Mapping[str, float]:
    """Return stem to Zipf frequency (log10 of occurrences in a billion words); empty without a list."""
    return _read(language)


@cache
def forms(language: str) -> Mapping[str, float]:
    """Return the common words, as they are written, to Zipf frequency; empty without a list."""
    return _read(f"{language}-forms")


def _read(name: str) -> Mapping[str, float]:
    source = files("knowledge") / "words" / f"{name}.txt"
    if not source.is_file():
        return {}
    table: dict[str, float] = {}
    for line in source.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            zipf, _, words = line.partition(" ")
            table.update(dict.fromkeys(words.split(), float(zipf)))
    return table


def rarity(key: str, language: str) -> float:
    """Return how rare a term's key is in a language, from 0.15 (the, and) to 1 (once in a million words, or less)."""
    zipf = frequencies(language).get(key.lstrip("¬"), RARE)
    return min(1.0, max(0.15, (8.5 - zipf) / 5.5))
