"""Takes updates in: poll, begin with what is new, and acknowledge only what is finished or parked."""

import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

import structlog
from telegram.ext import Application

from bot.intake.polling import Poller
from bot.intake.processing import PARK_AFTER, Processor
from bot.intake.reader_limits import UNLIMITED, ReaderLimits, Verdict
from bot.intake.updates import MOST, Batch, Incoming, restored
from bot.intake.window import Window
from bot.intake.work import Hints, Inbox, Work
from bot.meters import UNMETERED, Meter
from bot.outages import OutageLog
from bot.retries import Attempts, backoff
from bot.stopping import Stop
from bot.storage import StorageError

_GLANCE = 0.1
_LONGEST_GLANCE = 0.5
"""Seconds between polls while answers are under way: Telegram then shows the unfinished updates again at once."""
PATIENCE = 10.0
"""Seconds that answers under way get at a stop."""
_FEW = MOST // 2
"""Number of updates under way up to which a full window is parked whole."""
_PRUNE = 1.0
"""Seconds between two deletions of finished updates."""
_CALM = 60.0
"""Seconds without a full window, or without a message that is passed over, after which that is over."""

T = TypeVar("T")
log = structlog.get_logger()


class Intake:
    """The loop between Telegram and the handlers.

    Telegram forgets the updates below the offset of a poll, so the offset is the first one that is neither finished
    nor parked: after a kill, everything unfinished comes again. What waits is parked in the storage, since one poll
    brings at most 100 updates from the offset on.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        inbox: Inbox,
        clock: Callable[[], datetime],
        concurrency: int = 32,
        poll_seconds: int = 30,
        patience: float = PATIENCE,
        limits: ReaderLimits | None = None,
        hints: Hints | None = None,
        meter: Meter = UNMETERED,
    ) -> None:
        self._bot = application.bot
        self._inbox = inbox
        self._clock = clock
        self._poll_seconds = poll_seconds
        self._patience = patience
        self._limits = limits or ReaderLimits(UNLIMITED)
        self._stop = Stop()
        self._window: Window[Work] = Window()
        self._poller = Poller(self._bot, self._stop, self._window.reset)
        self._processor = Processor(application, inbox, self._stop, clock, concurrency, self._closed, hints, meter)
        self._trusts_inbox = False
        self._is_renumbered = False
        self._pruned, self._prune_at = 0, 0.0
        self._full = OutageLog("the window of 100 updates is full; what waits is parked", calm=_CALM)
        self._shed = OutageLog("a chat sends more than can be answered; passing over the rest", calm=_CALM)

    def stop(self) -> None:
        """Ask the loop to finish what is under way and end."""
        self._stop.set()

    @property
    def stopping(self) -> bool:
        """Whether the loop has been asked to stop."""
        return self._stop.is_set()

    async def pause(self, seconds: float) -> None:
        """Wait, but not longer than until the loop is asked to stop."""
        await self._stop.pause(seconds)

    async def run(self) -> None:
        """Take updates in until `stop` is called.

        Raises `IntakeError` if Telegram does not accept the token, `StorageError` if the storage fails from the start
        to the stop.
        """
        try:
            await self._unpark()
            await self._take_in()
            await self._wind_up()
        finally:
            await self._processor.cancel()
        if self._processor.broken is not None:
            raise self._processor.broken

    async def _unpark(self) -> None:
        """Go on with what an earlier process left parked."""
        parked = await self._stored(lambda: self._inbox.parked(self._clock()))
        claims = [one.update_id for one in parked if not one.raw]  # left by a webhook: Telegram has them still
        if claims:
            await self._stored(lambda: self._inbox.unpark(claims))
        for one in parked:
            item = restored(one.raw, self._bot)
            if item is not None:
                self._processor.start(Work(item, Attempts(copies=one.copies), one.due_at, is_parked=True))

    async def _take_in(self) -> None:
        glance, holds = _GLANCE, False
        while not self._stop.is_set():
            offset = self._window.offset
            waiting = 0 if self._window.open or holds else self._poll_seconds
            batch = await self._poller.poll(offset, waiting)
            if batch is None:
                holds = self._processor.hold(False)
                continue
            fresh = await self._begin(batch, offset)
            await self._prune(offset)
            await self._park(batch)
            holds = self._processor.hold(batch.is_full and not self._window.open)
            if holds:
                continue  # taking in what is there comes before answering: most of it may be one chat's
            glance = _GLANCE if fresh else min(glance * 2, _LONGEST_GLANCE)
            if self._window.open:
                under_way = list(self._window.open.values())
                await self._stop.race(self._processor.ended(under_way[:1] if batch.is_full else under_way), glance)
            elif (batch.items or batch.nameless) and self._window.offset == offset:
                await self._stop.pause(glance)  # the next poll would bring the same

    async def _begin(self, batch: Batch, offset: int) -> int:
        """Begin with the updates that are neither under way nor finished; return how many these are."""
        if self._window.is_renumbered(batch.items, offset):
            await self._renumber()
        new = [item for item in batch.items if not self._window.knows(item)]
        served = [item for item in new if self._is_served(item)]
        known = await self._known([item.update_id for item in served]) if served else frozenset()
        for item in new:
            self._window.close(item)
        for item in served:
            if item.update_id not in known:
                work = Work(item)
                self._window.begin(item, work)
                self._processor.start(work)
        self._window.advance(batch.items, offset, batch.trailing)
        return len(new)

    def _is_served(self, item: Incoming) -> bool:
        """Whether an update is of a kind that has handlers, and its chat sends no more than it may."""
        if not item.is_served:
            return False
        under_way, of_chat = self._processor.load(item.chat)
        verdict = self._limits.verdict(item, under_way, of_chat)
        if verdict is Verdict.SERVED:
            return True
        self._shed.failed()
        if verdict is Verdict.TOLD:
            self._processor.slow_down(item)
        return False

    async def _renumber(self) -> None:
        """Go on in another numbering: its ids may be those of updates that are finished."""
        log.warning("Telegram numbers its updates anew; going on from there")
        await self._processor.park(self._window.open.values())
        self._window.renumber()
        self._is_renumbered = True

    async def _known(self, ids: Sequence[int]) -> frozenset[int]:
        """Return which updates are finished, or parked by another process.

        What an earlier process had begun with is in the first poll, so this must be known then; later, answering comes
        first.
        """
        if not self._trusts_inbox:
            found = await self._stored(lambda: self._inbox.known(ids, self._clock()))
            self._trusts_inbox = True
            return found
        try:
            if self._is_renumbered:
                await self._inbox.forget()
                self._is_renumbered = False
            return await self._inbox.known(ids, self._clock())
        except StorageError as error:
            self._processor.storage_log.failed(error=str(error))
            return frozenset()

    async def _park(self, batch: Batch) -> None:
        """Park what keeps the window from moving on: what waits for long, and if it is full, for others of its chat.

        If only a few are left then, they hold up many that came after them, and are parked too.
        """
        under_way = list(self._window.open.values())
        if batch.is_full:
            self._full.failed()
            queued = [work for work in under_way if work.is_queued]
            await self._processor.park(queued if len(under_way) - len(queued) > _FEW else under_way)
            return
        self._full.calm_down()
        self._shed.calm_down()
        late = time.monotonic() - PARK_AFTER
        stuck = self._processor.is_stuck
        await self._processor.park([work for work in under_way if work.begun_at < late or stuck(work)])

    def _closed(self, work: Work) -> None:
        if self._window.open.get(work.item.update_id) is work:
            self._window.close(work.item)

    async def _prune(self, offset: int) -> None:
        """Forget, now and then, what Telegram has been told is finished."""
        offset = min(offset, self._window.offset)  # lower after a renumbering
        self._window.forget(offset)
        if offset == self._pruned or time.monotonic() < self._prune_at:
            return
        try:
            await self._inbox.prune(offset)
        except StorageError as error:
            self._processor.storage_log.failed(error=str(error))
            return
        self._pruned, self._prune_at = offset, time.monotonic() + _PRUNE

    async def _wind_up(self) -> None:
        """Give what is under way a little time, then tell Telegram what is finished."""
        await self._processor.end(self._patience)
        if offset := self._window.offset:
            await self._poller.acknowledge(offset)

    async def _stored(self, work: Callable[[], Awaitable[T]]) -> T:
        """Return the result of the storage, which is asked until it works.

        Raises `StorageError` if the loop is asked to stop first.
        """
        failures = 0
        while True:
            try:
                return await work()
            except StorageError as error:
                if self._stop.is_set():
                    raise
                self._processor.storage_log.failed(error=str(error))
            await self.pause(backoff(failures))
            failures += 1
