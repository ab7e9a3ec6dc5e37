"""Overviews: pages of topics, of a topic's facts and of the timeline, the sources, and what is newest."""

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from handlers.callback_kinds import OpenFact, OpenTopic, TurnTimeline, TurnTopic, TurnTopics
from handlers.callbacks import encode
from handlers.reloads import Edition
from handlers.replies.citations import source
from handlers.replies.dates import format_date
from handlers.replies.facts import fact_rows, gist
from handlers.replies.fitting import BUTTON_LIMIT, Button, Reply, fitted, joined, shorten, units
from handlers.replies.localized import local
from handlers.replies.notices import render_announced
from handlers.replies.pages import page_of, turning
from handlers.texts import say
from knowledge.edtf import parse_edtf
from knowledge.model import Document, Fact, KnowledgeBase
from knowledge.notices.content import Announced

PAGE = 20
"""Number of events on a page of the timeline; arbitrary: what fits into a message, a line each."""
_EVENT = 110
"""Maximum length of an event in UTF-16 units; arbitrary: two or three lines on a phone."""
_ROW = 5
"""Number of buttons in a row of numbers; arbitrary."""


def render_topics(base: KnowledgeBase, language: str, page: int = 1) -> Reply:
    """Return a page of the topics, a button each."""
    return Reply(escape(say(language, "topics")), topic_rows(base, language, page))


def topic_rows(base: KnowledgeBase, language: str, page: int = 1) -> tuple[tuple[Button, ...], ...]:
    """Return the buttons of a page of the topics, and those that turn it."""
    topics, page, pages = page_of(base.case.topics, page)
    rows = tuple(
        (Button(shorten(local(topic.title, language), BUTTON_LIMIT), encode(OpenTopic(topic.id))),) for topic in topics
    )
    return (*rows, *turning(page, pages, lambda number: encode(TurnTopics(number)), language))


def render_topic(base: KnowledgeBase, topic_id: str, language: str, page: int = 1) -> Reply:
    """Return a page of the facts of a topic, a button each; raises `KeyError` for an unknown topic."""
    title = shorten(local(base.topics[topic_id].title, language), 200)
    facts, page, pages = page_of([fact for fact in base.facts.values() if fact.topic == topic_id], page)
    turn = turning(page, pages, lambda number: encode(TurnTopic(number, topic_id)), language)
    return Reply(escape(say(language, "topic", title=title)), (*fact_rows(facts, language), *turn))


def render_timeline(base: KnowledgeBase, page: int, language: str) -> Reply:
    """Return the dated facts, oldest first and a line each, below their dates; a number opens one.

    A page that is not there gives the nearest that is.
    """
    facts = base.timeline
    if not facts:
        return Reply(escape(say(language, "timeline_empty")))
    pages = -(-len(facts) // PAGE)
    page = min(max(page, 1), pages)
    shown = facts[(page - 1) * PAGE : page * PAGE]
    turn = []
    if page > 1:
        turn.append(Button(say(language, "earlier"), encode(TurnTimeline(page - 1))))
    if page < pages:
        turn.append(Button(say(language, "later"), encode(TurnTimeline(page + 1))))
    lead = escape(say(language, "timeline" if pages == 1 else "timeline_page", page=page, pages=pages))
    numbers = [
        Button(str(number), encode(OpenFact(fact.id)))
        for number, fact in enumerate(shown, 1 + (page - 1) * PAGE)
        if not fact.is_withdrawn
    ]
    rows = [tuple(numbers[start : start + _ROW]) for start in range(0, len(numbers), _ROW)]
    html = joined(lead, *_dates(shown, 1 + (page - 1) * PAGE, language))
    return Reply(html, (*rows, *([tuple(turn)] if turn else [])))


def _dates(facts: Sequence[Fact], first: int, language: str) -> Iterator[str]:
    """Yield each date with the events below it, which are numbered from `first` on."""
    numbered = enumerate(facts, first)
    for date, group in groupby(numbered, key=lambda pair: pair[1].date):
        assert date is not None, "the timeline has dated facts alone"
        lines = (_event(number, fact, language) for number, fact in group)
        yield "\n".join((f"<b>{escape(format_date(date, language))}</b>", *lines))


def _event(number: int, fact: Fact, language: str) -> str:
    """Return an event on a line; one that was worked out or corrected is marked, a withdrawn one cannot be opened."""
    marks = [say(language, "derived_mark")] if fact.derived else []
    if fact.change and not fact.is_withdrawn:
        marks.append(say(language, "corrected_mark", date=format_date(fact.change.date, language)))
    mark = f" <i>({escape(', '.join(marks))})</i>" if marks else ""
    begin = "•" if fact.is_withdrawn else f"{number}."
    return f"{begin} {fitted(gist(fact, language), _EVENT, '…')}{mark}"


def render_sources(base: KnowledgeBase, language: str) -> Reply:
    """Return the documents with publisher, date and link, and the curator's notes on them."""
    parts = [escape(say(language, "sources"))]
    for document in sorted(base.documents.values(), key=lambda document: document.date.first):
        part = _document(document, language)
        if units("\n\n".join([*parts, part])) > 3800:
            parts.append("…")
            break
        parts.append(part)
    return Reply("\n\n".join(parts))


def render_latest(base: KnowledgeBase, language: str, announced: Sequence[Announced] = ()) -> Reply:
    """Return the newest document and the facts that cite it, and the notices that are newer."""
    newest = max(base.documents.values(), key=lambda document: document.date.last)
    facts = [fact for fact in base.valid if any(c.document_id == newest.id for c in fact.citations)]
    html = f"{escape(say(language, 'latest'))}\n\n{_document(newest, language)}"
    rows = fact_rows(facts[:5], language)
    if newer := [one for one in announced if one.notice.date.first > newest.date.first]:
        since = render_announced(newer, base, language)
        html = f"{html}\n\n{escape(say(language, 'latest_notices'))}\n\n{since.html}"
        rows = [*since.buttons, *(row for row in rows if row not in since.buttons)]
    return Reply(html, tuple(rows))


def render_edition(base: KnowledgeBase, edition: Edition | None, language: str) -> str:
    """Return the version of the base with its date, and the date of the newest document; "" without a version."""
    if edition is None:
        return ""
    since = format_date(parse_edtf(f"{edition.since:%Y-%m-%d}"), language)
    newest = max((document.date for document in base.documents.values()), key=lambda date: date.last)
    text = say(language, "about_edition", number=edition.number, date=since, newest=format_date(newest, language))
    return escape(text)


def _document(document: Document, language: str) -> str:
    note = local(document.note, language)
    noted = f"\n<i>{fitted(say(language, 'source_note', note=note), 1200)}</i>" if note else ""
    return f"{source(document, language)}{noted}"
