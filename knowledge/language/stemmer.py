"""Stemmer: cuts the endings off words, by the Snowball stemmers, and for Ukrainian by one of our own."""

from functools import cache, lru_cache

import Stemmer

from knowledge.language.alphabets import CYRILLIC, UKRAINIAN_ONLY


@lru_cache(maxsize=65536)
def stem(word: str, language: str) -> str:
    """Return the stem of a normalised word; the script decides where it contradicts `language`."""
    if len(word) < 3 or word.isdecimal():
        return word
    if CYRILLIC.match(word):
        if language == "uk" or UKRAINIAN_ONLY.search(word):
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
