"""Tells Telegram which address to call, and sees to it that this stays so."""

import structlog
from telegram import Bot
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from bot.intake.polling import IntakeError, rejected
from bot.intake.updates import UPDATES
from bot.outages import OutageLog
from bot.retries import asked_pause, backoff
from bot.stopping import Stop

CONNECTIONS = 100
"""Number of requests that Telegram may have under way at once: the most that the Bot API allows."""
_LOOK = 60.0
"""Seconds between two looks at whether the address is still set; arbitrary."""

log = structlog.get_logger()


class WebhookSetting:
    """The address, and the secret by which Telegram is known there."""

    def __init__(self, bot: Bot, url: str, secret: str) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._is_set = False
        self._outage = OutageLog("the webhook cannot be set; trying again")

    async def run(self, stop: Stop) -> None:
        """Set the address until it is set, then look after it until the process is to stop.

        Raises `IntakeError` if Telegram does not accept the token or the address.
        """
        failures = 0
        while not stop.is_set():
            try:
                if not self._is_set or (await self._bot.get_webhook_info()).url != self._url:
                    await self._set()
                self._outage.over()
                failures, pause = 0, _LOOK
            except InvalidToken:
                raise IntakeError(rejected()) from None
            except BadRequest as error:
                raise IntakeError(f"telegram.webhook_url: Telegram does not take it: {error.message}.") from None
            except TelegramError as error:
                self._outage.failed(error=type(error).__name__)
                pause = asked_pause(error) if isinstance(error, RetryAfter) else backoff(failures)
                failures += 1
            await stop.pause(pause)

    async def _set(self) -> None:
        if self._is_set:
            log.warning("somebody has changed or removed the webhook; setting it again")
        await self._bot.set_webhook(
            self._url, allowed_updates=list(UPDATES), max_connections=CONNECTIONS, secret_token=self._secret
        )
        if not self._is_set:
            log.info("the webhook is set")
        self._is_set = True
