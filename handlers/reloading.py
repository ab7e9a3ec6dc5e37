"""For the bot's admins: /reload takes the case folder in while the bot answers; /reload back goes a version back."""

from telegram import Message, Update

from handlers.context import Context, services, spoken_language
from handlers.messages import replace, send
from handlers.reloads import Reloading, ReloadOutcome, ReloadResult
from handlers.replies.fitting import Reply
from handlers.replies.reloading import render_reload
from handlers.start import help_
from handlers.texts import say

BACK = frozenset({"back", "rollback"})
"""What an admin writes after /reload to go a version back."""


async def reload(update: Update, context: Context) -> None:
    """Answer /reload [back] of an admin; to others it is a command that does not exist.

    What comes of it takes the place of the first words, so that the chat need not wait.
    """
    message, user, own = update.effective_message, update.effective_user, services(context)
    if message is None or user is None:
        return
    if user.id not in own.admins or own.reloading is None:
        await help_(update, context)
        return
    language, back = await spoken_language(own, update), bool(BACK.intersection(context.args or ()))
    begun = await send(context.bot, message, Reply(say(language, "reload_back" if back else "reload_begun")))
    work = _finish(context, own.reloading, begun, user.id, language, back)
    context.application.create_task(work, update)


async def _finish(
    context: Context, reloading: Reloading, begun: Message, admin_id: int, language: str, back: bool
) -> None:
    work = reloading.roll_back if back else reloading.reload
    try:
        result = await work(admin_id)
    except OSError as error:
        result = ReloadResult(ReloadOutcome.FAILED, problems=(str(error),))
    await replace(context.bot, begun, render_reload(result, language))
