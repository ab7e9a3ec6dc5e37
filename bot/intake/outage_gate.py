"""Holds answers back while Telegram does not take them: all wait, and one at a time probes."""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.circuit_breaker import CircuitBreaker
from bot.outages import OutageLog

_SPREAD = 1.0
"""Maximum seconds by which answers that waited are spread at random once an outage is over."""


class OutageGate:
    """Open, it lets every attempt through. Once attempts fail, they queue up, and only the first of them goes on.

    Before an attempt is spent, Telegram is asked for a sign of life (`is_alive`): if it gave none before and does now,
    the outage is over.
    """

    def __init__(self, is_alive: Callable[[], Awaitable[bool]], pause: Callable[[float], Awaitable[bool]]) -> None:
        """Take a pause that returns early, and then False, once the process is to stop."""
        self._is_alive = is_alive
        self._pause = pause
        self._breaker = CircuitBreaker(time.monotonic)
        self._queue = asyncio.Lock()
        self._was_dead = False
        self._over = asyncio.Event()
        self._log = OutageLog("Telegram does not take answers; they wait until it does")

    @property
    def is_outage(self) -> bool:
        """Whether nothing but probes is let through."""
        return self._breaker.is_open

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[bool]:
        """Wait until an attempt may be made; yield False if the process is to stop first."""
        if not self._doubts():
            yield True
            return
        async with self._queue:
            goes_on = await self._wait_to_probe()
            if self.is_outage:
                yield goes_on
                return
        yield goes_on

    async def rest(self, seconds: float) -> None:
        """Wait before the next attempt, but not longer than until an outage is over."""
        over = self._over
        resting, ending = asyncio.ensure_future(self._pause(seconds)), asyncio.ensure_future(over.wait())
        try:
            await asyncio.wait({resting, ending}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (resting, ending):
                task.cancel()
            await asyncio.gather(resting, ending, return_exceptions=True)
        if over.is_set():
            await self._pause(random.uniform(0, _SPREAD))  # noqa: S311

    def failed(self) -> None:
        """Count an attempt that failed for no fault of its chat's."""
        self._log.failed()
        self._breaker.failed()

    async def succeeded(self) -> None:
        """Take an update that was answered as the end of an outage, if Telegram lives: some need no message."""
        if self.is_outage and not await self._is_alive():
            self._breaker.found_dead()
            return
        self._end()

    def _doubts(self) -> bool:
        return self._breaker.is_open or self._breaker.is_suspect

    async def _wait_to_probe(self) -> bool:
        """Wait until it is time to probe, or the outage is over; return False if the process is to stop first."""
        while self._doubts():
            if not await self._pause(max(self._breaker.pause(), 0)):
                return False
            if not self._doubts():
                break
            if await self._is_alive():
                self._breaker.found_alive()
                if self._was_dead:
                    self._end()
                break
            self._was_dead = True
            self._breaker.found_dead()
        return True

    def _end(self) -> None:
        """Let everything through again."""
        self._was_dead = False
        self._log.over()
        if self._breaker.succeeded():
            self._over.set()
            self._over = asyncio.Event()
