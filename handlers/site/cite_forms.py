"""How a fact is cited elsewhere, in the forms of `casewire export`, as far as a page has room for them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace

from handlers.site.markup import Html, fill, join
from handlers.site.view import View
from knowledge.citing.bibliography import apa, bibtex, csl, quoted, ris
from knowledge.citing.entries import Entry, entries_of
from knowledge.model import Fact

_ROOM = 14_000
"""Maximum size of all forms in bytes of UTF-8; longer ones leave out what they repeat of the page; arbitrary."""
_ENTRIES = 8
"""Maximum number of documents that are cited; arbitrary: no page gets too long, and `casewire export` has all."""


def cite_forms(view: View, fact: Fact) -> Html:
    """Return the forms, folded, each to select at once."""
    entries = [*entries_of(fact, view.base, view.language)][:_ENTRIES]
    forms = [*_forms(view, entries)]
    if sum(len(form.encode()) for _, form in forms) > _ROOM:
        forms = [*_forms(view, [replace(entry, quotes=(), statement="", note="") for entry in entries])]
    shown = (fill("<h3>{}</h3>\n<pre><code>{}</code></pre>", name, form) for name, form in forms)
    return fill('<details class="cite"><summary>{}</summary>\n{}\n</details>', view.say("site_cite"), join(shown))


def _forms(view: View, entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    yield view.say("cite_plain"), "\n\n".join(_plain(view, entry) for entry in entries)
    yield "APA", "\n\n".join(apa(entry.document) for entry in entries)
    yield "BibTeX", "\n\n".join(map(bibtex, entries))
    yield "CSL JSON", json.dumps([*map(csl, entries)], ensure_ascii=False)
    yield "RIS", "\n\n".join(map(ris, entries))


def _plain(view: View, entry: Entry) -> str:
    document = entry.document
    source = ", ".join(filter(None, (document.title, document.publisher, view.date(document.date), document.url)))
    return " — ".join(filter(None, (quoted(entry), source)))
