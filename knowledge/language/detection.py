"""Language detection, among the few languages of a case."""

from collections.abc import Sequence
from functools import cache

from knowledge.language.alphabets import CYRILLIC, LATIN
from knowledge.language.data_files import languages as all_languages
from knowledge.language.lexicon import LATIN as LATIN_SCRIPT
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.tokenizer import TOKEN
from knowledge.language.word_frequencies import forms


def detect_language(cleaned: str, languages: Sequence[str]) -> str | None:
    """Return which of `languages` a text is written in: by script, then by letters, small words and common words.

    None where the text has no letters of a script that any of them uses.
    """
    folded = cleaned.casefold()
    cyrillic, latin = len(CYRILLIC.findall(folded)), len(LATIN.findall(folded))
    if not cyrillic and not latin:
        return None
    is_latin = latin > cyrillic
    candidates = [code for code in languages if (lexicon(code).script == LATIN_SCRIPT) == is_latin]
    if is_latin:
        return candidates[0] if candidates else None
    return max(candidates, key=lambda code: _evidence(folded, code), default=None)


def language_of_script(latin: bool, languages: Sequence[str]) -> str:
    """Return the first language of the Latin or the other script, of some or else of all."""
    codes = (*languages, *all_languages())
    return next(code for code in codes if (lexicon(code).script == LATIN_SCRIPT) == latin)


def _evidence(folded: str, language: str) -> tuple[int, int, int]:
    """Return what speaks for a language, what weighs most first: own letters, function words, common words."""
    known = lexicon(language)
    others = _letters_of_others(language)
    letters = sum(letter in known.own_letters for letter in folded) - sum(letter in others for letter in folded)
    words = set(TOKEN.findall(folded))
    return letters, len(words & function_words(language)), len(words & forms(language).keys())


@cache
def _letters_of_others(language: str) -> frozenset[str]:
    return frozenset().union(*(lexicon(code).own_letters for code in all_languages() if code != language))
