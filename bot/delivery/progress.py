"""Shows admins how far their notices are, in the place of the button that sent them."""

import time
from collections.abc import Callable, Sequence
from typing import Protocol

import structlog
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.refusals import plain
from bot.retries import asked_pause
from bot.storage import StorageError
from bot.storage.notices import Progress

EVERY = 3.0
"""Seconds between two looks at the progress that admins are shown; arbitrary."""

log = structlog.get_logger()


class Reporter(Protocol):
    """What shows admins how far a notice is."""

    async def report(self, progress: Progress, rate: float | None) -> None:
        """Show how far a notice is, and how many messages are sent a second, if known; raises `TelegramError`."""


class Watched(Protocol):
    """The notices that an admin watches. Both methods raise `StorageError` if the storage fails."""

    async def progress(self, now: float) -> Sequence[Progress]:
        """Return how far the notices are whose progress an admin is shown."""

    async def reported(self, notice: str) -> None:
        """Keep that an admin was shown how a notice ended."""


class ProgressReports:
    """What was shown of each notice, and what is to be shown next."""

    def __init__(self, watched: Watched, reporter: Reporter, limiter: RateLimiter, now: Callable[[], float]) -> None:
        self._watched = watched
        self._reporter = reporter
        self._limiter = limiter
        self._now = now
        self._seen: dict[str, tuple[float, Progress, bool]] = {}
        """When each notice was looked at, how far it was, and whether that was shown."""

    async def show(self) -> None:
        """Show what has changed since the last look."""
        try:
            for progress in await self._watched.progress(self._now()):
                await self._show(progress)
        except StorageError as error:
            log.warning("admins are not shown the progress", error=str(error))

    async def _show(self, progress: Progress) -> None:
        now = time.monotonic()
        at, before, shown = self._seen.get(progress.notice, (now, progress, False))
        rate = (progress.done - before.done) / (now - at) if now > at else None
        self._seen[progress.notice] = now, progress, shown and progress == before
        if shown and progress == before:
            return
        try:
            async with self._limiter.slot(progress.place.chat_id):
                await self._reporter.report(progress, rate)
        except (BadRequest, Forbidden) as error:
            log.warning("an admin cannot be shown the progress", error=plain(error))
        except TelegramError as error:
            log.warning("an admin is not shown the progress yet", error=plain(error))
            if isinstance(error, RetryAfter):
                self._limiter.stop_chat(progress.place.chat_id, asked_pause(error))
            return
        else:
            self._seen[progress.notice] = now, progress, not rate
            if progress.left:
                return
        await self._watched.reported(progress.notice)
