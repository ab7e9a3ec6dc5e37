"""Language detection, among the few languages of a case."""

from knowledge.language.alphabets import CYRILLIC, LATIN, RUSSIAN_ONLY, UKRAINIAN_ONLY
from knowledge.language.lexicon import function_words
from knowledge.language.tokenizer import TOKEN
from knowledge.language.word_frequencies import forms

_CYRILLIC_LANGUAGES = ("ru", "uk")


def detect_language(cleaned: str, languages: tuple[str, ...]) -> str | None:
    """Return which of `languages` a text is written in, by script and then by letters, small words and common words.

    None where the text has no letters of a script that any of them uses.
    """
    folded = cleaned.casefold()
    cyrillic, latin = len(CYRILLIC.findall(folded)), len(LATIN.findall(folded))
    if not cyrillic and not latin:
        return None
    if latin > cyrillic:
        return next((code for code in languages if code not in _CYRILLIC_LANGUAGES), None)
    candidates = [code for code in languages if code in _CYRILLIC_LANGUAGES]
    return max(candidates, key=lambda code: _evidence(folded, code), default=None)


def _evidence(folded: str, language: str) -> tuple[int, int, int]:
    own, other = RUSSIAN_ONLY, UKRAINIAN_ONLY
    if language == "uk":
        own, other = other, own
    words = set(TOKEN.findall(folded))
    letters = len(own.findall(folded)) - len(other.findall(folded))
    return letters, len(words & function_words(language)), len(words & forms(language).keys())
