"""Takes a question in: cuts and cleans it, turns it into its own script, and finds out in which language it is."""

from collections.abc import Sequence

from knowledge.answering.answers import QUESTION_LIMIT
from knowledge.language.detection import detect_language, has_own_letters, tells_apart
from knowledge.language.foreign import foreign_words, is_foreign
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind
from knowledge.matching.matcher import Matcher
from knowledge.model import Case

_WITHOUT_LANGUAGE = frozenset({Kind.NAME, Kind.NUMBER})
"""Terms whose words tell no language; of a date its month does."""
_COMMON = "en"
"""The language in which somebody is told which languages the bot speaks, who wrote in none of them."""


def is_in_another_language(question: str, cleaned: str, languages: Sequence[str]) -> bool:
    """Whether a question is in none of the languages of a case: neither as it was typed, nor in its own script.

    What was typed in another script or on another keyboard keeps none of its foreign words there.
    """
    typed = clean(question, QUESTION_LIMIT)
    if not is_foreign(typed, languages):
        return False
    return typed == cleaned or bool(foreign_words(typed, languages) & foreign_words(cleaned, languages))


def common_language(case: Case) -> str:
    """Return the language to use with somebody who wrote in none of the case's."""
    return _COMMON if _COMMON in case.languages else case.default_language


def take_in(matcher: Matcher, question: str, otherwise: str | None = None) -> tuple[str, str]:
    """Return a question cut, cleaned and in its own script, and its language.

    That is `otherwise` (a code of the case) where the words tell nothing, as numbers, "ok" and most names do.
    """
    index = matcher.index
    case, own_words = index.base.case, index.language_of_word
    cleaned = matcher.retyped(clean(question, QUESTION_LIMIT))
    typed = detect_language(cleaned, case.languages, own_words) or otherwise or case.default_language
    if otherwise is None or otherwise == typed:
        return cleaned, typed
    terms = [term for term in index.reader.read(cleaned, typed) if term.kind not in _WITHOUT_LANGUAGE]
    words = [word for term in terms for word in (term.word.split() if term.kind is Kind.DATE else (term.word,))]
    tells = (
        tells_apart(words, typed, otherwise)
        or has_own_letters(cleaned, typed, otherwise)
        or any(own_words.get(word) == typed for word in words)
    )
    return cleaned, typed if tells else otherwise
