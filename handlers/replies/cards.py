"""Names: the card of one, with all facts that have it, and lists of those of a kind."""

from collections.abc import Sequence
from html import escape

from handlers.callback_kinds import OpenName, TurnName, TurnNames
from handlers.callbacks import encode
from handlers.replies.facts import fact_rows
from handlers.replies.fitting import BUTTON_LIMIT, Button, Reply, fitted, shorten
from handlers.replies.localized import local
from handlers.replies.pages import page_of, turning
from handlers.texts import say
from knowledge.model import KnowledgeBase


def render_card(base: KnowledgeBase, name_id: str, facts: Sequence[str], language: str, page: int = 1) -> Reply:
    """Return a page of the card of a name: a button for each of the facts (ids) that have it."""
    shown, page, pages = page_of(facts, page)
    rows = fact_rows((base.facts[fact_id] for fact_id in shown), language)
    turn = turning(page, pages, lambda number: encode(TurnName(number, name_id)), language)
    return Reply(fitted(say(language, "card", name=label(base, name_id, language)), 400), (*rows, *turn))


def render_names(base: KnowledgeBase, kind: str, names: Sequence[str], language: str, page: int = 1) -> Reply:
    """Return a page of the names (ids) of a kind, a button each, which opens the card."""
    shown, page, pages = page_of(names, page)
    labels = ((one, shorten(label(base, one, language), BUTTON_LIMIT)) for one in shown)
    rows = [(Button(text, encode(OpenName(one))),) for one, text in labels]
    turn = turning(page, pages, lambda number: encode(TurnNames(number, kind)), language)
    return Reply(escape(say(language, f"names_{kind}")), (*rows, *turn))


def label(base: KnowledgeBase, name_id: str, language: str) -> str:
    """Return a name as readers of a language know it, with a capital letter at its beginning."""
    text = local(base.names[name_id].label, language)
    return text[:1].upper() + text[1:]
