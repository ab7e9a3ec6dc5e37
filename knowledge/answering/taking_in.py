"""Takes a question in: cuts and cleans it, turns it into its own script, and finds out in which language it is."""

from knowledge.answering.answers import QUESTION_LIMIT
from knowledge.language.detection import detect_language, tells_apart
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind
from knowledge.matching.matcher import Matcher

_WITHOUT_LANGUAGE = frozenset({Kind.NAME, Kind.NUMBER, Kind.DATE})


def take_in(matcher: Matcher, question: str, otherwise: str | None) -> tuple[str, str]:
    """Return a question cut, cleaned and in its own script, and its language.

    That is `otherwise` (a code of the case) where the words tell nothing, as names, numbers and "ok" do.
    """
    index = matcher.index
    case, own_words = index.base.case, index.language_of_word
    cleaned = matcher.retyped(clean(question, QUESTION_LIMIT))
    typed = detect_language(cleaned, case.languages, own_words) or otherwise or case.default_language
    if otherwise is None or otherwise == typed:
        return cleaned, typed
    words = [term.word for term in index.reader.read(cleaned, typed) if term.kind not in _WITHOUT_LANGUAGE]
    tells = tells_apart(words, typed, otherwise) or any(own_words.get(word) == typed for word in words)
    return cleaned, typed if tells else otherwise
