"""An update that Telegram keeps until it is finished: its claim in the database, and the requests that wait for it."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.intake.work import Inbox, Work
from bot.storage.inbox import Parked

CLAIM = 30.0
"""Seconds without a renewal after which a process counts as dead, and its updates may be taken by another."""
AGAIN = 1.0
"""Seconds after which Telegram shall post again where nothing better is known."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """Telegram may forget the update."""


@dataclass(frozen=True, slots=True)
class Later:
    """Telegram shall post the update again, and those after it of its chat not before."""

    seconds: float = AGAIN


Reply = Acknowledged | Later


@dataclass(slots=True)
class Held:
    """An update under way, and what is replied to the requests that wait for it."""

    work: Work
    raw: Any
    """What this process keeps of it in the database: the update, if Telegram has forgotten it."""
    reply: "asyncio.Future[Reply]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def answer(self, reply: Reply) -> None:
        """Let the requests that wait go, and further ones wait anew."""
        if not self.reply.done():
            self.reply.set_result(reply)
        self.reply = asyncio.get_running_loop().create_future()


class ClaimedInbox:
    """The inbox of a processor whose updates Telegram keeps: to park one keeps the claim until its next attempt."""

    def __init__(self, inbox: Inbox, held: dict[int, Held], clock: Callable[[], datetime]) -> None:
        self._inbox = inbox
        self._held = held
        self._clock = clock
        self.known, self.parked, self.unpark = inbox.known, inbox.parked, inbox.unpark
        self.prune, self.forget, self.finish = inbox.prune, inbox.forget, inbox.finish

    async def park(self, some: Sequence[Parked], now: datetime) -> None:
        for one in some:
            await self.repark(one)

    async def repark(self, one: Parked) -> None:
        """Keep the claim, and let Telegram post the update again when its next attempt is due."""
        held = self._held.get(one.update_id)
        if held is not None:
            await self.keep(held, one.due_at + CLAIM)
            held.answer(Later(max(AGAIN, one.due_at - self._clock().timestamp())))

    async def keep(self, held: Held, until: float) -> None:
        """Keep the claim until a time, in UTC seconds since 1970."""
        work = held.work
        await self._inbox.repark(Parked(work.item.update_id, held.raw, work.attempts.copies, until))
