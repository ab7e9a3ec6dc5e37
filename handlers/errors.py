"""What happens when an answer fails: the network's failures go to the intake, bugs to the log and an apology."""

import re
from html import escape

import structlog
from telegram import Update
from telegram.error import BadRequest, Conflict, Forbidden, RetryAfter, TelegramError

from handlers.context import Context, RightsUnknownError, services, spoken_language
from handlers.messages import acknowledge, send
from handlers.replies.fitting import Reply
from handlers.texts import say

FAILURES = "failures"
"""Key of the failures in the data of the application."""
log = structlog.get_logger()


class Failures:
    """Answers that could not be sent, by update: the intake decides whether to repeat them."""

    def __init__(self) -> None:
        self._errors: dict[int, TelegramError] = {}

    def put(self, update_id: int, error: TelegramError) -> None:
        """Keep why the answer to an update was not sent."""
        self._errors[update_id] = error

    def pop(self, update_id: int) -> TelegramError | None:
        """Return why the answer to an update was not sent, and forget it; None if it was sent."""
        return self._errors.pop(update_id, None)


async def failed(update: object, context: Context) -> None:
    """Sort out an error of a handler."""
    error = context.error
    if not isinstance(update, Update) or isinstance(error, Forbidden):
        return  # who blocked the bot wants no answer
    if isinstance(error, RightsUnknownError):
        await _explain(update, context, "rights_unknown")
    elif isinstance(error, BadRequest | Conflict):
        log.error("an answer was not taken by Telegram", error=type(error).__name__, reason=reason_of(error))
    elif isinstance(error, TelegramError):
        context.bot_data[FAILURES].put(update.update_id, error)
    elif error is not None:
        log.error("an update could not be answered", error=type(error).__name__, exc_info=error)
        await _explain(update, context, "failed")


async def _explain(update: Update, context: Context, key: str) -> None:
    """Say why nothing comes, after a pressed button has been acknowledged: it shows that the bot is there."""
    try:
        if update.callback_query is not None:
            await acknowledge(update.callback_query)
        if update.effective_message is not None and update.guest_message is None:
            language = await spoken_language(services(context), update)
            await send(context.bot, update.effective_message, Reply(escape(say(language, key))), quote=None)
    except RetryAfter as error:
        context.bot_data[FAILURES].put(update.update_id, error)
    except TelegramError as error:
        log.warning("nor could that be said", error=type(error).__name__)


def reason_of(error: TelegramError) -> str:
    """Return what Telegram said, up to the first number or quotation: it may be a person's."""
    plain = _PLAIN.match(error.message)
    return plain[0].strip(" :(")[:_REASON] if plain else ""


_PLAIN = re.compile(r"[A-Za-z_,;:'() -]*")
_REASON = 120
"""Maximum number of characters of a reason in the log; arbitrary."""
