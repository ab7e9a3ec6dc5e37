"""Works updates off: a chat's in order, chats at once, each until it is answered or cannot be."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Iterable
from contextlib import AbstractAsyncContextManager, nullcontext
from datetime import datetime
from typing import Any

import structlog
from telegram import Update
from telegram.error import ChatMigrated, RetryAfter, TelegramError
from telegram.ext import Application

from bot.intake.outage_gate import OutageGate
from bot.intake.updates import Incoming, build, in_chat
from bot.intake.work import Hints, Inbox, Work
from bot.meters import UNMETERED, Meter
from bot.outages import OutageLog
from bot.retries import backoff
from bot.stopping import Stop
from bot.storage import StorageError

PARK_AFTER = 2.0
"""Seconds that an update may be under way before it is parked: no answer that waits may hold the others up."""
HOLD = 0.5
"""Maximum seconds for which no answer is begun with, so that all that is there is taken in first."""
MOST_PARKED = 5_000
"""Maximum number of updates that wait outside the window; the others stay at Telegram."""

log = structlog.get_logger()


class Processor:
    """Answers updates, and keeps which are finished.

    An update that the process stops over stays unfinished, with all that came after it in its chat.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        inbox: Inbox,
        stop: Stop,
        clock: Callable[[], datetime],
        concurrency: int,
        closed: Callable[[Work], None],
        hints: Hints | None,
        meter: Meter = UNMETERED,
    ) -> None:
        """Take what is called with each update that is finished or parked, so that Telegram may forget it."""
        self.storage_log = OutageLog("the storage fails; questions are answered all the same", "error")
        self.works: dict[Work, asyncio.Task[None]] = {}
        self.broken: BaseException | None = None
        self._application = application
        self._inbox = inbox
        self._clock = clock
        self._stop = stop
        self._closed = closed
        self._hints = hints
        self._meter = meter
        self._slots = asyncio.Semaphore(concurrency)
        self._may_answer = asyncio.Event()
        self._may_answer.set()
        self._held_at = self._may_hold_at = 0.0
        self._gate = OutageGate(self._is_alive, stop.pause)
        self._turns: dict[int, asyncio.Lock] = {}
        self._of_chat: Counter[int] = Counter()
        self._parked_of_chat: Counter[int] = Counter()
        self._left_over: set[int] = set()
        self._beside: set[asyncio.Task[None]] = set()
        self._unreadable: set[str] = set()

    def is_stuck(self, work: Work) -> bool:
        """Whether an update waits for one of its chat that is parked."""
        return work.is_queued and self._parked_of_chat[work.item.chat] > 0

    def load(self, chat: int) -> tuple[int, int]:
        """Return how many updates are under way in all, and how many of a chat."""
        return len(self.works), self._of_chat[chat]

    def start(self, work: Work) -> None:
        """Begin with an update; it waits for its chat's turn."""
        chat = work.item.chat
        work.is_queued = self._of_chat[chat] > 0
        self._of_chat[chat] += 1
        self._parked_of_chat[chat] += work.is_parked
        task = asyncio.create_task(self._process(work))
        self.works[work] = task

        def ended(task: asyncio.Task[None]) -> None:
            """Stop the process when an update broke the loop itself: it stays unfinished and is not lost."""
            self.works.pop(work, None)
            self._of_chat[chat] -= 1
            self._parked_of_chat[chat] -= work.is_parked
            if not self._of_chat[chat]:
                del self._of_chat[chat], self._parked_of_chat[chat]
                self._turns.pop(chat, None)
            if not task.cancelled() and (error := task.exception()) is not None:
                self.broken = self.broken or error
                self._stop.set()

        task.add_done_callback(ended)

    async def park(self, some: Iterable[Work]) -> None:
        """Keep updates in the storage, as far as there is room and it works, so that Telegram may forget them."""
        chosen = [work for work in some if not work.is_parked][: max(0, MOST_PARKED - len(self.works))]
        if not chosen:
            return
        rows = [work.parked for work in chosen]
        if not await self._kept(lambda: self._inbox.park(rows, self._clock())):
            return
        for work in chosen:
            work.is_parked = True
            self._parked_of_chat[work.item.chat] += 1
            self._closed(work)

    def slow_down(self, item: Incoming) -> None:
        """Tell a chat, beside all else, that it sends more than can be answered."""
        if self._hints is not None and (update := build(item, self._application.bot)) is not None:
            self._start_beside(self._hints.slow_down(update))

    def hold(self, wanted: bool) -> bool:
        """Begin with no answer for now if wanted, at most for `HOLD`, then not for as long; return whether it is so."""
        now = time.monotonic()
        if wanted and self._may_answer.is_set() and now >= self._may_hold_at:
            self._may_answer.clear()
            self._held_at = now
        elif not self._may_answer.is_set() and (not wanted or now - self._held_at >= HOLD):
            self._may_answer.set()
            self._may_hold_at = now + (HOLD if wanted else 0)
        return not self._may_answer.is_set()

    async def ended(self, some: Iterable[Work]) -> None:
        """Wait until some updates are not worked on any more; if this wait is cut short, they are left alone."""
        tasks = [self.works[work] for work in some if work in self.works]
        if tasks:
            await asyncio.wait(tasks)

    async def end(self, patience: float) -> None:
        """Give what is under way a little time."""
        self._may_answer.set()
        if self.works:
            await asyncio.wait(self.works.values(), timeout=patience)

    async def cancel(self) -> None:
        """End whatever is left; it stays unfinished."""
        left = [*self.works.values(), *self._beside]
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    async def _process(self, work: Work) -> None:
        chat = work.item.chat
        async with self._turns.setdefault(chat, asyncio.Lock()):
            work.is_queued = False
            update = build(work.item, self._application.bot)
            if update is None:
                self._report_unreadable(work.item)
                await self._finish(work)
            elif chat in self._left_over or not await self._answer(update, work):
                self._left_over.add(chat)

    async def _answer(self, update: Update, work: Work) -> bool:
        """Try until the answer is sent or cannot be; return False if the process is to stop first."""
        if work.due_at:
            await self._stop.pause(max(0.0, work.due_at - self._clock().timestamp()))
        while True:
            async with self._turn(work) as goes_on:
                if not goes_on or (self._stop.is_set() and work.due_at):
                    return False
                async with self._slots:
                    await self._may_answer.wait()
                    failure = await self._attempt(update, work)
                    if isinstance(failure, ChatMigrated):
                        update = build(in_chat(work.item, failure.new_chat_id), self._application.bot) or update
                        failure = await self._attempt(update, work)
                    pause = work.attempts.pause_after(failure) if failure else None
                    if pause is None:
                        await self._finish(work, failure)
                        return True
            await self._rest(work, pause, asked=isinstance(failure, RetryAfter))

    def _turn(self, work: Work) -> AbstractAsyncContextManager[bool]:
        """Return the wait for an outage to end, for what needs an answer."""
        return self._gate.turn() if work.item.is_asking else nullcontext(True)

    async def _attempt(self, update: Update, work: Work) -> TelegramError | None:
        """Run the handlers; return why the answer was not sent, None if it was."""
        await self._application.process_update(update)
        failure: TelegramError | None = self._application.bot_data["failures"].pop(update.update_id)
        if isinstance(failure, RetryAfter):
            self._meter.asked_to_wait("answer")
        if failure is None and work.item.is_asking:
            await self._gate.succeeded()
        elif failure is not None and not isinstance(failure, RetryAfter | ChatMigrated):
            self._gate.failed()
        return failure

    async def _rest(self, work: Work, pause: float, *, asked: bool) -> None:
        """Wait before the next attempt, outside the window if that is long."""
        work.due_at = self._clock().timestamp() + pause
        if work.is_parked:
            await self._kept(lambda: self._inbox.repark(work.parked))
        elif pause >= PARK_AFTER:
            await self.park([work])
        await (self._stop.pause(pause) if asked else self._gate.rest(pause))

    async def _finish(self, work: Work, failure: TelegramError | None = None) -> None:
        """Keep that an update is finished; what the storage cannot keep, Telegram knows from the next poll on.

        A parked one is known to the storage alone, so that is told until it works.
        """
        if failure is not None:
            log.error("an answer may not have arrived; it is not repeated again", error=type(failure).__name__)
        update_id = work.item.update_id
        if not await self._kept(lambda: self._inbox.finish(update_id, self._clock())) and work.is_parked:
            self._start_beside(self._finish_later(update_id))
        work.is_finished = True
        self._meter.finished(time.monotonic() - work.begun_at)
        self._closed(work)

    async def _finish_later(self, update_id: int) -> None:
        failures = 0
        while await self._stop.pause(backoff(failures)):
            failures += 1
            if await self._kept(lambda: self._inbox.finish(update_id, self._clock())):
                return

    async def _kept(self, work: Callable[[], Awaitable[None]]) -> bool:
        """Do something with the storage; return whether it worked."""
        try:
            await work()
        except StorageError as error:
            self.storage_log.failed(error=str(error))
            return False
        self.storage_log.over()
        return True

    def _report_unreadable(self, item: Incoming) -> None:
        """Log that an update cannot be read, and tell the admins of the first of its kind."""
        log.error("an update cannot be read; passing over it", kind=item.kind, update=item.update_id)
        if self._hints is not None and item.kind not in self._unreadable:
            self._unreadable.add(item.kind)
            self._start_beside(self._hints.unreadable(item.kind))

    def _start_beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _is_alive(self) -> bool:
        """Whether Telegram answers at all."""
        try:
            await self._application.bot.get_me()
        except TelegramError:
            return False
        return True
