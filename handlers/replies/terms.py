"""Names the words of a question that the documents do not mention, or mention elsewhere."""

from collections.abc import Sequence
from html import escape

from handlers.replies.dates import format_date
from handlers.replies.fitting import shorten
from handlers.texts import say
from knowledge.answering.answers import Answer, Suggestions
from knowledge.language.date_finder import find_dates


def not_mentioned(answer: Answer) -> str:
    """Return the sentence that names what the documents do not mention; nothing where that is nothing."""
    return _named("not_mentioned", answer.not_mentioned, answer.language)


def elsewhere(answer: Suggestions) -> str:
    """Return the sentence that names what the documents mention, but none of the facts that are offered."""
    return _named("mentioned_elsewhere", answer.mentioned_elsewhere, answer.language)


def _named(key: str, terms: Sequence[str], language: str) -> str:
    """Return the text that names some terms of the question, dates in their plain form; nothing without terms."""
    shown = ", ".join(shorten(_plain(term, language), 40) for term in terms[:5])
    return escape(say(language, key, terms=shown)) if terms else ""


def _plain(term: str, language: str) -> str:
    """Return a date as the bot writes it, not in the case in which it was typed; anything else as it is."""
    found = next(iter(find_dates(term)), None)
    return format_date(found.date, language) if found and found.date and found.end - found.start == len(term) else term
