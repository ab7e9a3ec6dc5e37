"""Language detection, among the few languages of a case."""

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType

from knowledge.language.alphabets import CYRILLIC, LATIN
from knowledge.language.data_files import languages as all_languages
from knowledge.language.lexicon import LATIN as LATIN_SCRIPT
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from knowledge.language.tokenizer import TOKEN
from knowledge.language.word_frequencies import forms, frequencies, names

LETTER = 8.0
"""Weight of a letter that only one language has, in Zipf frequencies; arbitrary, and so are the next four."""
FUNCTION_WORD = 4.0
"""Zipf frequency supposed of a function word or a name that the list of common words lacks."""
ALIKE = 0.7
"""Difference of Zipf frequencies up to which two languages have a word alike."""
OWN_WORD = 2.0
"""Weight of a word that a case has in one language alone, in Zipf frequencies."""
OTHER_FORM = 0.5
"""Zipf frequency supposed of a form that is not listed, of a stem that is."""


def detect_language(
    cleaned: str, languages: Sequence[str], own_words: Mapping[str, str] = MappingProxyType({})
) -> str | None:
    """Return which of `languages` a text is written in: by script, then by letters and by the words that each has.

    The script is that of the words that a language knows, for names keep their own ("Кто такой John Smith?"); of all
    letters where there are none. `own_words` are words that the texts of a case have in one language alone. None where
    the text has no letters of a script that any of the languages uses.
    """
    folded = cleaned.casefold()
    words = TOKEN.findall(folded)
    latin, cyrillic = (len(pattern.findall(folded)) for pattern in (LATIN, CYRILLIC))
    if latin and cyrillic:
        small = [word for word in TOKEN.findall(cleaned) if word.islower()] or words[:1]
        known = [word for word in small if _is_known(word, languages)] or small
        of_latin, of_cyrillic = (sum(bool(pattern.match(word)) for word in known) for pattern in (LATIN, CYRILLIC))
        if of_latin != of_cyrillic:
            latin, cyrillic = of_latin, of_cyrillic
    is_latin = latin > cyrillic
    candidates = [code for code in languages if (lexicon(code).script == LATIN_SCRIPT) == is_latin]
    if is_latin or not cyrillic:
        return candidates[0] if candidates and latin else None
    evidence = {code: LETTER * _letters(folded, code) for code in candidates}
    for word in map(normalise, words):
        found = {code: _frequency(word, code) for code in candidates}
        best = max(found.values(), default=0.0)
        for code, frequency in found.items():
            evidence[code] += best if frequency > best - ALIKE else frequency
        if own_words.get(word) in evidence:
            evidence[own_words[word]] += OWN_WORD
    return max(candidates, key=evidence.__getitem__, default=None)


def tells_apart(words: Sequence[str], language: str, other: str) -> bool:
    """Whether any of some words, no names among them, is more of a language's than of the other's.

    What stands in any greeting ("ok") and what neither language has tells nothing.
    """
    folded = [normalise(word) for word in words]
    small = {normalise(word) for word in lexicon(language).fillers}
    if any(_letters(word, language) > 0 for word in folded):
        return True
    return any(_frequency(word, language) > _frequency(word, other) + ALIKE for word in folded if word not in small)


def has_own_letters(cleaned: str, language: str, other: str) -> bool:
    """Whether a text, names in it too, has letters that a language has and neither the other nor any third."""
    folded = cleaned.casefold()
    return _letters(folded, language) > max(0, _letters(folded, other))


def _is_known(word: str, languages: Sequence[str]) -> bool:
    folded = normalise(word)
    return any(folded in function_words(code) or folded in forms(code) for code in languages)


def language_of_script(latin: bool, languages: Sequence[str]) -> str:
    """Return the first language of the Latin or the other script, of some or else of all."""
    codes = (*languages, *all_languages())
    return next(code for code in codes if (lexicon(code).script == LATIN_SCRIPT) == latin)


def _letters(folded: str, language: str) -> int:
    """Return how many letters of a text only a language has, less those that only others have."""
    own, others = lexicon(language).own_letters, _letters_of_others(language)
    return sum(letter in own for letter in folded) - sum(letter in others for letter in folded)


def _frequency(word: str, language: str) -> float:
    """Return the Zipf frequency of a word; a lower one where a language only has it in another form, or as a name."""
    listed = forms(language).get(word)
    if listed is not None:
        return listed
    known = lexicon(language)
    if word in function_words(language) or word in names(language) or word in known.one_letter_words:
        return FUNCTION_WORD
    return OTHER_FORM if stem(word, language) in frequencies(language) else 0.0


@cache
def _letters_of_others(language: str) -> frozenset[str]:
    return frozenset().union(*(lexicon(code).own_letters for code in all_languages() if code != language))
