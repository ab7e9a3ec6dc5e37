"""Sends what is in the outbox: one process at a time, marked before, acknowledged after, at an even pace."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Protocol, TypeVar

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.failures import asked_pause, backoff, surely_not_sent
from bot.pace import Pace
from bot.storage import Delivery, Lease, Outbox, StorageError
from bot.storage.notices import Progress
from bot.watch import Watch, new_holder
from bot.witness import Witness

RATE = 25.0
"""Messages a second: Telegram allows about 30, and answers to questions go besides."""
WORKERS = 4
"""So many messages are under way at once, and no more may be sent twice after a kill."""
LEASE = 6.0
"""Seconds without a sign of life after which another process becomes the sender."""
IDLE = 1.0
REPORT = 3.0
"""Seconds between two looks at the progress that admins are shown."""
_CLOCK_SET = 60.0
"""Seconds by which a clock does not run ahead or behind by itself."""
_BATCH = 200
_NO_CHAT = (
    "chat not found",
    "user is deactivated",
    "peer_id_invalid",
    "group chat was deactivated",
    "not enough rights",
)

T = TypeVar("T")
log = structlog.get_logger()


class Post(Protocol):
    """What puts a delivery into words and sends it."""

    async def send(self, delivery: Delivery, silent: bool) -> int:
        """Send a delivery and return the id of the message; raises `TelegramError`."""

    async def report(self, progress: Progress, rate: float | None) -> None:
        """Show an admin how far a notice is, and how many are sent a second, if known; raises `TelegramError`."""


class Schedule(Protocol):
    """What the sender looks after besides. All raise `StorageError` if the storage fails."""

    async def publish_due(self, fence: int) -> None:
        """Publish what was scheduled and whose time has come."""

    async def progress(self) -> Sequence[Progress]:
        """Return how far the notices are whose progress an admin is shown."""

    async def reported(self, notice: str) -> None:
        """Keep that an admin has been told how a notice ended."""


class Sender:
    """The loop between the outbox and Telegram. It never sends what it could not record first."""

    def __init__(
        self,
        outbox: Outbox,
        post: Post,
        clock: Callable[[], datetime],
        rate: float = RATE,
        workers: int = WORKERS,
        lease: float = LEASE,
        witness: Witness | None = None,
        schedule: Schedule | None = None,
    ) -> None:
        self._outbox = outbox
        self._post = post
        self._clock = clock
        self._pace = Pace(rate, time.monotonic)
        self._workers = workers
        self._lease = lease
        self._holder = new_holder()
        self._watched = Watch(lease)
        self._witness = witness
        self._schedule = schedule
        self._stop = asyncio.Event()
        self._lost = asyncio.Event()

    def stop(self) -> None:
        """Ask the loop to finish the messages under way and end."""
        self._stop.set()

    async def run(self) -> None:
        """Send until `stop` is called."""
        failures = 0
        while not self._stop.is_set():
            try:
                stale = self._watched.stale(await self._outbox.lease())
                lease = await self._outbox.lead(self._holder, stale)
                if lease is None:
                    await self._pause(min(IDLE, self._lease / 6))
                    continue
                await self._lead(lease)
                failures = 0
            except StorageError as error:
                log.error("notices are not sent, for that could not be recorded; trying again", error=str(error))
                await self._pause(backoff(failures))
                failures += 1

    async def _lead(self, lease: Lease) -> None:
        """Send as long as this process is the sender."""
        self._lost.clear()
        fence, drift = lease.fence, self._drift()
        beside = [asyncio.create_task(self._keep(fence)), asyncio.create_task(self._report())]
        try:
            await self._take_over(lease)
            while not self._over():
                drift = self._follow_clock(drift)
                if self._schedule is not None:
                    await self._schedule.publish_due(fence)
                due = await self._outbox.waiting(self._now(), _BATCH)
                await self._send_all(due, fence)
                if not due:
                    await self._pause(IDLE)
            if self._stop.is_set() and not self._lost.is_set():
                await self._outbox.give_up(fence)
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)

    async def _take_over(self, lease: Lease) -> None:
        """See what an earlier sender left: what was under way, what is late, and whether the database is an old one."""
        restored = self._witness is not None and self._witness.read() >= lease.beats
        interrupted = await self._outbox.recover(lease.fence, self._now())
        held = await self._outbox.hold(lease.fence, self._now(), restored)
        if restored and held:
            log.error(
                "the database was restored from a backup; what waits is held: casewire deliveries shows it", held=held
            )
        log.info("sending notices", fence=lease.fence, interrupted=interrupted, held=held)
        self._testify(lease)

    def _testify(self, lease: Lease) -> None:
        if self._witness is not None:
            self._witness.write(lease.beats)

    async def _keep(self, fence: int) -> None:
        """Keep the lease; once it cannot be kept, nothing more is sent."""
        kept = time.monotonic()
        while not self._over():
            await asyncio.sleep(self._lease / 3)
            asked = time.monotonic()
            try:
                lease = await self._outbox.lead(self._holder)
            except StorageError as error:
                log.warning("the sender's lease could not be kept; trying again", error=str(error))
                if time.monotonic() - kept < self._lease * 2 / 3:
                    continue
                lease = None
            if lease is not None and lease.fence == fence:
                kept = asked
                self._testify(lease)
                continue
            log.warning("another process sends the notices now, or the lease ran out", fence=fence)
            self._lost.set()

    async def _report(self) -> None:
        """Show admins how far their notices are, every few seconds."""
        seen: dict[str, tuple[float, Progress, bool]] = {}
        while self._schedule is not None and not self._over():
            await self._pause(REPORT)
            try:
                for progress in await self._schedule.progress():
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
            async with self._pace.turn(progress.place.chat_id):
                await self._post.report(progress, rate)
        except (BadRequest, Forbidden) as error:
            log.warning("an admin cannot be shown the progress", error=_plain(error))
        except TelegramError as error:
            log.warning("an admin is not shown the progress yet", error=_plain(error))
            if isinstance(error, RetryAfter):
                self._pace.stop(asked_pause(error))
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

    async def _send_all(self, due: list[Delivery], fence: int) -> None:
        left = iter(due)
        workers = [asyncio.create_task(self._work(left, fence)) for _ in range(min(self._workers, len(due)))]
        try:
            await asyncio.gather(*workers)
        finally:
            for worker in workers:
                worker.cancel()
            await asyncio.gather(*workers, return_exceptions=True)

    async def _work(self, left: Iterator[Delivery], fence: int) -> None:
        for delivery in left:
            async with self._pace.turn(delivery.chat_id):
                if self._over():
                    return
                if not await self._outbox.mark(delivery, fence, self._now()):
                    continue
                told = await self._attempt(delivery)
            if isinstance(told, TelegramError):
                await self._failed(delivery, fence, told)
            else:
                await self._recorded(partial(self._outbox.sent, delivery, fence, told, self._now()))

    async def _attempt(self, delivery: Delivery) -> int | TelegramError:
        """Send one delivery that is marked; return the message's id, or what went wrong."""
        try:
            return await self._post.send(delivery, delivery.silent or delivery.doubts > 0)
        except TelegramError as error:
            return error

    async def _failed(self, delivery: Delivery, fence: int, error: TelegramError) -> None:
        outbox, now = self._outbox, self._now()
        work: Callable[[], Awaitable[None]]
        match error:
            case RetryAfter():
                seconds = asked_pause(error)
                self._pace.stop(seconds)
                log.warning("Telegram asks for a pause; obeying", seconds=seconds)
                work = partial(outbox.again, delivery, fence, now + seconds, "asked to wait", now, doubt=False)
            case Forbidden():
                work = partial(outbox.gone, delivery, fence, _plain(error), now)
            case ChatMigrated():
                work = partial(outbox.moved, delivery, fence, error.new_chat_id, now)
            case BadRequest() if any(sign in error.message.casefold() for sign in _NO_CHAT):
                work = partial(outbox.gone, delivery, fence, _plain(error), now)
            case BadRequest():
                log.error("a notice was refused", error=_plain(error))
                work = partial(outbox.ended, delivery, fence, "skipped", _plain(error), now)
            case _:
                doubt = not surely_not_sent(error)
                due = now + backoff(delivery.doubts + 1)
                note = "perhaps sent" if doubt else "not sent"
                work = partial(outbox.again, delivery, fence, due, note, now, doubt=doubt)
        await self._recorded(work)

    async def _recorded(self, work: Callable[[], Awaitable[T]]) -> None:
        """Record what came of a message, until the storage does; a stop leaves it to the next start."""
        failures = 0
        while True:
            try:
                await work()
                return
            except StorageError as error:
                if self._over():
                    raise
                log.error("a sent notice could not be recorded; trying again", error=str(error))
                await self._pause(backoff(failures))
                failures += 1

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
