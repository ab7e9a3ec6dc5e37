"""What is new since a chat last asked: notices that were published, corrected or recalled, /whatsnew."""

from collections.abc import Sequence
from html import escape

from telegram import Update

from handlers.callback_kinds import OpenNews
from handlers.callbacks import decode, encode
from handlers.context import Context, services, spoken_language, thread_of
from handlers.messages import acknowledge, message_of, send
from handlers.replies.dates import format_date
from handlers.replies.fitting import Button, Reply
from handlers.replies.notices import render_announced
from handlers.texts import say
from knowledge.model import KnowledgeBase
from knowledge.notices.content import Announced

PAGE = 8
"""Maximum number of notices in one message; arbitrary: their headlines fit whatever their length."""


def render_new(items: Sequence[Announced], after: int, lead: str, base: KnowledgeBase, language: str) -> Reply:
    """Return notices below a lead, the newest first; for those beyond a page a button, which has to know `after`."""
    shown = items[:PAGE]
    page = render_announced(shown, base, language)
    rows = list(page.buttons)
    if len(items) > PAGE:
        rows.append((Button(say(language, "more"), encode(OpenNews(after, shown[-1].step))),))
    return Reply(f"{escape(say(language, lead))}\n\n{page.html}", tuple(rows))


def render_nothing(last: Sequence[Announced], language: str) -> Reply:
    """Return that nothing is new, and of when the last notice is."""
    if not last:
        return Reply(escape(say(language, "new_never")))
    return Reply(escape(say(language, "new_nothing", date=format_date(last[0].notice.date, language))))


async def whatsnew(update: Update, context: Context) -> None:
    """Answer /whatsnew, and keep up to where it was seen; the first visit shows the latest notices."""
    message = update.effective_message
    if message is None:
        return
    own, language = services(context), await spoken_language(services(context), update)
    audit_log, chat, thread = own.chats.audit_log, message.chat.id, thread_of(message)
    seen = await audit_log.visited(chat, thread)
    items = await audit_log.announced(PAGE + 1, seen or 0)
    if items:
        reply = render_new(items, seen or 0, "new_first" if seen is None else "new", own.base, language)
    else:
        reply = render_nothing(await audit_log.announced(1), language)
    await send(context.bot, message, reply)
    step = items[0].step if items else seen or 0
    if step != seen:
        await audit_log.visit(chat, thread, step)


async def more(update: Update, context: Context) -> None:
    """Show the notices before those that a message showed."""
    query = update.callback_query
    if query is None:
        return
    own, language = services(context), await spoken_language(services(context), update)
    callback, message = decode(query.data), message_of(query)
    news = callback if isinstance(callback, OpenNews) else OpenNews(0, 0)
    items = await own.chats.audit_log.announced(PAGE + 1, news.after, news.before)
    if not items or message is None:
        await acknowledge(query, say(language, "gone"))
        return
    await acknowledge(query)
    await send(context.bot, message, render_new(items, news.after, "new_before", own.base, language))
