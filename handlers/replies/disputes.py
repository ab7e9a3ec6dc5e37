"""What is disputed: the other side of a fact, with who asserts it, its passage and its source."""

from html import escape

from handlers.replies.citations import quotation, source, translated
from handlers.replies.fitting import fitted, shorten, units
from handlers.replies.localized import local
from handlers.texts import say
from knowledge.model import Fact, KnowledgeBase

_STATEMENT, _QUOTE, _SOURCE = 300, 350, 450
"""Maximum lengths of the other side's statement, quote and source, in UTF-16 units; arbitrary: one message has both."""


def other_sides(fact: Fact, base: KnowledgeBase, language: str, room: int) -> str:
    """Return what is asserted otherwise than a fact asserts it, and who asserts it, in HTML of at most `room` units.

    "" if nobody does; where there is no room for one account, only that the fact is disputed.
    """
    told: list[str] = []
    for other in (base.facts[one] for one in fact.disputes):
        account = _told(other, base, language)
        if units("\n\n".join([*told, account])) > room:
            break
        told.append(account)
    return "\n\n".join(told) if told else disputed_mark(fact, language).strip()


def disputed_mark(fact: Fact, language: str) -> str:
    """Return the mark of a disputed fact in a list, in HTML; "" for any other."""
    return f" <i>({escape(say(language, 'disputed_mark'))})</i>" if fact.disputes else ""


def _told(other: Fact, base: KnowledgeBase, language: str) -> str:
    name = shorten(local(base.names[other.asserted_by].label, language), 150)
    lead = f"<b>{fitted(say(language, 'disputed', name=name), 300)}</b>"
    citation = other.citations[0]
    document = base.documents[citation.document_id]
    origin = source(document, language)
    if units(origin) > _SOURCE:
        origin = fitted(document.title, _SOURCE)
    statement = fitted(local(other.statement, language), _STATEMENT)
    return f"{lead}\n{statement}\n{quotation(fitted(citation.quote, _QUOTE))}\n{translated(citation, language)}{origin}"
