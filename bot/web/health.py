"""Whether this process can do its work: named checks, each with the reason why not."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

from telegram import Bot
from telegram.error import TelegramError

from bot.delivery.leadership import LEASE
from bot.delivery.lease_watch import LeaseWatch
from bot.network import Contact
from bot.storage import Lease, Outbox, StorageError

_SECONDS = 2.0
"""Maximum seconds for a check; a proxy or Kubernetes does not wait longer for all of them. Arbitrary."""
_LATELY = 60.0
"""Seconds since Telegram last answered after which it is asked for a sign of life: two polls by default."""

Check = Callable[[], Awaitable[str | None]]
"""Returns why something does not work, None if it does."""


async def failures(checks: Mapping[str, Check]) -> dict[str, str | None]:
    """Ask all checks at once; return for each why it fails, None if it does not."""
    return dict(zip(checks, await asyncio.gather(*map(_within, checks.values())), strict=True))


async def _within(check: Check) -> str | None:
    try:
        return await asyncio.wait_for(check(), _SECONDS)
    except TimeoutError:
        return f"no answer within {_SECONDS:.0f} seconds"


class Readiness:
    """The checks of a running bot: what it needs to answer, and to send notices."""

    def __init__(self, outbox: Outbox, bot: Bot, contact: Contact) -> None:
        self._outbox = outbox
        self._bot = bot
        self._contact = contact
        self._watch = LeaseWatch(LEASE)
        self._stop: asyncio.Event | None = None

    @property
    def checks(self) -> dict[str, Check]:
        """The checks by name."""
        return {"base": self.base, "database": self.database, "sender": self.sender, "telegram": self.telegram}

    def loaded(self, stop: asyncio.Event) -> None:
        """Take note that the base is there, and questions are answered until an event."""
        self._stop = stop

    async def base(self) -> str | None:
        """Check that there is a base to answer from."""
        if self._stop is None:
            return "not loaded yet"
        return "the process stops" if self._stop.is_set() else None

    async def database(self) -> str | None:
        """Check that the database answers."""
        try:
            await self._outbox.lease()
        except StorageError:
            return "cannot be used; the log says why"
        return None

    async def sender(self) -> str | None:
        """Check that some process sends notices."""
        try:
            lease = await self._outbox.lease()
        except StorageError:
            return "not known, for the database cannot be used"
        if not lease.holder:
            return "no process has taken the lease"
        return "the process that has the lease gives no sign of life" if self._is_dead(lease) else None

    async def telegram(self) -> str | None:
        """Check that Telegram answered lately; ask it if nothing else has."""
        if time.monotonic() - self._contact.at <= _LATELY:
            return None
        if self._stop is None:
            return "has not answered yet"
        if self._stop.is_set():
            return "the process stops"
        try:
            await self._bot.get_me()
        except TelegramError:
            return "cannot be reached"
        return None

    def _is_dead(self, lease: Lease) -> bool:
        return self._watch.dead_holder_heartbeat(lease) is not None
