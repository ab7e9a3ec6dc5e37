"""Sends deliveries as long as one process leads: claims each before it is sent, and records in the same step what came
of those before."""

import asyncio
import time
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

import structlog
from telegram.error import RetryAfter, TelegramError

from bot.circuit_breaker import CircuitBreaker
from bot.delivery.attempts import ASKED_TO_WAIT, NOT_SENT, PERHAPS_SENT, REPEATS, Attempts, Channel
from bot.delivery.rate_limiter import RateLimiter, Slot
from bot.delivery.refusals import plain
from bot.meters import UNMETERED, Meter
from bot.retries import asked_pause, backoff
from bot.storage import StorageError
from bot.storage.deliveries import Delivery, Refused, Retry, SendResult, Sent

WORKERS = 4
"""Maximum number of messages under way at once, so that no more may be sent twice after a kill."""
IDLE = 1.0
"""Seconds between two looks for new deliveries when there are none."""
BATCH = 200
"""Maximum number of notices that are read at once; arbitrary."""
PARKED = 500
"""Maximum number of chats that one query leaves out; arbitrary."""

log = structlog.get_logger()


class Queue(Protocol):
    """Where deliveries come from. All raise `StorageError` if the storage fails."""

    async def waiting(self, now: float, limit: int, without: Sequence[bytes] = ()) -> list[Delivery]:
        """Return what is due for all chats but some, the longest due first."""

    async def settle(
        self, outcomes: Sequence[SendResult], claims: Sequence[Delivery], fencing_token: int, now: float
    ) -> list[Delivery]:
        """Record what came of deliveries and claim others; return those that may be sent."""


