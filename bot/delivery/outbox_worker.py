"""Sends what is in the outbox: one process at a time, which looks after the schedule and reports."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from bot.delivery import progress
from bot.delivery.attempts import REPEATS, Channel
from bot.delivery.dispatcher import WORKERS, Dispatcher
from bot.delivery.heartbeat_file import HeartbeatFile
from bot.delivery.leadership import LEASE, Leadership
from bot.delivery.progress import ProgressReports, Reporter, Watched
from bot.delivery.rate_limiter import RateLimiter
from bot.meters import UNMETERED, Meter
from bot.outages import OutageLog
from bot.retries import backoff
from bot.storage import Lease, Outbox, StorageError
from bot.storage.properties import OUTAGE, Properties

RATE = 25.0
"""Maximum messages a second: Telegram allows about 30, and answers to questions go besides."""
IDLE = 1.0
"""Seconds between two looks at what is scheduled, and at who leads."""
HEAD_START = 0.2
"""Seconds that the first notices have for themselves before anything else of weight is done; arbitrary."""
_CLOCK_SET = 60.0
"""Seconds by which a clock does not run ahead or behind by itself."""

log = structlog.get_logger()


class ReportingChannel(Channel, Reporter, Protocol):
    """What sends deliveries, and shows admins how far they are."""


class Schedule(Watched, Protocol):
    """What the sender looks after besides. All raise `StorageError` if the storage fails."""

    async def publish_due(self, fencing_token: int) -> None:
        """Publish what was scheduled and whose time has come."""


class OutboxWorker:
    """The loop between the outbox and Telegram. It never sends what it could not record first."""

    def __init__(
        self,
        outbox: Outbox,
        channel: ReportingChannel,
        clock: Callable[[], datetime],
        rate: float = RATE,
        workers: int = WORKERS,
        lease: float = LEASE,
        heartbeat_file: HeartbeatFile | None = None,
        schedule: Schedule | None = None,
        properties: Properties | None = None,
        repeats: Sequence[float] = REPEATS,
        meter: Meter = UNMETERED,
    ) -> None:
        """Take the clock in UTC, messages a second, how many at once, and the seconds of the lease."""
        self._outbox = outbox
        self._channel = channel
        self._clock = clock
        self._limiter = RateLimiter(rate, time.monotonic)
        self._workers = workers
        self._seconds = lease
        self._leadership = Leadership(outbox, self._now, lease, heartbeat_file)
        self._schedule = schedule
        self._properties = properties
        self._repeats = repeats
        self._meter = meter
        self._unpublished = OutageLog("what is scheduled could not be published; trying again", "error")
        self._stop = asyncio.Event()
        self._wake: Callable[[], None] = lambda: None
        self.begun = asyncio.Event()
        """Set once the first notices are under way, or it is clear that this process cannot send now."""

    def stop(self) -> None:
        """Ask the loop to finish the messages under way and end."""
        self._stop.set()
        self._wake()

    async def run(self) -> None:
        """Send until `stop` is called."""
        failures, outage = 0, OutageLog("notices are not sent, for that could not be recorded; trying again", "error")
        while not self._stop.is_set():
            try:
                lease = await self._leadership.acquire()
                outage.over()
                if lease is None:
                    self.begun.set()
                    await self._pause(min(IDLE, self._seconds / 6))
                    continue
                await self._lead(lease)
                failures = 0
            except StorageError as error:
                self.begun.set()
                outage.failed(error=str(error))
                await self._pause(backoff(failures))
                failures += 1

    async def _lead(self, lease: Lease) -> None:
        """Send as long as this process is the sender."""
        token, drift = lease.fencing_token, self._drift()
        self._meter.sender_started()
        sending = Dispatcher(
            self._outbox,
            self._channel,
            self._limiter,
            self._now,
            token,
            self._outage,
            self._workers,
            self._repeats,
            self._meter,
        )
        self._wake = sending.wake
        beside = [asyncio.create_task(self._keep(token)), asyncio.create_task(self._report())]
        looked = float("-inf")
        try:
            await self._take_over(lease)
            asyncio.get_running_loop().call_later(HEAD_START, self.begun.set)
            while not self._over():
                if time.monotonic() - looked >= IDLE:
                    drift = self._follow_clock(drift)
                    await self._publish_due(token)
                    looked = time.monotonic()
                await sending.step()
            await sending.finish()
            if self._stop.is_set() and not self._leadership.lost.is_set():
                await self._leadership.release(token)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await sending.abandon()
            if self._leadership.lost.is_set():
                self._meter.sender_started_falsely()

    async def _take_over(self, lease: Lease) -> None:
        interrupted, held = await self._leadership.take_over(lease)
        await self._outage(begins=False)
        log.info("sending notices", fence=lease.fencing_token, interrupted=interrupted, held=held)
        self._leadership.keep_heartbeat(lease)

    async def _keep(self, fencing_token: int) -> None:
        await self._leadership.keep(fencing_token, self._stop)
        self._wake()

    async def _report(self) -> None:
        """Show admins how far their notices are, every few seconds."""
        if self._schedule is None:
            return
        reports = ProgressReports(self._schedule, self._channel, self._limiter, self._now)
        while not self._over():
            await self._pause(progress.EVERY)
            await reports.show()

    async def _publish_due(self, fencing_token: int) -> None:
        """Publish what was scheduled and whose time has come; if that fails, it is tried again."""
        if self._schedule is None:
            return
        try:
            await self._schedule.publish_due(fencing_token)
        except StorageError as error:
            self._unpublished.failed(error=str(error))
        else:
            self._unpublished.over()

    async def _outage(self, begins: bool) -> None:
        """Keep for the operator since when Telegram does not answer, or that it does."""
        if self._properties is None:
            return
        try:
            await self._properties.set(OUTAGE, f"{self._clock():%Y-%m-%d %H:%M}" if begins else None)
        except StorageError as error:
            log.warning("that Telegram does not answer could not be recorded", error=str(error))

    def _drift(self) -> float:
        """Return by how much the clock is ahead of one that is never set."""
        return self._now() - time.monotonic()

    def _follow_clock(self, before: float) -> float:
        """Say so if the clock was set since; return its drift."""
        drift = self._drift()
        if abs(drift - before) > _CLOCK_SET:
            log.warning("the clock was set; notices that wait for their hour follow it", seconds=round(drift - before))
            return drift
        return before

    def _over(self) -> bool:
        return self._stop.is_set() or self._leadership.lost.is_set()

    def _now(self) -> float:
        return self._clock().timestamp()

    async def _pause(self, seconds: float) -> None:
        """Wait, but not longer than until the loop is asked to stop."""
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return
