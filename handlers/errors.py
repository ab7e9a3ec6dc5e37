"""What happens when an answer fails: the network's failures go to the intake, bugs to the log and an apology."""

import structlog
from telegram import Update
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from handlers.buttons import send
from handlers.context import Context, services, spoken_language
from handlers.render import Reply
from handlers.texts import say

FAILURES = "failures"
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
    if isinstance(error, RetryAfter | InvalidToken) or (
        isinstance(error, NetworkError) and not isinstance(error, BadRequest)
    ):
        context.bot_data[FAILURES].put(update.update_id, error)
        return
    if isinstance(error, TelegramError):
        reason = error.message if isinstance(error, BadRequest) else None  # others may name a chat
        log.error("an answer was not taken by Telegram", error=type(error).__name__, reason=reason)
        return
    log.error("an update could not be answered", error=type(error).__name__, exc_info=error)
    message = update.effective_message
    if message is None:
        return
    try:
        language = await spoken_language(services(context), update)
        await send(context.bot, message, Reply(say(language, "failed")))
    except TelegramError as further:
        log.warning("nor could that be said", error=type(further).__name__)
