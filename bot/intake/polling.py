"""Asks Telegram for updates, and does what a failure asks for: most often wait, with one line a kind of outage."""

from collections.abc import Callable

import structlog
from telegram import Bot
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from bot.intake.updates import Batch, poll
from bot.outages import OutageLog
from bot.retries import asked_pause, backoff
from bot.stopping import Stop

_CONFLICT = 2
"""Failures by which a conflict counts more: the other process will not go away in a second."""

log = structlog.get_logger()


class IntakeError(Exception):
    """The bot cannot go on; str() is one sentence that says why and what to do."""


class Poller:
    """Polls again and again, whatever happens in between."""

    def __init__(self, bot: Bot, stop: Stop, offset_refused: Callable[[], None]) -> None:
        """Take what is called when Telegram may not take the offset."""
        self._bot = bot
        self._stop = stop
        self._offset_refused = offset_refused
        self._failures = 0
        self._line = OutageLog("Telegram cannot be reached; trying again")
        self._rival = OutageLog("another process polls with this token; stop it, or this one")
        self._nameless = OutageLog("Telegram sent items that are no updates; passing over them", "error")

    async def poll(self, offset: int, seconds: int) -> Batch | None:
        """Return the updates from an id on; None after a failure and its pause, or if the process is to stop.

        Raises `IntakeError` for a token that is not accepted.
        """
        try:
            batch = await self._stop.race(poll(self._bot, offset, seconds))
        except TelegramError as error:
            await self._recover(error)
            self._failures += 1
            return None
        if batch is not None:
            self._failures = 0
            self._line.over()
            self._rival.over()
            if batch.nameless:
                self._nameless.failed(items=batch.nameless)
            else:
                self._nameless.over()
        return batch

    async def acknowledge(self, offset: int) -> None:
        """Tell Telegram, at the end, what is finished."""
        try:
            await poll(self._bot, offset, 0, limit=1)
        except TelegramError as error:
            kind = type(error).__name__
            log.warning("the last answers are not acknowledged; they are kept as finished", error=kind)

    async def _recover(self, error: TelegramError) -> None:
        match error:
            case InvalidToken():
                raise IntakeError(rejected()) from None
            case RetryAfter():
                await self._stop.pause(asked_pause(error))
            case Conflict(message=message) if "webhook" in message:
                log.warning("a webhook is set for this token; removing it, since this process polls")
                await self._remove_webhook()
                await self._stop.pause(backoff(self._failures))
            case Conflict():
                self._rival.failed()
                await self._stop.pause(backoff(self._failures + _CONFLICT))
            case _:
                if isinstance(error, BadRequest):
                    self._offset_refused()
                self._line.failed(error=type(error).__name__)
                await self._stop.pause(backoff(self._failures))

    async def _remove_webhook(self) -> None:
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            log.warning("the webhook could not be removed", error=type(error).__name__)


def rejected() -> str:
    """Return the sentence for a token that Telegram does not accept; never the token itself."""
    return (
        "Telegram does not accept the bot's token. Ask @BotFather for the current one (/mybots, API Token), "
        "set telegram.token or telegram.token_file, and start again."
    )
