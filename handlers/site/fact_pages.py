"""A fact as a page: statement, who asserts it, when, its passages, what became of it, other accounts, how to cite."""

from collections.abc import Iterator

from handlers.replies.citing import FACT_LINK
from handlers.replies.fitting import CUT
from handlers.site.cite_forms import cite_forms
from handlers.site.frame import framed
from handlers.site.lists import fact_items
from handlers.site.markup import NOTHING, Html, fill, join, text
from handlers.site.view import View
from knowledge.citing.places import place_of
from knowledge.model import Citation, Fact

_QUOTES = 14_000
"""Maximum size of the quotes of a fact and their translations in bytes of UTF-8; the documents have all; arbitrary."""
_TEXT = 4_000
"""Maximum length of a statement or a note in code points; arbitrary: far longer than any that is read."""
_RELATED = 12
"""Maximum number of related and of disputing facts that are listed; arbitrary."""


def fact_page(view: View, fact: Fact) -> bytes:
    """Return the page of a fact; that of a withdrawn one says only that it is, when and why."""
    title = view.title(fact)
    parts = [fill("<h1>{}</h1>", title[:_TEXT])]
    if fact.change:
        note = view.say(fact.change.kind, date=view.date(fact.change.date), note=view.plain(fact.change.note)[:_TEXT])
        parts.append(fill('<p class="change" role="note">{}</p>', note))
    if fact.is_withdrawn:
        parts.append(fill("<p>{}</p>", view.say("site_withdrawn")))
    else:
        parts += _told(view, fact)
    named = [one for one in map(view.base.facts.get, fact.related[:_RELATED]) if one and not one.is_withdrawn]
    if named:
        parts += [fill("<h2>{}</h2>", view.say("site_related")), fact_items(view, named)]
    return framed(view, title[:200], fill('<article class="fact">{}</article>', join(parts)), view.gist(fact))


def _told(view: View, fact: Fact) -> Iterator[Html]:
    statement = view.local(fact.statement) if len(view.plain(fact.statement)) <= _TEXT else text(view.gist(fact))
    yield fill('<p class="statement">{}</p>', statement)
    yield _details(view, fact)
    yield fill("<h2>{}</h2>", view.say("site_passages"))
    room = _QUOTES
    for citation in fact.citations:
        shown = _passage(view, citation, room)
        room = max(0, room - len(shown.encode()))
        yield shown
    if fact.disputes:
        yield fill("<h2>{}</h2>", view.say("site_disputes"))
        others = [view.base.facts[one] for one in fact.disputes[:_RELATED]]
        yield join(_other_side(view, other) for other in others)
    yield cite_forms(view, fact)
    if view.site.bot:
        link = f"https://t.me/{view.site.bot}?start={FACT_LINK}{fact.id}"
        yield fill('<p><a class="button" href="{}">{}</a></p>', link, view.say("site_open_in_bot"))


def _details(view: View, fact: Fact) -> Html:
    name, topic = view.base.names[fact.asserted_by], view.base.topics[fact.topic]
    rows = [_row(view.say("site_asserted_by"), _name_link(view, name.id))]
    if fact.date:
        rows.append(_row(view.say("site_event"), _when(view, fact)))
    rows.append(
        _row(
            view.say("site_topic"),
            fill('<a href="{}">{}</a>', view.to(f"topics/{topic.id}.html"), view.local(topic.title)),
        )
    )
    return fill("<dl>{}</dl>", join(rows))


def _name_link(view: View, name_id: str) -> Html:
    return fill('<a href="{}">{}</a>', view.to(f"names/{name_id}.html"), view.local(view.base.names[name_id].label))


def _row(term: str, value: Html) -> Html:
    return fill("<div><dt>{}</dt><dd>{}</dd></div>", term, value)


def _when(view: View, fact: Fact) -> Html:
    """Return a date with how exact it is and, where no document states it outright, how it was worked out."""
    date = fact.date
    assert date is not None
    exactness = [view.say(f"site_exact_{date.precision}")]
    if date.approximate:
        exactness.append(view.say("site_approximate"))
    time = text(view.date(date))
    if date.precision != "interval" and not date.approximate:
        time = fill('<time datetime="{}">{}</time>', date.text, time)
    worked = (
        fill("<p>{}</p>", view.say("derived", reasoning=view.plain(fact.derived)[:_TEXT])) if fact.derived else NOTHING
    )
    return fill('{} <span class="mark">{}</span>{}', time, ", ".join(exactness), worked)


def _passage(view: View, citation: Citation, room: int) -> Html:
    """Return a quote with its source and the way to it; cut where there is no room for all of it."""
    document = view.base.documents[citation.document_id]
    place = place_of(citation, document)
    where = [view.say("site_paragraph", number=place.paragraph)]
    if place.page:
        where.insert(0, view.say("site_on_page", page=place.page))
    source = fill(
        '<p class="source"><cite lang="{}">{}</cite>, {}, {} ({}). <a href="{}">{}</a></p>',
        document.language,
        document.title,
        document.publisher,
        view.date(document.date),
        ", ".join(where),
        view.citation_link(citation),
        view.say("site_read"),
    )
    quote = view.quote(_cut(citation.quote, room // 2), document)
    return fill(
        "<figure>{}{}<figcaption>{}</figcaption></figure>", quote, _translation(view, citation, room // 4), source
    )


def _translation(view: View, citation: Citation, room: int) -> Html:
    words = citation.translation.get(view.language, "")
    if not words:
        return NOTHING
    mark = view.say("unofficial_translation")
    return fill('<p class="translation"><span class="mark">{}</span> {}</p>', mark, _cut(words, room))


def _cut(words: str, room: int) -> str:
    """Return words as far as there is room for them, in bytes of UTF-8, but the first of them always."""
    limit = max(200, room)
    if len(words.encode()) <= limit:
        return words
    return words.encode()[:limit].decode(errors="ignore") + CUT


def _other_side(view: View, other: Fact) -> Html:
    name = view.base.names[other.asserted_by]
    citation = other.citations[0]
    lead = view.say("disputed", name=view.plain(name.label))
    quote = view.quote(_cut(citation.quote, 600), view.base.documents[citation.document_id])
    read = fill('<a href="{}">{}</a>', view.citation_link(citation), view.say("site_read"))
    pattern = '<section class="dispute"><p>{}</p><p>{}: {}</p>{}<p class="source">{}</p></section>'
    return fill(pattern, lead, view.fact_link(other), view.gist(other), quote, read)
