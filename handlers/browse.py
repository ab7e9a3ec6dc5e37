"""Reading without a question: topics, timeline, sources, the newest document, and the buttons below replies."""

from collections.abc import Callable
from html import escape

from telegram import Update

from handlers.callback_kinds import (
    Callback,
    NoneOfThese,
    OpenCitation,
    OpenContext,
    OpenFact,
    OpenName,
    OpenRelated,
    OpenTopic,
    TurnName,
    TurnNames,
    TurnTimeline,
    TurnTopic,
    TurnTopics,
)
from handlers.callbacks import decode, resolve
from handlers.context import Context, Services, question_of, said, services, spoken_language
from handlers.messages import acknowledge, message_of, replace, send
from handlers.presses import pressed_language
from handlers.remembering import remember
from handlers.replies.acts import render_news, render_summary
from handlers.replies.answers import wait_rows
from handlers.replies.cards import render_card, render_names
from handlers.replies.citing import FACT_LINK, render_citing
from handlers.replies.facts import render_context, render_fact, render_related
from handlers.replies.fitting import Reply
from handlers.replies.overviews import render_latest, render_sources, render_timeline, render_topic, render_topics
from handlers.texts import say
from knowledge.model import Fact, KnowledgeBase

_NEWEST = 3
"""Maximum number of notices below the newest document; arbitrary."""
_PAGES = (TurnTimeline, TurnTopics, TurnTopic, TurnName, TurnNames)
"""Buttons that turn a page, in the place of the page before."""
_ABOUT_A_FACT = (OpenCitation, OpenContext, OpenRelated)
"""Buttons whose replies say more about the message above them, so they quote it."""


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


async def news(update: Update, context: Context) -> None:
    """Show what is newest, and how to hear of what comes."""
    announced = await services(context).chats.newest(_NEWEST)
    await _show(update, context, lambda base, language: render_news(render_latest(base, language, announced), language))


async def summary(update: Update, context: Context) -> None:
    """Answer /summary."""
    await _show(update, context, render_summary)


async def _show(update: Update, context: Context, render: Callable[[KnowledgeBase, str], Reply]) -> None:
    message = update.effective_message
    if message is not None:
        own = services(context)
        reply = render(own.base, await spoken_language(own, update))
        await send(context.bot, message, reply)
        await remember(own, message, reply)


async def button(update: Update, context: Context) -> None:
    """Do what a button below a reply asks for; one that leads nowhere any more says so."""
    query = update.callback_query
    if query is None:
        return
    own = services(context)
    language = await pressed_language(own, update)
    message = message_of(query)
    callback = decode(query.data)
    reply = _pressed(own, callback, language, context.bot.link) if callback else None
    if callback is None or reply is None or message is None:
        await acknowledge(query, say(language, "gone"))
        return
    await acknowledge(query)
    asked = message.reply_to_message
    if isinstance(callback, _PAGES):
        await replace(context.bot, message, reply)
    elif isinstance(callback, NoneOfThese) and asked is not None:
        rows = wait_rows(question_of(said(asked), context.bot.username), language)
        await send(context.bot, asked, Reply(reply.html, rows), quote=True)
    else:
        await send(context.bot, message, reply, quote=isinstance(callback, _ABOUT_A_FACT) or None)
    await remember(own, message, reply)


def _pressed(own: Services, callback: Callback, language: str, link: str) -> Reply | None:
    """Return the reply to a button, None if what it names is not there; `link` leads to the bot."""
    base = own.base
    match callback:
        case OpenFact(part) | OpenCitation(part) | OpenContext(part) | OpenRelated(part):
            fact_id = resolve(part, base.facts)
            return _about(own, callback, base.facts[fact_id], language, link) if fact_id else None
        case NoneOfThese():
            return Reply(escape(say(language, "none_chosen")))
        case OpenTopic(part):
            topic_id = resolve(part, base.topics)
            return render_topic(base, topic_id, language) if topic_id else None
        case TurnTopics(page):
            return render_topics(base, language, page)
        case TurnTopic(page, part):
            topic_id = resolve(part, base.topics)
            return render_topic(base, topic_id, language, page) if topic_id else None
        case OpenName(part):
            return _card(own, part, 1, language)
        case TurnName(page, part):
            return _card(own, part, page, language)
        case TurnNames(page, kind) if names := own.answerer.acts.names(kind):
            return render_names(base, kind, names, language, page)
        case TurnTimeline(page):
            return render_timeline(base, page, language)
        case _:
            return None


def _card(own: Services, part: str, page: int, language: str) -> Reply | None:
    """Return a page of the card of a name, None if no fact has it."""
    name = resolve(part, own.base.names)
    facts = own.answerer.acts.naming(name) if name else ()
    return render_card(own.base, name, facts, language, page) if name and facts else None


def _about(own: Services, callback: Callback, fact: Fact, language: str, link: str) -> Reply:
    """Return what a button shows of a fact."""
    match callback:
        case OpenCitation():
            return render_citing(fact, own.base, language, f"{link}?start={FACT_LINK}{fact.id}")
        case OpenContext():
            return render_context(fact, own.base, language)
        case OpenRelated():
            return render_related(fact, own.base, language)
        case _:
            return render_fact(fact, own.base, language, pages=own.operator.pages)
