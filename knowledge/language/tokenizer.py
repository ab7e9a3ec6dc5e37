"""Tokenizer: splits a cleaned text into words and numbers with their stems, and a text into sentences."""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from knowledge.language.lexicon import in_any_language
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem

TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
"""A number, or a word with the apostrophes within it."""
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?;…])|(?<=[.!?;…][\"'’”»)\]]))"
    r"(?<!\b[A-ZА-ЯЁІЇЄҐ]\.)(?<!\b[A-ZА-ЯЁІЇЄҐ]\w\.)"
    r"\s+(?![a-zа-яёіїєґ])"
)


class Token(NamedTuple):
    """A word or number: its normalised form, its stem, and its text and offsets (code points) in the cleaned text."""

    word: str
    stem: str
    surface: str
    start: int
    end: int

    @property
    def is_number(self) -> bool:
        """Whether it is written in digits."""
        return self.word.isdecimal()

    @property
    def capitalised(self) -> bool:
        """Whether the writer began it with a capital letter."""
        return self.surface[:1].isupper()


def sentences(text: str) -> list[str]:
    """Split a text into its sentences; a stop after an initial or the like ("Mr.", "No.") ends none."""
    return _SENTENCE_END.split(text)


def tokenize(cleaned: str, language: str) -> tuple[Token, ...]:
    """Split a cleaned text into tokens, stemmed as `language` or as the script of each word demands."""
    tokens: list[Token] = []
    ordinal_endings = _ordinal_endings()
    for found in TOKEN.finditer(cleaned):
        surface = found.group()
        start, end = found.span()
        word, key = _word_and_stem(surface, language)
        if word in ordinal_endings and tokens and tokens[-1].is_number and tokens[-1].end >= start - 1:
            continue
        if word:
            tokens.append(Token(word, key, surface, start, end))
    return tuple(tokens)


@cache
def _ordinal_endings() -> frozenset[str]:
    return in_any_language(lambda known: known.ordinal_endings)


@lru_cache(maxsize=65536)
def _word_and_stem(surface: str, language: str) -> tuple[str, str]:
    word = normalise(surface)
    return word, stem(word, language)
