"""How a fact is cited elsewhere: as plain text, in APA style, in BibTeX, and with a link to the fact in the bot."""

import re
from html import escape

from handlers.replies.dates import format_date
from handlers.replies.facts import render_fact
from handlers.replies.fitting import CUT, Reply, joined, shorten
from handlers.texts import say
from knowledge.edtf import EventDate
from knowledge.model import Document, Fact, KnowledgeBase

_QUOTE_LIMIT, _TITLE_LIMIT, _URL_LIMIT = 700, 300, 600
"""Maximum lengths in UTF-16 units of what is repeated in each form; arbitrary: all forms fit into one message."""
_MONTHS = (
    "January February March April May June July August September October November December"  # APA style is English
).split()
_SPECIAL = re.compile(r"[\\{}$&#%_^~]")
"""Signs that mean something else to TeX."""
_TEX = {"\\": r"\textbackslash{}", "^": r"\^{}", "~": r"\~{}"}


def render_citing(fact: Fact, base: KnowledgeBase, language: str, link: str) -> Reply:
    """Return the forms in which a fact's first citation can be copied; `link` opens the fact in the bot."""
    if fact.is_withdrawn:
        return render_fact(fact, base, language)
    citation = fact.citations[0]
    document = base.documents[citation.document_id]
    forms = (
        (say(language, "cite_plain"), _plain(document, citation.quote, language)),
        ("APA", _apa(document)),
        ("BibTeX", _bibtex(document)),
        (say(language, "cite_link"), link),
    )
    shown = (f"<b>{escape(name)}</b>\n<code>{escape(form)}</code>" for name, form in forms)
    return Reply(joined(escape(say(language, "cite_title")), *shown))


def _plain(document: Document, quote: str, language: str) -> str:
    parts = (_title(document), document.publisher, format_date(document.date, language), _url(document))
    return f"“{shorten(quote, _QUOTE_LIMIT, CUT)}” — {', '.join(filter(None, parts))}"


def _apa(document: Document) -> str:
    """Return the entry of a page on the web by the 7th edition of the APA manual: author, date, title, address."""
    author, title = document.publisher.rstrip("."), _title(document).rstrip(".")
    return f"{author}. ({_apa_date(document.date)}). {title}. {_url(document)}".rstrip()


def _apa_date(date: EventDate) -> str:
    begin = date.text.partition("/")[0]
    year, *rest = begin.rstrip("~?").split("-")
    about = "ca. " if begin.endswith(("~", "?")) else ""
    month = f", {_MONTHS[int(rest[0]) - 1]}" if rest else ""
    day = f" {int(rest[1])}" if len(rest) > 1 else ""
    return f"{about}{year}{month}{day}"


def _bibtex(document: Document) -> str:
    begin = document.date.text.partition("/")[0].rstrip("~?")
    fields = {
        "author": f"{{{_tex(document.publisher)}}}",
        "title": f"{{{_tex(_title(document))}}}",
        "year": begin[:4],
        "date": begin,
        "url": _url(document),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@online{{{document.id},\n{lines}\n}}"


def _tex(text: str) -> str:
    return _SPECIAL.sub(lambda found: _TEX.get(found[0], f"\\{found[0]}"), text)


def _title(document: Document) -> str:
    return shorten(document.title, _TITLE_LIMIT)


def _url(document: Document) -> str:
    """Return the address of a document; none that is too long to copy, for half a link leads nowhere."""
    return document.url if len(document.url) <= _URL_LIMIT else ""
