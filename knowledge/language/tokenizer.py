"""Turns text into comparable tokens: bounded, normalised, split, and stemmed by script."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

import Stemmer

from knowledge.language.lexicon import lexicon
from knowledge.language.word_frequencies import forms

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’ʼ`][^\W\d_]+)*")
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){1,5}[^\W\d_]\b\.?")
_APOSTROPHES = re.compile(r"['’ʼ`]")
_POSSESSIVE = re.compile(r"['’ʼ`]s$")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_LATIN = re.compile(r"[a-z\u00c0-\u024f]", re.IGNORECASE)
_UKRAINIAN_ONLY = re.compile(r"[іїєґ]")
_RUSSIAN_ONLY = re.compile(r"[ыэъё]")
_SENTENCE_END = re.compile(
    r"(?:(?<=[.!?;…])|(?<=[.!?;…][\"'’”»)\]]))"
    r"(?<!\b[A-ZА-ЯЁІЇЄҐ]\.)(?<!\b[A-ZА-ЯЁІЇЄҐ]\w\.)"
    r"\s+(?![a-zа-яёіїєґ])"
)
_MARKS = re.compile(r"[\u0300-\u036f]+")
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "го", "й", "му", "м", "ого", "е", "я", "ю"})

_TO_LATIN = str.maketrans("асеорхуіјѕкмтнвг", "aceopxyijskmthbr")
_TO_CYRILLIC = str.maketrans("aceopxyijskmthb", "асеорхуіјѕкмтнв")
_FOLD = str.maketrans({"ё": "е", "ґ": "г", "ł": "l", "ø": "o", "đ": "d"})


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


def clean(text: str, limit: int | None = None) -> str:
    """Return `text` in NFKC without invisible characters, "U.S." written as "US"; at most `limit` code points are read.

    Pass a limit for whatever a stranger wrote: Unicode normalisation is slow on hostile text.
    """
    composed = unicodedata.normalize("NFKC", text[:limit])
    if not composed.isprintable():
        composed = "".join(map(_visible, composed))
    return _INITIALS.sub(lambda found: found.group().replace(".", ""), composed[:limit])


def sentences(text: str) -> list[str]:
    """Split a text into its sentences; a stop after an initial or the like ("Mr.", "No.") ends none."""
    return _SENTENCE_END.split(text)


def _visible(character: str) -> str:
    """Return a character, a space for white space, and nothing for what cannot be seen."""
    if character.isspace():
        return " "
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Co", "Cs", "Cn"} else character


def tokenize(cleaned: str, language: str) -> tuple[Token, ...]:
    """Split a cleaned text into tokens, stemmed as `language` or as the script of each word demands."""
    tokens: list[Token] = []
    for found in _TOKEN.finditer(cleaned):
        surface = found.group()
        start, end = found.span()
        word, key = _word_and_stem(surface, language)
        if word in _ORDINAL_ENDINGS and tokens and tokens[-1].is_number and tokens[-1].end >= start - 1:
            continue
        if word:
            tokens.append(Token(word, key, surface, start, end))
    return tuple(tokens)


@lru_cache(maxsize=65536)
def _word_and_stem(surface: str, language: str) -> tuple[str, str]:
    word = normalise(surface)
    return word, stem(word, language)


@lru_cache(maxsize=32768)
def normalise(word: str) -> str:
    """Casefold one word and fold what writers vary: possessives, apostrophes, marks, ё, and lookalike letters."""
    word = _APOSTROPHES.sub("", _POSSESSIVE.sub("", word.casefold()))
    cyrillic, latin = len(_CYRILLIC.findall(word)), len(_LATIN.findall(word))
    if cyrillic and latin:
        word = word.translate(_TO_LATIN if latin > cyrillic else _TO_CYRILLIC)
    if latin > cyrillic:
        word = _MARKS.sub("", unicodedata.normalize("NFKD", word))
    elif cyrillic:
        word = unicodedata.normalize("NFC", word).replace("\u0301", "")
    if word.isdecimal():
        return str(int(word)) if len(word) <= 18 else word
    return word.translate(_FOLD)


def detect_language(cleaned: str, languages: tuple[str, ...]) -> str | None:
    """Return which of `languages` a text is written in, by script and then by letters, small words and common words.

    None where the text has no letters of a script that any of them uses.
    """
    folded = cleaned.casefold()
    cyrillic, latin = len(_CYRILLIC.findall(folded)), len(_LATIN.findall(folded))
    if not cyrillic and not latin:
        return None
    if latin > cyrillic:
        return next((code for code in languages if code not in _CYRILLIC_LANGUAGES), None)
    candidates = [code for code in languages if code in _CYRILLIC_LANGUAGES]
    return max(candidates, key=lambda code: _evidence(folded, code), default=None)


_CYRILLIC_LANGUAGES = ("ru", "uk")


def _evidence(folded: str, language: str) -> tuple[int, int, int]:
    own, other = _RUSSIAN_ONLY, _UKRAINIAN_ONLY
    if language == "uk":
        own, other = other, own
    words = set(_TOKEN.findall(folded))
    letters = len(own.findall(folded)) - len(other.findall(folded))
    return letters, len(words & function_words(language)), len(words & forms(language).keys())


@cache
def function_words(language: str) -> frozenset[str]:
    """Return the small words of a language, in normalised spelling: none of them carries a question's subject."""
    known = lexicon(language)
    phrases = {*known.interrogatives, *known.greeting, *known.thanks, *known.farewell}
    single = {phrase for phrase in phrases if " " not in phrase}
    words = known.question_stop_words | known.events | known.negations | known.auxiliaries | known.pronouns | single
    return frozenset(map(normalise, words))


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Return the stem of a normalised word; the script decides where it contradicts `language`."""
    if len(word) < 3 or word.isdecimal():
        return word
    if _CYRILLIC.match(word):
        if language == "uk" or _UKRAINIAN_ONLY.search(word):
            return _stem_ukrainian(word)
        return str(_stemmer("russian").stemWord(word)).rstrip("ь")
    return str(_stemmer("english").stemWord(word))


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    """Return the Snowball stemmer of a language."""
    return Stemmer.Stemmer(name)


_UKRAINIAN_ENDINGS = frozenset(
    (
        # reflexive verbs and participles, verbs, adjectives, nouns; the longest that fits is cut
        "ється ються иться яться алася алося алися ався илася илося илися ився ілася ілися івся тися"
        " алась алось ались илась илось ились ілась ілось ілись ась ось ись"
        " ала ало али ав ила ило или ив іла іло іли ів ула уло ули ув яла яло яли яв"
        " ати ити іти ути яти увати ювати ує ують уть ють ять ать ить"
        " ого ому ими ій ої ою ий им их а я е є и і ї й у ю о ь"
        " ові еві єві ами ями ах ях ам ям ом ем єм ею єю ей ів їв"
        " ення еннями енням енні ання анням анні ість ості істю"
        " ського ському ським ських ська ське ські ський ську ській"
        " ований ована оване овані ованих аний ана ане ані аних ений ена ене ені ених"
    ).split()
)
_UKRAINIAN_VOWELS = frozenset("аеєиіїоуюя")
_LONGEST_ENDING = max(map(len, _UKRAINIAN_ENDINGS))


def _stem_ukrainian(word: str) -> str:
    """Cut the longest inflectional ending that leaves at least three letters with a vowel among them."""
    for length in range(min(_LONGEST_ENDING, len(word) - 3), 0, -1):
        if word[-length:] in _UKRAINIAN_ENDINGS:
            rest = word[:-length]
            if not _UKRAINIAN_VOWELS.isdisjoint(rest):
                return rest
    return word
