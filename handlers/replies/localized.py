"""Texts of a case in the reader's language, or, where a case has none there yet, in another one and marked."""

from knowledge.model import Fact, Localized


def local(text: Localized, language: str) -> str:
    """Return a text in a language; else the first that there is, with the code of its language before it; else ""."""
    if own := text.get(language):
        return own
    return next((marked(other, code) for code, other in text.items() if other), "")


def marked(text: str, language: str) -> str:
    """Return a text with a mark of the language that it is in."""
    return f"[{language}] {text}"


def local_title(fact: Fact, language: str) -> str | None:
    """Return the title of a fact in a language, or, if it has nothing in that yet, another one, marked."""
    if (own := fact.title(language)) or language in fact.statement:
        return own
    return next((marked(title, code) for code in fact.questions if (title := fact.title(code))), None)