class Dispatcher:
    """Moves deliveries from the queue to Telegram until it is over."""

    def __init__(
        self,
        queue: Queue,
        channel: Channel,
        limiter: RateLimiter,
        now: Callable[[], float],
        fencing_token: int,
        on_outage: Callable[[bool], Awaitable[None]],
        workers: int = WORKERS,
        repeats: Sequence[float] = REPEATS,
        meter: Meter = UNMETERED,
    ) -> None:
        """Take the time in UTC seconds, the fencing token, and whom to tell when an outage begins (True) or ends."""
        self._queue = queue
        self._channel = channel
        self._attempts = Attempts(channel, limiter, now, repeats)
        self._meter = meter
        self._limiter = limiter
        self._now = now
        self._fencing_token = fencing_token
        self._on_outage = on_outage
        self._workers = workers
        self._breaker = CircuitBreaker(time.monotonic)
        self._due: deque[Delivery] = deque()
        self._looked = float("-inf")
        self._under_way: dict[asyncio.Task[SendResult], tuple[Delivery, Slot]] = {}
        self._outcomes: list[SendResult] = []
        """What ended and is not recorded yet."""
        self._unjudged: list[SendResult] = []
        self._parked: dict[bytes, int] = {}
        """Chats that have to wait, without which the queue is read: so none of them keeps others waiting."""
        self._storage_failures = 0
        self._woken = asyncio.Event()

    async def step(self) -> None:
        """Do what can be done now, then wait until more can be. While the storage fails, nothing more is sent."""
        self._woken.clear()
        await self._judge()
        picks: list[tuple[Delivery, Slot]] = []
        try:
            await self._look()
            await self._check_on_telegram()
            picks = self._pick()
            if not picks and not self._outcomes:
                await self._rest()
                return
            await self._settle(picks)
        except StorageError as error:
            if self._storage_failures == 0:
                log.error("notices wait, for what comes of them cannot be recorded", error=str(error))
            self._due.extendleft(one for one, _ in reversed(picks))
            for _, slot in picks:
                slot.end()
            await self._pause(backoff(self._storage_failures))
            self._storage_failures += 1

    async def finish(self) -> None:
        """Let what is under way end, and record it; raises `StorageError` if that cannot be recorded."""
        if self._under_way:
            await asyncio.wait(self._under_way)
            await asyncio.sleep(0)
        if self._outcomes:
            outcomes, self._outcomes = self._outcomes, []
            await self._queue.settle(outcomes, (), self._fencing_token, self._now())

    async def abandon(self) -> None:
        """End without recording: what is under way may have arrived, as after a kill."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _look(self) -> None:
        """Read what is due, once everything read before is claimed, and at most once in a while if that is nothing."""
        if self._due or time.monotonic() - self._looked < IDLE:
            return
        self._parked = {chat: number for chat, number in self._parked.items() if self._limiter.chat_pause(number) > 0}
        found = await self._queue.waiting(self._now(), BATCH, tuple(self._parked))
        mine = {(delivery.chat, delivery.thread) for delivery, _ in self._under_way.values()}
        mine |= {(outcome.delivery.chat, outcome.delivery.thread) for outcome in self._outcomes}
        self._due.extend(one for one in found if (one.chat, one.thread) not in mine)
        self._looked = float("-inf") if self._due else time.monotonic()

    async def _check_on_telegram(self) -> None:
        """After a failure, ask for a sign of life before anything more is sent."""
        breaker = self._breaker
        if not self._due or breaker.pause() > 0 or not (breaker.is_suspect or breaker.is_open) or self._under_way:
            return
        try:
            await self._channel.ping()
        except RetryAfter as error:
            self._limiter.stop(asked_pause(error))
        except TelegramError as error:
            if breaker.found_dead():
                await self._outage_begins(type(error).__name__)
            return
        breaker.found_alive()

    def _pick(self) -> list[tuple[Delivery, Slot]]:
        """Take what may be sent now, each with its slot; what has to wait for its chat is passed over."""
        room = self._workers - len(self._under_way)
        if self._breaker.is_suspect or self._breaker.pause() > 0:
            room = 0
        elif self._breaker.is_open:
            room = min(room, 1 - len(self._under_way))
        picks: list[tuple[Delivery, Slot]] = []
        passed: list[Delivery] = []
        while self._due and len(picks) < room and self._limiter.overall_pause() <= 0:
            delivery = self._due.popleft()
            if self._limiter.chat_pause(delivery.chat_id) > 0:
                if len(self._parked) < PARKED:
                    self._parked[delivery.chat] = delivery.chat_id  # it is read again when its pause is over
                else:
                    passed.append(delivery)
                continue
            fitting = self._cut(delivery)
            picks.append((fitting, self._limiter.take(fitting.chat_id)))
        self._due.extendleft(reversed(passed))
        return picks

    def _cut(self, delivery: Delivery) -> Delivery:
        """Return a delivery with as much as one message holds; the rest stays in the queue."""
        return self._channel.part(delivery) if len(delivery.items) > 1 else delivery

    async def _settle(self, picks: list[tuple[Delivery, Slot]]) -> None:
        """Record what ended and claim what was picked, in one step; then send that."""
        count = len(self._outcomes)
        claims = [one for one, _ in picks]
        claimed = await self._queue.settle(self._outcomes[:count], claims, self._fencing_token, self._now())
        del self._outcomes[:count]
        if self._storage_failures:
            log.info("notices are sent again, for the storage works", failures=self._storage_failures)
        self._storage_failures = 0
        by_chat = {(one.chat, one.thread, one.items[0].notice): one for one in claimed}
        for picked, slot in picks:
            mine = next((by_chat.pop(key) for key in _keys(picked) if key in by_chat), None)
            if mine is None:
                slot.end()
                continue
            task = asyncio.create_task(self._attempts.send(mine))
            self._under_way[task] = mine, slot
            task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[SendResult]") -> None:
        """Note what came of a message; a fault in wording one holds that one and stops no other."""
        delivery, slot = self._under_way.pop(task)
        slot.end()
        self._woken.set()
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, TelegramError):
            self._outcomes.append(Refused(delivery, f"refused: {plain(error)}"))
        elif error is not None:
            log.error("a notice could not be put into words; it is held: casewire deliveries", exc_info=error)
            self._outcomes.append(Refused(delivery, f"could not be worded: {type(error).__name__}"))
        else:
            self._outcomes.append(task.result())
        self._unjudged.append(self._outcomes[-1])
        self._count(self._outcomes[-1])

    def _count(self, outcome: SendResult) -> None:
        self._meter.delivered(type(outcome).__name__.lower())
        if isinstance(outcome, Retry) and outcome.note == ASKED_TO_WAIT:
            self._meter.asked_to_wait("notice")

    async def _judge(self) -> None:
        """Learn from what came of messages whether Telegram answers."""
        outcomes, self._unjudged = self._unjudged, []
        for outcome in outcomes:
            if isinstance(outcome, Retry) and outcome.note in {NOT_SENT, PERHAPS_SENT}:
                if self._breaker.failed():
                    await self._outage_begins("several messages failed")
                continue
            if isinstance(outcome, Sent):
                self._attempts.arrived()
            if self._breaker.succeeded():
                log.info("Telegram answers again; notices go on")
                await self._on_outage(False)

    async def _outage_begins(self, why: str) -> None:
        # Each try in an outage may cost a repetition: begin with those who have most of them left.
        self._due = deque(sorted(self._due, key=lambda one: one.uncertain_sends))
        log.warning("Telegram does not answer; notices wait until it does", why=why)
        await self._on_outage(True)

    async def _rest(self) -> None:
        """Wait until a message has ended, a slot is free, or it is time to look again."""
        pause = IDLE
        if self._due and len(self._under_way) < self._workers:
            chats = min((self._limiter.chat_pause(one.chat_id) for one in self._due), default=IDLE)
            pause = max(self._breaker.pause(), self._limiter.overall_pause(), chats)
        await self._pause(min(max(pause, 0.001), IDLE))

    async def _pause(self, seconds: float) -> None:
        """Wait, but not longer than until a message ends or everything is over."""
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return

    def wake(self) -> None:
        """End a wait early."""
        self._woken.set()


def _keys(delivery: Delivery) -> list[tuple[bytes, int, str]]:
    return [(delivery.chat, delivery.thread, item.notice) for item in delivery.items]
