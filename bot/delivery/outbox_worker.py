"""Sends what is in the outbox: one process at a time, which holds the lease, looks after the schedule and reports."""

import asyncio
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog
from telegram.error import BadRequest, Forbidden, RetryAfter, TelegramError

from bot.delivery.dispatcher import REPEATS, WORKERS, Channel, Dispatcher
from bot.delivery.heartbeat_file import HeartbeatFile
from bot.delivery.lease_watch import LeaseWatch, new_holder
from bot.delivery.rate_limiter import RateLimiter
from bot.outages import OutageLog
from bot.retries import asked_pause, backoff
from bot.storage import Lease, Outbox, StorageError
from bot.storage.notices import Progress
from bot.storage.properties import OUTAGE, Properties

RATE = 25.0
"""Messages a second: Telegram allows about 30, and answers to questions go besides."""
LEASE = 6.0
"""Seconds without a sign of life after which another process becomes the sender."""
IDLE = 1.0
"""Seconds between two looks at what is scheduled, and at who leads."""
HEAD_START = 0.2
"""Seconds that the first notices have for themselves before anything else of weight is done."""
REPORT = 3.0
"""Seconds between two looks at the progress that admins are shown."""
_CLOCK_SET = 60.0
"""Seconds by which a clock does not run ahead or behind by itself."""

log = structlog.get_logger()


class ReportingChannel(Channel, Protocol):
    """What sends deliveries, and shows admins how far they are."""

    async def report(self, progress: Progress, rate: float | None) -> None:
        """Show an admin how far a notice is, and how many are sent a second, if known; raises `TelegramError`."""


class Schedule(Protocol):
    """What the sender looks after besides. All raise `StorageError` if the storage fails."""

    async def begin(self) -> None:
        """Keep which base the process has that sends now."""

    async def publish_due(self, fencing_token: int) -> None:
        """Publish what was scheduled and whose time has come."""

    async def progress(self, now: float) -> Sequence[Progress]:
        """Return how far the notices are whose progress an admin is shown."""

    async def reported(self, notice: str) -> None:
        """Keep that an admin has been told how a notice ended."""


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
    ) -> None:
        self._outbox = outbox
        self._channel = channel
        self._clock = clock
        self._limiter = RateLimiter(rate, time.monotonic)
        self._workers = workers
        self._lease = lease
        self._holder = new_holder()
        self._lease_watch = LeaseWatch(lease)
        self._heartbeat_file = heartbeat_file
        self._schedule = schedule
        self._properties = properties
        self._repeats = repeats
        self._unpublished = OutageLog("what is scheduled could not be published; trying again", "error")
        self._stop = asyncio.Event()
        self._lost = asyncio.Event()
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
                dead_holder_heartbeat = self._lease_watch.dead_holder_heartbeat(await self._outbox.lease())
                lease = await self._outbox.acquire(self._holder, dead_holder_heartbeat)
                outage.over()
                if lease is None:
                    self.begun.set()
                    await self._pause(min(IDLE, self._lease / 6))
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
        self._lost.clear()
        fencing_token, drift = lease.fencing_token, self._drift()
        sending = Dispatcher(
            self._outbox,
            self._channel,
            self._limiter,
            self._now,
            fencing_token,
            self._outage,
            self._workers,
            self._repeats,
        )
        self._wake = sending.wake
        beside = [asyncio.create_task(self._keep(fencing_token)), asyncio.create_task(self._report())]
        looked = float("-inf")
        try:
            await self._take_over(lease)
            asyncio.get_running_loop().call_later(HEAD_START, self.begun.set)
            while not self._over():
                if time.monotonic() - looked >= IDLE:
                    drift = self._follow_clock(drift)
                    await self._publish_due(fencing_token)
                    looked = time.monotonic()
                await sending.step()
            await sending.finish()
            if self._stop.is_set() and not self._lost.is_set():
                await self._outbox.release_lease(fencing_token)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await sending.abandon()

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

    async def _take_over(self, lease: Lease) -> None:
        """See what an earlier sender left: what was under way, what is late, and whether the database is an old one."""
        restored = self._heartbeat_file is not None and self._heartbeat_file.read() >= lease.heartbeats
        interrupted = await self._outbox.recover(lease.fencing_token, self._now())
        held = await self._outbox.hold(lease.fencing_token, self._now(), restored)
        if restored and held:
            log.error(
                "the database was restored from a backup; what waits is held: casewire deliveries shows it", held=held
            )
        await self._outage(begins=False)
        if self._schedule is not None:
            await self._schedule.begin()
        log.info("sending notices", fence=lease.fencing_token, interrupted=interrupted, held=held)
        self._testify(lease)

    def _testify(self, lease: Lease) -> None:
        if self._heartbeat_file is not None:
            self._heartbeat_file.write(lease.heartbeats)

    async def _keep(self, fencing_token: int) -> None:
        """Keep the lease; once it cannot be kept, nothing more is sent."""
        kept = time.monotonic()
        while not self._over():
            await asyncio.sleep(self._lease / 3)
            asked = time.monotonic()
            try:
                lease = await self._outbox.acquire(self._holder)
            except StorageError as error:
                log.warning("the sender's lease could not be kept; trying again", error=str(error))
                if time.monotonic() - kept < self._lease * 2 / 3:
                    continue
                lease = None
            if lease is not None and lease.fencing_token == fencing_token:
                kept = asked
                self._testify(lease)
                continue
            log.warning("another process sends the notices now, or the lease ran out", fence=fencing_token)
            self._lost.set()
            self._wake()

    async def _report(self) -> None:
        """Show admins how far their notices are, every few seconds."""
        seen: dict[str, tuple[float, Progress, bool]] = {}
        while self._schedule is not None and not self._over():
            await self._pause(REPORT)
            try:
                for progress in await self._schedule.progress(self._now()):
                    await self._show(progress, seen, self._schedule)
            except StorageError as error:
                log.warning("admins are not shown the progress", error=str(error))

    async def _show(
        self, progress: Progress, seen: dict[str, tuple[float, Progress, bool]], schedule: Schedule
    ) -> None:
        """Show how far a notice is; `seen` has when it was looked at, how far it was, and whether that was shown."""
        now = time.monotonic()
        at, before, shown = seen.get(progress.notice, (now, progress, False))
        rate = (progress.done - before.done) / (now - at) if now > at else None
        seen[progress.notice] = now, progress, shown and progress == before
        if shown and progress == before:
            return
        try:
            async with self._limiter.slot(progress.place.chat_id):
                await self._channel.report(progress, rate)
        except (BadRequest, Forbidden) as error:
            log.warning("an admin cannot be shown the progress", error=_plain(error))
        except TelegramError as error:
            log.warning("an admin is not shown the progress yet", error=_plain(error))
            if isinstance(error, RetryAfter):
                self._limiter.stop_chat(progress.place.chat_id, asked_pause(error))
            return
        else:
            seen[progress.notice] = now, progress, not rate
            if progress.left:
                return
        await schedule.reported(progress.notice)

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
        return self._stop.is_set() or self._lost.is_set()

    def _now(self) -> float:
        return self._clock().timestamp()

    async def _pause(self, seconds: float) -> None:
        """Wait, but not longer than until the loop is asked to stop."""
        try:
            await asyncio.wait_for(self._stop.wait(), seconds)
        except TimeoutError:
            return


def _plain(error: TelegramError) -> str:
    """Return what Telegram said, without what names a chat."""
    return error.message[:100]
