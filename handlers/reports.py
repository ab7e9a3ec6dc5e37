"""For the bot's admins: /reports shows the errors that readers have reported, one after the other."""

from telegram import Update

from handlers.callbacks import decode
from handlers.context import Context, Services, services, spoken_language
from handlers.feedback_callback_kinds import CloseReport, TurnReports
from handlers.messages import acknowledge, message_of, replace, send
from handlers.replies.fitting import Reply
from handlers.replies.reports import render_reports
from handlers.start import help_
from handlers.texts import say

KINDS = (TurnReports, CloseReport)
"""The buttons that `button` answers."""


async def reports(update: Update, context: Context) -> None:
    """Answer /reports of an admin; to others it is a command that does not exist."""
    message, user, own = update.effective_message, update.effective_user, services(context)
    if message is None or user is None:
        return
    if user.id not in own.admins:
        await help_(update, context)
        return
    await send(context.bot, message, await _page(own, 1, await spoken_language(own, update)))


async def button(update: Update, context: Context) -> None:
    """Turn to another report, or delete one that is done; for admins alone."""
    query, own = update.callback_query, services(context)
    message, callback = message_of(query), decode(query.data if query else None)
    if query is None or message is None:
        return
    language = await spoken_language(own, update)
    if query.from_user.id not in own.admins or not isinstance(callback, TurnReports | CloseReport):
        await acknowledge(query, say(language, "gone"))
        return
    done = isinstance(callback, CloseReport) and await own.chats.feedback.close([callback.report])
    await acknowledge(query, say(language, "report_closed") if done else None)
    await replace(context.bot, message, await _page(own, callback.page, language))


async def _page(own: Services, page: int, language: str) -> Reply:
    feedback = own.chats.feedback
    return render_reports(await feedback.reports(own.clock()), await feedback.ratings(), own.base, language, page)
