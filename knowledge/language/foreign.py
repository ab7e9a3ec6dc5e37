"""Tells a text in a language that a case does not speak, by its script and by the small words of other languages."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from string import ascii_lowercase

from knowledge.language.alphabets import CYRILLIC, LATIN
from knowledge.language.data_files import languages, table
from knowledge.language.kept_lists import kept
from knowledge.language.lexicon import LATIN as LATIN_SCRIPT
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.tokenizer import TOKEN
from knowledge.language.word_frequencies import forms
from knowledge.packed_table import PackedTable, packed_table

_MIN_WORDS = 2
"""Minimum number of different small words of another language; arbitrary."""
_MAX_SHORT = 2
"""Maximum number of words of a text of which one such word is enough, if all are of that language; arbitrary."""
_MIN_SHARED = 3
"""Minimum number of such words where the languages of the case may have them too, none as a small word; arbitrary."""
_COMMON = 4.0
"""Minimum Zipf frequency of a word for it to be of the case's language, whatever other has it; arbitrary."""
_MARKS = frozenset("\u0300\u0301\u0302\u0303\u0308\u0327\u030c")


def is_foreign(cleaned: str, languages: Sequence[str]) -> bool:
    """Whether a cleaned text is in none of the languages: in another script, or with more small words of another."""
    words = [normalise(word) for word in TOKEN.findall(cleaned) if not word[0].isdecimal()]
    letters = [sign for sign in cleaned if sign.isalpha()]
    if not words or not letters:
        return False
    latin, cyrillic = (sum(bool(script.match(letter)) for letter in letters) for script in (LATIN, CYRILLIC))
    scripts = {lexicon(code).script == LATIN_SCRIPT for code in languages}
    read = latin * (True in scripts) + cyrillic * (False in scripts)
    if 2 * read < len(letters):
        return True
    if _has_other_letters(words):
        return True
    small = sum(any(word in function_words(code) for code in languages) for word in words)
    others = Counter(
        code for word in foreign_words(cleaned, languages) for code in _spoken_in(_bare(word)) if code not in languages
    )
    if not small and _most_shared(words, languages) >= _MIN_SHARED:
        return True
    most = max(others.values(), default=0)
    is_short = len(words) <= _MAX_SHORT and any(len(word) > 1 for word in words)
    return (most >= _MIN_WORDS and most > small) or (is_short and most == len(words))


def _has_other_letters(words: Sequence[str]) -> bool:
    """Whether at least half of the words, and more than one, have letters of no language with data."""
    known = _letters()
    unknown = [word for word in words if any(sign.isalpha() and sign not in known for sign in _bare(word))]
    return len(unknown) > 1 and 2 * len(unknown) >= len(words)


@cache
def _letters() -> frozenset[str]:
    """Return the letters without marks of the small words of all languages that have data, and those from a to z."""
    own = (sign for code in languages() for word in function_words(code) for sign in _bare(word))
    return frozenset(ascii_lowercase).union(own)


def _most_shared(words: Sequence[str], languages: Sequence[str]) -> int:
    """Return how many different words are small ones of one other language, whatever else they may be."""
    codes = Counter(code for word in {*map(_bare, words)} for code in _spoken_in(word))
    return max((count for code, count in codes.items() if code not in languages), default=0)


def foreign_words(cleaned: str, languages: Sequence[str]) -> frozenset[str]:
    """Return the small words of other languages in a cleaned text that none of the languages has, normalised."""
    words = {normalise(word) for word in TOKEN.findall(cleaned)}
    unlisted = {word for word in words if not any(_is_word(word, code) for code in languages)}
    return frozenset(word for word in unlisted if {*_spoken_in(_bare(word))} - {*languages})


def _is_word(word: str, language: str) -> bool:
    return word in function_words(language) or forms(language).get(word, 0.0) >= _COMMON


def _bare(word: str) -> str:
    """Return a word without the marks of its letters, as the lists have them."""
    apart = unicodedata.normalize("NFKD", word)
    return unicodedata.normalize(
        "NFC", "".join(sign for sign in apart if sign not in "\u0300\u0301\u0302\u0303\u0308\u0327\u030c")
    )


def _spoken_in(word: str) -> Sequence[str]:
    """Return the languages that have a small word, given without marks."""
    return (_others().get(word) or "").split()


@cache
def _others() -> PackedTable:
    """Return each small word to the languages that have it."""
    return PackedTable(kept("others", lambda: packed_table((word, " ".join(codes)) for word, codes in _listed())))


def _listed() -> Iterable[tuple[str, Sequence[str]]]:
    found: dict[str, tuple[str, ...]] = {}
    for code, words in table("", "others").items():
        for word in words.split():
            found[_bare(normalise(word))] = (*found.get(_bare(normalise(word)), ()), code)
    return found.items()
