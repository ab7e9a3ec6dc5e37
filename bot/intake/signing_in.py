"""Asks Telegram who the bot is, until it answers."""

import asyncio
from contextlib import suppress

from telegram.error import InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.intake.polling import IntakeError, rejected
from bot.outages import OutageLog
from bot.retries import asked_pause, backoff


async def sign_in(bot: ExtBot[None], stop: asyncio.Event) -> bool:
    """Ask Telegram who the bot is, until it answers; False if the process is stopped first.

    Raises `IntakeError` for a token that is not accepted.
    """
    failures, outage = 0, OutageLog("Telegram cannot be reached; trying again")
    while not stop.is_set():
        try:
            await bot.initialize()
        except InvalidToken:
            raise IntakeError(rejected()) from None
        except TelegramError as error:
            outage.failed(error=type(error).__name__)
            pause = asked_pause(error) if isinstance(error, RetryAfter) else backoff(failures)
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            failures += 1
        else:
            outage.over()
            return True
    return False
