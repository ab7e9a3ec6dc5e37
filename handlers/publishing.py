"""For the bot's admins: /publish shows the notices of the case as readers will see them, and sends them."""

from html import escape

from telegram import Message, Update

from handlers.callbacks import read
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
    callback = read(query.data)
    if callback is None:
        return
    said, fingerprint, stamp = (callback.part(number) for number in range(3))
    action = next((one for one in Action if one == said.removeprefix("sure")), None)
    try:
        view = await own.publishing.view(fingerprint)
        if said == "look" and view is not None:
            await _show(context, own.publishing, message, view, language)
        elif said == "leave":
            await replace(context.bot, message, Reply(escape(say(language, "published_cancelled"))))
        elif action is None:
            await replace(context.bot, message, render_result(ActionResult(Outcome.CHANGED), view, language))
        elif said.startswith("sure") and view is not None:
            stamp = own.publishing.stamp(action, view.fingerprint, message.chat.id)
            await replace(context.bot, message, render_question(view, action, stamp, language))
        else:
            who = Admin(query.from_user.id, message.chat.id, message.message_id, language)
            done = await own.publishing.act(action, fingerprint, who, stamp)
            await replace(context.bot, message, render_result(done, view, language))
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
