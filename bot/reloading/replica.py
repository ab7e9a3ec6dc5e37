"""This process among those that share the database: it shows what it answers from, and swaps when all agree on more."""

import asyncio
import gc
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from bot.answering import answerer_for
from bot.delivery.lease_watch import new_holder
from bot.outages import OutageLog
from bot.reloading.aside import INDEX, Aside
from bot.reloading.contents import ask_titles
from bot.reloading.served import ServedBase
from bot.storage import Storage, StorageError
from bot.storage.bases import Agreement
from knowledge.casefile.packing import form, unpack
from knowledge.matching.index_cache import give_back

if TYPE_CHECKING:
    from knowledge.answering.answerer import Answerer

POLL = 1.0
"""Seconds between two looks at what is agreed on; arbitrary."""
SHOW = 10.0
"""Seconds between two signs of life; a fraction of `bot.storage.replicas.SILENCE`."""
_SWITCH = 0.0005
"""Seconds that a thread keeps the interpreter while another waits for it, a tenth of the usual; tuned on answers
beside the loading of 5,000 facts."""
_BREATH = 0.02
"""Seconds between two titles that a new base is asked: answers come first. Arbitrary."""
Take = Callable[[ServedBase], None]
"""Lets a part of the process answer from another base; it returns at once."""

log = structlog.get_logger()


class Replica:
    """What this process answers from."""

    def __init__(self, storage: Storage, served: ServedBase, aside: Aside, clock: Callable[[], datetime]) -> None:
        self.served = served
        self._storage = storage
        self.aside = aside
        self._clock = clock
        self._holder = new_holder()
        self._takers: list[Take] = []
        self._shown_at = float("-inf")
        self._unusable = ""
        self._swapped = asyncio.Condition()

    def answerer(self) -> "Answerer":
        """Return what answers from the base that is served now; it is made when it is first asked for."""
        return self.served.answerer()

    def tell(self, *takers: Take) -> None:
        """Call some functions with each new base."""
        self._takers += takers

    async def run(self) -> None:
        """Show this process and follow the agreements until cancelled; then it is known to have left."""
        outage = OutageLog("whether the base has changed is not known; trying again", "error")
        try:
            while True:
                try:
                    await self._step()
                    outage.over()
                except StorageError as error:
                    outage.failed(error=str(error))
                await asyncio.sleep(POLL)
        finally:
            await self._leave()

    async def show(self) -> None:
        """Keep what this process answers from; raises `StorageError`."""
        now = self._clock().timestamp()
        await self._storage.replicas.show(self._holder, self.served.version, now)
        self._shown_at = now

    async def has_reached(self, number: int, seconds: float) -> bool:
        """Wait until this process answers from an agreement or a later one; False if it does not within a time."""
        try:
            async with asyncio.timeout(seconds), self._swapped:
                await self._swapped.wait_for(lambda: self.served.number >= number)
        except TimeoutError:
            return False
        return True

    async def _step(self) -> None:
        agreed = await self._storage.bases.agreed()
        if agreed is not None and agreed.number > self.served.number and agreed.version != self._unusable:
            await self._follow(agreed)
        if self._clock().timestamp() - self._shown_at >= SHOW:
            await self.show()

    async def _follow(self, agreed: Agreement) -> None:
        """Answer from what is agreed on; raises `StorageError`."""
        served = await self._other(agreed)
        if served is None:
            self._unusable = agreed.version
            log.error("the version that is agreed on is of another release of Casewire; the old one answers on")
            return
        for take in self._takers:  # without a pause between: no question sees one part changed and another not
            take(served)
        old, self.served = self.served, served
        async with self._swapped:
            self._swapped.notify_all()
        log.info("another version of the base answers now", number=served.number, before=old.number)
        await self.show()

    async def _other(self, agreed: Agreement) -> ServedBase | None:
        """Return what an agreement is on; None if this process cannot read it."""
        if agreed.version == self.served.version:
            own = self.served
            return ServedBase(own.base, own.answerer, agreed.version, agreed.number, agreed.at)
        content = await self._storage.bases.content(agreed.version, form())
        if content is None:
            return None
        await self.aside.run(INDEX, version=agreed.version)
        return await asyncio.to_thread(_loaded, content, agreed)

    async def _leave(self) -> None:
        try:
            await self._storage.replicas.leave(self._holder)
        except StorageError as error:
            log.warning("that this process ends could not be recorded", error=str(error))


def _loaded(content: bytes, agreed: Agreement) -> ServedBase:
    """Return a base with its answerer, ready for its first question.

    The thread that answers gets the interpreter back sooner than usual, for it gives it away at every wait for the
    network or the database. Nothing is collected meanwhile: to look through all objects would hold all answers up.
    """
    usual = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    gc.disable()
    try:
        base = unpack(content)
        answerer = answerer_for(base)
        ask_titles(answerer.answer, base, _BREATH)
    finally:
        gc.enable()
        sys.setswitchinterval(usual)
    give_back()
    return ServedBase(base, lambda: answerer, agreed.version, agreed.number, agreed.at)
