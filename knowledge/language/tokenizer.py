"""Tokenizer: splits a cleaned text into words and numbers with their stems, and a text into sentences."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from knowledge.language.lexicon import in_any_language, lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem

TOKEN = re.compile(
    r"[0-9]{1,3}(?:[ .,'’][0-9]{3})+(?![0-9])(?:[.,][0-9]{1,2}(?![0-9]))?|[0-9]+[.,][0-9]{1,2}(?![0-9]|[.,][0-9])|\d+"
    r"|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*|[%$€£₽₴]"
)
"""A number, its thousands apart or with a fraction; a word with the apostrophes within it; or a sign of a unit."""
_GROUPED = re.compile(r"([0-9]{1,3}(?:[ .,'’][0-9]{3})+)(?:[.,]([0-9]{1,2}))?")
_ROMAN = re.compile(r"(?=.)(X{0,3})(IX|IV|V?I{0,3})")
_TO_ROMAN = str.maketrans("ІХ", "IX")
"""Cyrillic letters that Roman numerals are typed with."""
_ONES = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
_MAX_ROMAN = 7
"""Maximum letters of a Roman numeral below 40: XXXVIII."""
_LAST_WORD = re.compile(r"([^\W\d_]+)\.$")
_BEFORE_NUMBER = re.compile(r"\.?\s{0,2}(?:[0-9IVXІХ]|[«\"“'][^\W\d_][»\"”'])")
"""What stands behind an abbreviation of something numbered: its number, or its letter in quotation marks."""
_BEHIND = 6
"""Maximum number of characters that `_BEFORE_NUMBER` reads."""
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
        """Whether it is written in digits, or in Roman ones."""
        return self.word[:1].isdecimal()

    @property
    def capitalised(self) -> bool:
        """Whether the writer began it with a capital letter."""
        return self.surface[:1].isupper()


def sentences(text: str) -> list[str]:
    """Split a text into its sentences; a stop after an initial or an abbreviation ("Mr.", "Art.", "Jan.") ends none."""
    found: list[str] = []
    for part in _SENTENCE_END.split(text):
        if found and (last := _LAST_WORD.search(found[-1])) and last[1].casefold() in _stops():
            found[-1] += f" {part}"
        else:
            found.append(part)
    return found


def tokenize(cleaned: str, language: str) -> tuple[Token, ...]:
    """Split a cleaned text into tokens, stemmed as `language` or as the script of each word demands."""
    tokens: list[Token] = []
    for found in TOKEN.finditer(cleaned):
        surface = found.group()
        start, end = found.span()
        word, key, is_plain = looked_up(surface, language)
        if not is_plain:
            if _is_ordinal_ending(word, tokens, start):
                continue
            word, key = _in_context(word, key, surface, language, tokens, cleaned[end : end + _BEHIND])
        if word:
            tokens.append(Token(word, key, surface, start, end))
    return tuple(tokens)


@lru_cache(maxsize=65536)
def looked_up(surface: str, language: str) -> tuple[str, str, bool]:
    """Return the word and the stem of a surface, and whether nothing beside it can make it another word."""
    word, key = _word_and_stem(surface, language)
    known = lexicon(language)
    listed = word in _ordinal_endings() or word in known.abbreviations or surface in known.signs
    return word, key, not listed and not roman_numeral(surface)


def _is_ordinal_ending(word: str, before: Sequence[Token], start: int) -> bool:
    """Whether a word that starts at an offset belongs to the number before it: "5th"."""
    return word in _ordinal_endings() and bool(before) and before[-1].is_number and before[-1].end >= start - 1


def _in_context(
    word: str, key: str, surface: str, language: str, before: Sequence[Token], behind: str
) -> tuple[str, str]:
    """Return the word and the stem that a sign, an abbreviation or a Roman numeral stands for, given what is beside."""
    known = lexicon(language)
    of_century = bool(before) and roman_numeral(before[-1].surface) > 0
    if full := known.signs.get(surface):
        return _word_and_stem(full, language)
    if word in known.abbreviations and not of_century and _BEFORE_NUMBER.match(behind):
        return _word_and_stem(known.abbreviations[word], language)
    if numeral := roman_numeral(surface):
        return str(numeral), str(numeral)
    return word, key


def roman_numeral(surface: str) -> int:
    """Return the value of a Roman numeral of two letters or more below 40, as centuries and parts have; else 0."""
    letters = surface.translate(_TO_ROMAN)
    found = _ROMAN.fullmatch(letters) if 2 <= len(letters) <= _MAX_ROMAN else None
    if found is None:
        return 0
    tens, ones = found.groups()
    return 10 * len(tens) + _ONES.index(ones)


@cache
def _ordinal_endings() -> frozenset[str]:
    return in_any_language(lambda known: known.ordinal_endings)


@cache
def _stops() -> frozenset[str]:
    """Return the abbreviations, of all languages, that a stop belongs to."""
    months = in_any_language(lambda known: frozenset(known.months))
    return months | in_any_language(lambda known: known.stops | known.abbreviations.keys())


@lru_cache(maxsize=65536)
def _word_and_stem(surface: str, language: str) -> tuple[str, str]:
    word = _number(surface) if surface[0].isdecimal() else normalise(surface)
    return word, stem(word, language)


def _number(surface: str) -> str:
    """Return the digits of a number: without what sets thousands apart, and with a stop before its fraction, if any."""
    if grouped := _GROUPED.fullmatch(surface):
        whole, fraction = re.sub(r"[^0-9]", "", grouped[1]), grouped[2] or ""
    else:
        whole, _, fraction = surface.replace(",", ".").partition(".")
    fraction = fraction.rstrip("0")
    return f"{normalise(whole)}.{fraction}" if fraction else normalise(whole)
