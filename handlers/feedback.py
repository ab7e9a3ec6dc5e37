"""What readers say of an answer: a thumb, of which only a count is kept, or a report, which they agree to first."""

import structlog
from telegram import Message, Update
from telegram.error import TelegramError

from handlers.callback_kinds import Callback
from handlers.callbacks import decode, resolve
from handlers.context import Context, Services, chosen_language, said, services, spoken_language
from handlers.feedback_callback_kinds import AskReport, DropReport, Rate, SendReport, SendWords
from handlers.messages import Edited, acknowledge, buttons_of, edit_buttons, message_of, replace, send
from handlers.presses import Press, pressed_language
from handlers.replies.fitting import Reply
from handlers.replies.reports import render_consent, render_filed, render_words_consent
from handlers.texts import say
from knowledge.feedback import WORDS_LIMIT, Filed, Report
from knowledge.model import Fact
from knowledge.notices.diff import is_wording, wording_of

KINDS = (Rate, AskReport, SendReport, SendWords, DropReport)
"""The buttons that `button` answers."""
log = structlog.get_logger()


async def button(update: Update, context: Context) -> None:
    """Count a thumb, show what a report keeps, or keep it."""
    query, own = update.callback_query, services(context)
    message = message_of(query)
    if query is None or message is None:
        return
    press = Press(own, query, message, await pressed_language(own, update))
    callback = press.callback
    fact = _fact_of(own, callback)
    match callback:
        case DropReport():
            await acknowledge(query)
            await replace(context.bot, message, Reply(say(press.language, "report_dropped")))
        # A wording that is told no more is not rated: nobody could fill the database with wordings of their own.
        case Rate() if fact is not None and callback.wording == wording_of(fact):
            await _rate(press, callback, fact)
        case AskReport() if fact is not None:
            await acknowledge(query)
            days = own.operator.report_days
            await send(context.bot, message, render_consent(fact, days, press.language, callback.wording), quote=True)
        case SendReport() if fact is not None:
            await _file(context, press, callback, Report(fact.id, callback.wording, press.language))
        case SendWords() if fact is not None and (words := _own_words(press)):
            await _file(context, press, callback, Report(fact.id, callback.wording, press.language, words))
        case _:
            await acknowledge(query, say(press.language, "gone"))


async def words(update: Update, context: Context) -> bool:
    """Ask whether words that answer an offer to report an error shall be kept; return whether the message is such."""
    message, own = update.effective_message, services(context)
    offer = message.reply_to_message if message else None
    if message is None or offer is None or offer.from_user is None or offer.from_user.id != context.bot.id:
        return False
    offered = (decode(one.data) for row in buttons_of(offer) for one in row)
    callback = next((one for one in offered if isinstance(one, SendReport | SendWords)), None)
    fact = _fact_of(own, callback)
    if callback is None or fact is None:
        return False
    if (
        update.edited_message is None
    ):  # Of an edited message the words count that stand there when the button is pressed.
        language = await _language_of(own, update, offer)
        reply = render_words_consent(fact, callback.days, language, callback.wording)
        await send(context.bot, message, reply, quote=True)
    return True


async def _language_of(own: Services, update: Update, offer: Message) -> str:
    """Return the language of an offer, which the chat goes on in: that which the chat chose, or that of its labels."""
    labels = " ".join(one.text for row in buttons_of(offer) for one in row)
    chosen = await spoken_language(own, update)
    return own.answerer.take_in(labels, chosen)[1]


def _fact_of(own: Services, callback: Callback | None) -> Fact | None:
    """Return the fact that a button names; None where it is gone, or the button names none."""
    if not isinstance(callback, Rate | AskReport | SendReport | SendWords) or not is_wording(callback.wording):
        return None
    fact_id = resolve(callback.fact, own.base.facts)
    return own.base.facts[fact_id] if fact_id else None


def _own_words(press: Press) -> str:
    """Return the words that the button's message answers, if whoever pressed it wrote them; else ""."""
    answered = press.message.reply_to_message
    if answered is None or answered.from_user is None or answered.from_user.id != press.query.from_user.id:
        return ""
    return said(answered).strip()[:WORDS_LIMIT]


async def _rate(press: Press, callback: Rate, fact: Fact) -> None:
    """Take the thumbs away from below the answer, and count the one that was pressed.

    An answer is rated once: Telegram says of a second press that nothing was changed, so nothing is kept for that.
    """
    rows = [tuple(one for one in row if not isinstance(decode(one.data), Rate)) for row in buttons_of(press.message)]
    kept = [row for row in rows if row]
    if not kept or await edit_buttons(press.message, kept) is not Edited.DONE:
        await acknowledge(press.query, say(press.language, "rated_before"))
        return
    await press.own.chats.feedback.rate(fact.id, callback.wording, callback.verdict)
    await acknowledge(press.query, say(press.language, f"rated_{callback.verdict}"))


async def _file(context: Context, press: Press, callback: SendReport | SendWords, report: Report) -> None:
    """Keep a report, for no longer than was said when it was agreed to, and say what became of it."""
    own = press.own
    days = min(callback.days, own.operator.report_days)  # A client can send any data.
    filed = await own.chats.feedback.file(press.query.from_user.id, report, own.clock(), days)
    await acknowledge(press.query)
    await replace(context.bot, press.message, render_filed(filed, own.operator, press.language))
    if filed is Filed.FIRST:
        await _tell_admins(context, own)


async def _tell_admins(context: Context, own: Services) -> None:
    """Tell the admins that a report waits; of others that come meanwhile they hear when they look."""
    for admin in sorted(own.admins):
        language = await chosen_language(own, admin, None) or own.base.case.default_language
        try:
            await context.bot.send_message(admin, say(language, "report_came"))
        except TelegramError as error:
            log.warning("an admin could not be told of a report", error=type(error).__name__)
