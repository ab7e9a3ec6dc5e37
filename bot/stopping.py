"""A request to stop, and waiting that ends with it."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


class Stop:
    """Whether the process has been asked to stop."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        """Ask it to stop."""
        self._event.set()

    def is_set(self) -> bool:
        """Whether it has been asked."""
        return self._event.is_set()

    async def wait(self) -> None:
        """Wait until it is asked."""
        await self._event.wait()

    async def pause(self, seconds: float) -> bool:
        """Wait, but not longer than until the process is asked to stop; return whether it goes on."""
        await self.race(asyncio.sleep(seconds))
        return not self.is_set()

    async def race(self, work: Awaitable[T], seconds: float | None = None) -> T | None:
        """Return the result of `work`, or None if the process is asked to stop or the time is over first."""
        task = asyncio.ensure_future(work)
        stop = asyncio.create_task(self._event.wait())
        try:
            await asyncio.wait({task, stop}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            return task.result() if task.done() else None
        finally:
            stop.cancel()
            if not task.done():
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
