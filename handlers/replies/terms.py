"""Names the words of a question that the documents do not mention, or mention elsewhere."""

from collections.abc import Sequence
from html import escape

from handlers.replies.dates import format_date
from handlers.replies.fitting import shorten
from handlers.texts import say
from knowledge.answering.answers import Answer, Suggestions
from knowledge.language.alphabets import CYRILLIC
from knowledge.language.date_finder import find_dates


def not_mentioned(answer: Answer) -> str:
    """Return the sentence that names what the documents do not mention; nothing where that is nothing."""
    return _named("not_mentioned", answer.not_mentioned, answer)


def elsewhere(answer: Suggestions) -> str:
    """Return the sentence that names what the documents mention, but none of the facts that are offered."""
    return _named("mentioned_elsewhere", answer.mentioned_elsewhere, answer)


def _named(key: str, terms: Sequence[str], answer: Answer) -> str:
    """Return the text that names some terms of the question; nothing without terms."""
    shown = ", ".join(_as_written(term, answer) for term in terms[:5])
    return escape(say(answer.language, key, terms=shown)) if terms else ""


def _as_written(term: str, answer: Answer) -> str:
    """Return a date as the bot writes it, and in quotation marks a name that the reader wrote in any case.

    A Russian or Ukrainian name in the wrong case reads as a mistake of the bot's; which one is the nominative of a name
    that nobody knows is not certain.
    """
    found = next(iter(find_dates(term)), None)
    if found and found.date and found.end - found.start == len(term):
        return format_date(found.date, answer.language)
    declined = CYRILLIC.search(term) and term in answer.question
    return f"«{shorten(term, 40)}»" if declined else shorten(term, 40)
