"""For the bot's admins: /publish shows the notices of the case as readers will see them, and sends them."""

from html import escape

from telegram import Message, Update

from handlers.admin_callback_kinds import Act, AskCorrect, AskRecall, LeaveNotice, OpenNotice
from handlers.callbacks import decode
from handlers.context import Context, services, spoken_language
from handlers.messages import acknowledge, message_of, replace, send
from handlers.ports import ActionResult, Admin, AdminPublishing, NoticeView
from handlers.replies.fitting import Reply
from handlers.replies.notices import NoticeForChat, render_notice
from handlers.replies.publishing import render_broken, render_notices, render_question, render_result, render_view
from handlers.start import help_
from handlers.texts import say
from knowledge.casefile.loading import KnowledgeError
from knowledge.notices.reasons import Reason
from knowledge.notices.states import Action, NoticeState, Outcome


async def publish(update: Update, context: Context) -> None:
    """Answer /publish [NOTICE] of an admin; to others it is a command that does not exist."""
    message, user, own = update.effective_message, update.effective_user, services(context)
    if message is None or user is None:
        return
    if user.id not in own.admins or own.publishing is None:
        await help_(update, context)
        return
    language = await spoken_language(own, update)
    wanted = " ".join(context.args or ())
    try:
        if not wanted:
            await send(context.bot, message, render_notices(await own.publishing.notices(), language))
            return
        view = await own.publishing.view(wanted)
    except KnowledgeError as error:
        await send(context.bot, message, render_broken(error, language))
        return
    if view is None:
        await send(context.bot, message, Reply(escape(say(language, "publish_unknown", notice=wanted[:100]))))
        return
    await _show(context, own.publishing, message, view, language)


async def button(update: Update, context: Context) -> None:
    """Show a notice, ask once more, or do what a button says."""
    query, own = update.callback_query, services(context)
    message = message_of(query)
    if query is None or message is None or own.publishing is None:
        return
    await acknowledge(query)
    if query.from_user.id not in own.admins:
        return
    language = await spoken_language(own, update)
    callback = decode(query.data)
    if not isinstance(callback, OpenNotice | AskCorrect | AskRecall | Act | LeaveNotice):
        return
    try:
        view = await own.publishing.view(callback.fingerprint)
        match callback:
            case LeaveNotice():
                reply = Reply(escape(say(language, "published_cancelled")))
            case Act(action, fingerprint, stamp):
                who = Admin(query.from_user.id, message.chat.id, message.message_id, language)
                reply = render_result(await own.publishing.act(action, fingerprint, who, stamp), view, language)
            case _ if view is None:
                reply = render_result(ActionResult(Outcome.CHANGED), view, language)
            case OpenNotice():
                await _show(context, own.publishing, message, view, language)
                return
            case AskCorrect() | AskRecall():
                action = Action.CORRECT if isinstance(callback, AskCorrect) else Action.RECALL
                stamp = own.publishing.stamp(action, view.fingerprint, message.chat.id)
                reply = render_question(view, action, stamp, language)
        await replace(context.bot, message, reply)
    except KnowledgeError as error:
        await replace(context.bot, message, render_broken(error, language))


async def _show(
    context: Context, publishing: AdminPublishing, message: Message, view: NoticeView, language: str
) -> None:
    """Send a notice as it will look in each language, and then what can be done with it."""
    base = services(context).base
    corrects = Action.CORRECT in view.actions and view.notice.correction
    reason = Reason(NoticeState.CORRECTED) if corrects else Reason()
    for code in base.case.languages:
        await send(context.bot, message, render_notice(NoticeForChat(view.notice, view.number, reason), base, code))
    stamps = {name: publishing.stamp(name, view.fingerprint, message.chat.id) for name in view.actions}
    await send(context.bot, message, render_view(view, stamps, language))
