"""For the bot's admins: /review shows what readers asked and did not get, and what can be made of it."""

from telegram import Update

from handlers.callbacks import decode, resolve
from handlers.context import Context, Services, services, spoken_language
from handlers.messages import acknowledge, message_of, replace, send
from handlers.replies.fitting import Reply
from handlers.replies.review import render_asked, render_decided, render_nothing, render_problem
from handlers.review_callback_kinds import Decide, TurnReview
from handlers.reviewing import Reviewing
from handlers.start import help_
from handlers.texts import say
from knowledge.casefile.writing import WritingError

KINDS = (TurnReview, Decide)
"""The buttons that `button` answers."""


async def review(update: Update, context: Context) -> None:
    """Answer /review of an admin; to others it is a command that does not exist."""
    message, user, own = update.effective_message, update.effective_user, services(context)
    if message is None or user is None:
        return
    if user.id not in own.admins or own.reviewing is None:
        await help_(update, context)
        return
    await send(context.bot, message, await _page(own, own.reviewing, 1, await spoken_language(own, update)))


async def button(update: Update, context: Context) -> None:
    """Turn to something else that waits, or do what is decided; for admins alone."""
    query, own = update.callback_query, services(context)
    message, callback = message_of(query), decode(query.data if query else None)
    if query is None or message is None:
        return
    language = await spoken_language(own, update)
    if query.from_user.id not in own.admins or own.reviewing is None:
        await acknowledge(query, say(language, "gone"))
        return
    await acknowledge(query)
    match callback:
        case TurnReview(page):
            await replace(context.bot, message, await _page(own, own.reviewing, page, language))
        case Decide():
            await replace(context.bot, message, await _decided(own, own.reviewing, callback, language))


async def _decided(own: Services, reviewing: Reviewing, callback: Decide, language: str) -> Reply:
    fact = resolve(callback.fact, own.base.facts) if callback.fact else ""
    if fact is None:
        return Reply(say(language, "gone"))
    try:
        written = await reviewing.act(callback.code, callback.decision, fact)
    except WritingError as error:
        return render_problem(str(error), language)
    return Reply(say(language, "gone")) if written is None else render_decided(written, language)


async def _page(own: Services, reviewing: Reviewing, page: int, language: str) -> Reply:
    asked = await reviewing.asked()
    if not asked:
        return render_nothing(language, reviewing.reads_questions)
    page = min(max(page, 1), len(asked))
    one = reviewing.with_facts(asked[page - 1])
    return render_asked(one, own.base, language, page, len(asked), reviewing.reads_questions)
