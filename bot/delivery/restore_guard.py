"""Notices a database that was restored from a backup, by a count that Telegram keeps for the bot.

The file of `heartbeat_file.py` notices it too, and a backup of some seconds ago, but only on the same machine.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime
from typing import Protocol

import structlog
from telegram import Bot, BotCommand
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.delivery.telegram_channel import TelegramChannel
from bot.outages import OutageLog
from bot.retries import asked_pause, backoff
from bot.storage import Delivery, StorageError
from bot.storage.marks import Marks
from knowledge.model import KnowledgeBase

MARK_EVERY = 60.0
"""Seconds between two marks while messages are sent: what is sent between them may come twice after a restore."""
FLUSH = 5.0
"""Maximum seconds that a stop waits for the last mark."""
LANGUAGE = "vo"
"""The language whose command menu is the mark: Volapük, in which Telegram has no app."""

log = structlog.get_logger()


class Mark(Protocol):
    """A count outside the database, and of which database it is. Both methods raise `TelegramError`."""

    async def read(self, identity: str) -> int:
        """Return the count that was kept for a database; 0 if none was."""

    async def write(self, identity: str, count: int) -> None:
        """Keep the count of a database in place of what was kept before."""


class TelegramMark:
    """A count in the description of a command that nobody is shown."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    async def read(self, identity: str) -> int:
        """Return the count that was kept for a database; 0 if none was."""
        commands = await self._bot.get_my_commands(language_code=LANGUAGE)
        found = (re.fullmatch(rf"{re.escape(identity)} (\d{{1,18}})", command.description) for command in commands)
        return max((int(match[1]) for match in found if match), default=0)

    async def write(self, identity: str, count: int) -> None:
        """Keep the count of a database in place of what was kept before."""
        await self._bot.set_my_commands([BotCommand("mark", f"{identity} {count}")], language_code=LANGUAGE)


class RestoreGuard:
    """Counts outside the database how far sending has come, and holds what waits in a database that is behind."""

    def __init__(self, marks: Marks, place: Mark, clock: Callable[[], datetime], every: float = MARK_EVERY) -> None:
        self._marks = marks
        self._place = place
        self._clock = clock
        self._every = every
        self._sent = asyncio.Event()

    def sent(self) -> None:
        """Take note that a message was sent."""
        self._sent.set()

    async def check(self) -> None:
        """Hold what waits if the database is behind; raises `TelegramError` and `StorageError`."""
        count = await self._place.read(self._marks.identity)
        held = await self._marks.catch_up(count, self._clock().timestamp())
        if held is not None:
            log.error(
                "the database was restored from a backup; what waits is held, and what is planned has to be approved: "
                "casewire deliveries shows it",
                held=held,
            )

    async def around(self, send: Callable[[], Awaitable[None]], stop: asyncio.Event) -> None:
        """Send once it is known whether the database is an old one, and mark how far that comes."""
        failures, outage = 0, OutageLog("whether the database is an old one cannot be asked; trying again")
        while not stop.is_set():
            try:
                await self.check()
                break
            except (BadRequest, Forbidden) as error:
                log.warning("a database from a backup would not be noticed", error=type(error).__name__)
                break
            except (TelegramError, StorageError) as error:
                outage.failed(error=type(error).__name__)
                pause = asked_pause(error) if isinstance(error, RetryAfter) else backoff(failures)
                failures += 1
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)
        outage.over()
        marking = asyncio.create_task(self.run())
        try:
            await send()
        finally:
            marking.cancel()
            await asyncio.gather(marking, return_exceptions=True)
            await self.flush()

    async def run(self) -> None:
        """Mark how far sending has come: at once when it begins, and then at most every `every` seconds."""
        while True:
            await self._sent.wait()
            await self._mark()
            await asyncio.sleep(self._every)

    async def flush(self) -> None:
        """Mark what was sent since the last mark."""
        if self._sent.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._mark(), FLUSH)

    async def _mark(self) -> None:
        self._sent.clear()
        try:
            await self._place.write(self._marks.identity, await self._marks.advance())
        except (TelegramError, StorageError) as error:
            self._sent.set()
            log.warning("a database from a backup would not be noticed now; trying again", error=type(error).__name__)


class MarkedChannel(TelegramChannel):
    """Sends deliveries by a bot, and says so to a guard."""

    def __init__(self, bot: Bot, base: KnowledgeBase, guard: RestoreGuard) -> None:
        super().__init__(bot, base)
        self._guard = guard

    async def send(self, delivery: Delivery, silent: bool, bare: bool = False) -> int:
        """Send a delivery as `TelegramChannel` does."""
        message_id = await super().send(delivery, silent, bare)
        self._guard.sent()
        return message_id
