"""Overviews: pages of topics, of a topic's facts and of the timeline, the sources, and what is newest."""

from collections.abc import Sequence
from html import escape

from handlers.callback_kinds import OpenTopic, TurnTimeline, TurnTopic, TurnTopics
from handlers.callbacks import encode
from handlers.replies.citations import source
from handlers.replies.facts import fact_list, fact_rows
from handlers.replies.fitting import BUTTON_LIMIT, Button, Reply, fitted, shorten, units
from handlers.replies.notices import render_announced
from handlers.replies.pages import page_of, turning
from handlers.texts import say
from knowledge.model import Document, KnowledgeBase
from knowledge.notices.content import Announced

PAGE = 6
"""Number of facts on a page of the timeline; arbitrary: what fits into a message with their statements."""


def render_topics(base: KnowledgeBase, language: str, page: int = 1) -> Reply:
    """Return a page of the topics, a button each."""
    topics, page, pages = page_of(base.case.topics, page)
    rows = tuple(
        (Button(shorten(topic.title[language], BUTTON_LIMIT), encode(OpenTopic(topic.id))),) for topic in topics
    )
    turn = turning(page, pages, lambda number: encode(TurnTopics(number)), language)
    return Reply(escape(say(language, "topics")), (*rows, *turn))


def render_topic(base: KnowledgeBase, topic_id: str, language: str, page: int = 1) -> Reply:
    """Return a page of the facts of a topic, a button each; raises `KeyError` for an unknown topic."""
    title = shorten(base.topics[topic_id].title[language], 200)
    facts, page, pages = page_of([fact for fact in base.facts.values() if fact.topic == topic_id], page)
    turn = turning(page, pages, lambda number: encode(TurnTopic(number, topic_id)), language)
    return Reply(escape(say(language, "topic", title=title)), (*fact_rows(facts, language), *turn))


def render_timeline(base: KnowledgeBase, page: int, language: str) -> Reply:
    """Return a page of the dated facts, oldest first; a page that is not there gives the nearest that is."""
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
    rows = [*fact_rows(shown, language), *([tuple(turn)] if turn else [])]
    lead = escape(say(language, "timeline", page=page, pages=pages))
    return Reply(f"{lead}\n\n{fact_list(shown, language)}", tuple(rows))


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
    newest = max(base.documents.values(), key=lambda document: document.date.first)
    facts = [fact for fact in base.valid if any(c.document_id == newest.id for c in fact.citations)]
    html = f"{escape(say(language, 'latest'))}\n\n{_document(newest, language)}"
    rows = fact_rows(facts[:5], language)
    if newer := [one for one in announced if one.notice.date.first > newest.date.first]:
        since = render_announced(newer, base, language)
        html = f"{html}\n\n{escape(say(language, 'latest_notices'))}\n\n{since.html}"
        rows = [*since.buttons, *(row for row in rows if row not in since.buttons)]
    return Reply(html, tuple(rows))


def _document(document: Document, language: str) -> str:
    note = document.note.get(language)
    noted = f"\n<i>{fitted(say(language, 'source_note', note=note), 1200)}</i>" if note else ""
    return f"{source(document, language)}{noted}"
