"""Reading without a question: topics, timeline, sources, the newest document, and the buttons below replies."""

from collections.abc import Callable, Sequence
from html import escape

from telegram import Update

from handlers.ask import question_of
from handlers.callbacks import Callback, Verb, data, meant, read
from handlers.context import Context, remember, said, services, spoken_language
from handlers.messages import acknowledge, message_of, replace, send
from handlers.replies.answers import wait_rows
from handlers.replies.citations import source
from handlers.replies.facts import fact_list, fact_rows, render_context, render_fact, render_related
from handlers.replies.fitting import Button, Reply, fitted, shorten, units
from handlers.replies.notices import render_announced
from handlers.replies.pages import page_number, page_of, turning
from handlers.texts import say
from knowledge.model import Document, Fact, KnowledgeBase
from knowledge.notices.content import Announced

PAGE = 6
"""Facts on a page of the timeline."""
_NEWEST = 3
"""Notices that are shown below the newest document."""
_PAGES = frozenset({Verb.TIMELINE, Verb.TOPICS, Verb.TOPIC_PAGE})
"""Buttons that turn a page, in the place of the page before."""
_ABOUT_A_FACT = frozenset({Verb.CONTEXT, Verb.RELATED})
"""Buttons whose replies say more about the message above them, so they quote it."""


def render_topics(base: KnowledgeBase, language: str, page: int = 1) -> Reply:
    """Return a page of the topics, a button each."""
    topics, page, pages = page_of(base.case.topics, page)
    rows = tuple((Button(shorten(topic.title[language], 60), data(Verb.TOPIC, topic.id)),) for topic in topics)
    turn = turning(page, pages, lambda number: data(Verb.TOPICS, number), language)
    return Reply(escape(say(language, "topics")), (*rows, *turn))


def render_topic(base: KnowledgeBase, topic_id: str, language: str, page: int = 1) -> Reply:
    """Return a page of the facts of a topic, a button each; raises `KeyError` for an unknown topic."""
    title = shorten(base.topics[topic_id].title[language], 200)
    facts, page, pages = page_of([fact for fact in base.facts.values() if fact.topic == topic_id], page)
    turn = turning(page, pages, lambda number: data(Verb.TOPIC_PAGE, number, topic_id), language)
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
        turn.append(Button(say(language, "earlier"), data(Verb.TIMELINE, page - 1)))
    if page < pages:
        turn.append(Button(say(language, "later"), data(Verb.TIMELINE, page + 1)))
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


async def topics(update: Update, context: Context) -> None:
    """Answer /topics."""
    await _show(update, context, render_topics)


async def timeline(update: Update, context: Context) -> None:
    """Answer /timeline."""
    await _show(update, context, lambda base, language: render_timeline(base, 1, language))


async def sources(update: Update, context: Context) -> None:
    """Answer /sources."""
    await _show(update, context, render_sources)


async def latest(update: Update, context: Context) -> None:
    """Answer /latest."""
    announced = await services(context).chats.newest(_NEWEST)
    await _show(update, context, lambda base, language: render_latest(base, language, announced))


async def _show(update: Update, context: Context, render: Callable[[KnowledgeBase, str], Reply]) -> None:
    message = update.effective_message
    if message is not None:
        own = services(context)
        await send(context.bot, message, render(own.base, await spoken_language(own, update)))


async def button(update: Update, context: Context) -> None:
    """Do what a button below a reply asks for; one that leads nowhere any more says so."""
    query = update.callback_query
    if query is None:
        return
    own = services(context)
    language = await spoken_language(own, update)
    message = message_of(query)
    callback = read(query.data)
    reply = _pressed(own.base, callback, language) if callback else None
    if callback is None or reply is None or message is None:
        await acknowledge(query, say(language, "gone"))
        return
    await acknowledge(query)
    asked = message.reply_to_message
    if callback.verb in _PAGES:
        await replace(context.bot, message, reply)
    elif callback.verb is Verb.NONE_OF_THESE and asked is not None:
        rows = wait_rows(question_of(said(asked), context.bot.username), language)
        await send(context.bot, asked, Reply(reply.html, rows), quote=True)
    else:
        await send(context.bot, message, reply, quote=callback.verb in _ABOUT_A_FACT or None)
    await remember(own, message, reply.told)


def _pressed(base: KnowledgeBase, callback: Callback, language: str) -> Reply | None:
    """Return the reply to a button, None if what it names is not there."""
    named = callback.whole(0)
    match callback.verb:
        case Verb.FACT | Verb.CONTEXT | Verb.RELATED:
            fact_id = meant(named, base.facts)
            return _ABOUT[callback.verb](base.facts[fact_id], base, language) if fact_id else None
        case Verb.NONE_OF_THESE:
            return Reply(escape(say(language, "none_chosen")))
        case Verb.TOPIC:
            topic_id = meant(named, base.topics)
            return render_topic(base, topic_id, language) if topic_id else None
        case Verb.TOPICS:
            return render_topics(base, language, page_number(named))
        case Verb.TOPIC_PAGE:
            topic_id = meant(callback.whole(1), base.topics)
            return render_topic(base, topic_id, language, page_number(callback.part(0))) if topic_id else None
        case Verb.TIMELINE if named.isdecimal() and len(named) < 6:
            return render_timeline(base, int(named), language)
        case _:
            return None


_ABOUT: dict[Verb, Callable[[Fact, KnowledgeBase, str], Reply]] = {
    Verb.FACT: render_fact,
    Verb.CONTEXT: render_context,
    Verb.RELATED: render_related,
}
