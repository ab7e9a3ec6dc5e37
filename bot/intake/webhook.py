"""Takes updates in that Telegram posts: each is acknowledged once it is finished, else Telegram posts it again."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any, Protocol

import structlog
from telegram.ext import Application

from bot.intake.claimed import CLAIM, Acknowledged, ClaimedInbox, Held, Later, Reply
from bot.intake.intake import PATIENCE
from bot.intake.processing import Processor
from bot.intake.reader_limits import UNLIMITED, ReaderLimits, Verdict
from bot.intake.updates import Incoming, read, restored
from bot.intake.work import Hints, Inbox, Work
from bot.meters import UNMETERED, Meter
from bot.outages import OutageLog
from bot.retries import Attempts
from bot.stopping import Stop
from bot.storage import StorageError
from bot.storage.claims import NOTHING, Claim, Claimed, Finished, Waits

_RENEW = 10.0
"""Seconds between two renewals; a fraction of `CLAIM`."""
_HOLD = 20.0
"""Maximum seconds for which a request is held; then Telegram posts again, and finds the work under way."""
_ELSEWHERE = 5.0
"""Maximum seconds after which Telegram shall post again what another process works on; arbitrary."""
_SEEN = 10_000
"""Number of updates that are recognised in this process: accepted ones count once against the limits of a reader."""
_CALM = 60.0
"""Seconds without a message that is passed over, after which that is over."""

log = structlog.get_logger()


class Claiming(Protocol):
    """Who works on which update, among all processes."""

    async def claim(self, update_id: int, raw: Any, now: datetime, seconds: float) -> Claim:
        """Take an update for some seconds. Raises `StorageError`."""


class WebhookIntake:
    """What stands between the address that Telegram calls and the handlers.

    Telegram posts the next update of a chat only when the one before is acknowledged, so the order holds over several
    processes, and a process that dies loses nothing. A claim in the database lets one process work on an update.
    """

    def __init__(
        self,
        application: Application[Any, Any, Any, Any, Any, Any],
        inbox: Inbox,
        claims: Claiming,
        clock: Callable[[], datetime],
        concurrency: int = 32,
        patience: float = PATIENCE,
        limits: ReaderLimits | None = None,
        hints: Hints | None = None,
        meter: Meter = UNMETERED,
        setting: Callable[[Stop], Coroutine[Any, Any, None]] | None = None,
    ) -> None:
        """Take what sets the webhook and looks after it until the stop; None if somebody else does."""
        self._bot = application.bot
        self._held: dict[int, Held] = {}
        self._inbox = ClaimedInbox(inbox, self._held, clock)
        self._claims = claims
        self._clock = clock
        self._patience = patience
        self._limits = limits or ReaderLimits(UNLIMITED)
        self._stop = Stop()
        self._setting = setting
        self._processor = Processor(
            application, self._inbox, self._stop, clock, concurrency, self._closed, hints, meter
        )
        self._accepted: OrderedDict[int, int] = OrderedDict()
        self._finished: OrderedDict[int, int] = OrderedDict()
        self._nameless = OutageLog("what was posted is no update; passing over it", "error")
        self._shed = OutageLog("a chat sends more than can be answered; passing over the rest", calm=_CALM)

    def stop(self) -> None:
        """Ask to take nothing more in, and finish what is under way."""
        self._stop.set()

    async def run(self) -> None:
        """Keep what is under way claimed, and go on with what an earlier process left, until `stop` is called.

        Raises `IntakeError` if Telegram does not accept the token or the webhook.
        """
        setting = asyncio.create_task(self._set_webhook())
        try:
            while not self._stop.is_set():
                await self._adopt()
                self._shed.calm_down()
                await self._stop.pause(_RENEW)
                await self._renew(CLAIM)
            await self._processor.end(self._patience)
        finally:
            setting.cancel()
            await asyncio.gather(setting, return_exceptions=True)
            await self._processor.cancel()
            await self._renew(0.0)
            for held in list(self._held.values()):
                held.answer(Later())
        if self._processor.broken is not None:
            raise self._processor.broken
        if not setting.cancelled():
            setting.result()

    async def _set_webhook(self) -> None:
        try:
            if self._setting is not None:
                await self._setting(self._stop)
            else:
                await self._stop.wait()
        finally:
            self._stop.set()

    async def take(self, raw: Any) -> Reply:
        """Work one posted update off, unless that is done or under way; return whether Telegram may forget it."""
        if self._stop.is_set():
            return Later()
        items = read([raw], self._bot).items
        if not items:
            self._nameless.failed()
            return Acknowledged()
        self._nameless.over()
        (item,) = items
        if item.update_id not in self._held:
            if not item.is_served or self._finished.get(item.update_id) == item.fingerprint or not self._accepts(item):
                return Acknowledged()
            claim = await self._claim(item)
            if isinstance(claim, Finished):
                return Acknowledged()
            if isinstance(claim, Waits):
                return Later(min(claim.seconds, _ELSEWHERE))
            if not self._start(item, claim.copies, NOTHING):
                return Later()
        return await self._reply(self._held[item.update_id])

    def _accepts(self, item: Incoming) -> bool:
        """Whether a chat sends no more than it may; what was accepted once stays so, however often it is posted."""
        if self._accepted.get(item.update_id) == item.fingerprint:
            return True
        under_way, of_chat = self._processor.load(item.chat)
        verdict = self._limits.verdict(item, under_way, of_chat)
        if verdict is Verdict.SERVED:
            _remember(self._accepted, item)
            return True
        self._shed.failed()
        if verdict is Verdict.TOLD:
            self._processor.slow_down(item)
        return False

    async def _claim(self, item: Incoming) -> Claim:
        """Claim an update; while the storage fails, answering comes first."""
        try:
            return await self._claims.claim(item.update_id, NOTHING, self._clock(), CLAIM)
        except StorageError as error:
            self._processor.storage_log.failed(error=str(error))
            return Claimed(0)

    def _start(self, item: Incoming, copies: int, raw: Any) -> bool:
        """Begin with an update; return whether it may be begun with, or is under way by now."""
        if self._stop.is_set() or self._finished.get(item.update_id) == item.fingerprint:
            return False
        if item.update_id not in self._held:
            work = Work(item, Attempts(copies=copies), is_parked=bool(raw))
            self._held[item.update_id] = Held(work, raw)
            self._processor.start(work)
        return True

    async def _reply(self, held: Held) -> Reply:
        """Wait for an update, but not for ever: a request whose answer waits would keep others from being posted."""
        reply = held.reply
        await asyncio.wait({reply}, timeout=_HOLD)
        return reply.result() if reply.done() else Later()

    def _closed(self, work: Work) -> None:
        held = self._held.get(work.item.update_id)
        if held is None or held.work is not work:
            return
        if work.is_finished:  # else it is parked, which the inbox has replied to
            del self._held[work.item.update_id]
            _remember(self._finished, work.item)
            held.answer(Acknowledged())

    async def _renew(self, seconds: float) -> None:
        """Let what is under way be this process's for some seconds more."""
        try:
            for held in list(self._held.values()):
                await self._inbox.keep(held, max(self._clock().timestamp(), held.work.due_at) + seconds)
        except StorageError as error:
            self._processor.storage_log.failed(error=str(error))

    async def _adopt(self) -> None:
        """Go on with what a process that polled has left parked, for Telegram has forgotten it."""
        now = self._clock()
        try:
            for one in await self._inbox.parked(now):
                item = restored(one.raw, self._bot)
                if item is None or item.update_id in self._held or one.due_at > now.timestamp():
                    continue
                claim = await self._claims.claim(item.update_id, one.raw, now, CLAIM)
                if isinstance(claim, Claimed):
                    self._start(item, claim.copies, one.raw)
        except StorageError as error:
            self._processor.storage_log.failed(error=str(error))


def _remember(seen: OrderedDict[int, int], item: Incoming) -> None:
    seen[item.update_id] = item.fingerprint
    while len(seen) > _SEEN:
        seen.popitem(last=False)
