"""How a fact is cited elsewhere: as plain text, in APA style, in BibTeX, and with a link to the fact in the bot."""

from dataclasses import replace
from html import escape

from handlers.replies.dates import format_date
from handlers.replies.facts import render_fact
from handlers.replies.fitting import CUT, Reply, joined, shorten
from handlers.texts import say
from knowledge.citing.bibliography import apa, bibtex
from knowledge.citing.entries import Entry
from knowledge.model import Document, Fact, KnowledgeBase

FACT_LINK = "fact_"
"""A link `https://t.me/<bot>?start=fact_<id>` opens a fact."""
_QUOTE_LIMIT, _TITLE_LIMIT, _URL_LIMIT = 700, 300, 600
"""Maximum lengths in UTF-16 units of what is repeated in each form; arbitrary: all forms fit into one message."""


def render_citing(fact: Fact, base: KnowledgeBase, language: str, link: str) -> Reply:
    """Return the forms in which a fact's first citation can be copied; `link` opens the fact in the bot."""
    if fact.is_withdrawn:
        return render_fact(fact, base, language)
    citation = fact.citations[0]
    document = _copied(base.documents[citation.document_id])
    forms = (
        (say(language, "cite_plain"), _plain(document, citation.quote, language)),
        ("APA", apa(document)),
        ("BibTeX", bibtex(Entry(document.id, document))),
        (say(language, "cite_link"), link),
    )
    shown = (f"<b>{escape(name)}</b>\n<code>{escape(form)}</code>" for name, form in forms)
    return Reply(joined(escape(say(language, "cite_title")), *shown))


def _plain(document: Document, quote: str, language: str) -> str:
    parts = (document.title, document.publisher, format_date(document.date, language), document.url)
    return f"“{shorten(quote, _QUOTE_LIMIT, CUT)}” — {', '.join(filter(None, parts))}"


def _copied(document: Document) -> Document:
    """Return a document with a title and an address that can be copied; half a link leads nowhere."""
    url = document.url if len(document.url) <= _URL_LIMIT else ""
    return replace(document, title=shorten(document.title, _TITLE_LIMIT), url=url)
