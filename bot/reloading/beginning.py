"""Which base a process begins with: that of its case folder, unless all have gone on from that one already."""

import asyncio
from collections.abc import Callable
from datetime import datetime

import structlog

from bot.answering import once
from bot.reloading.contents import stored
from bot.reloading.served import ServedBase
from bot.storage import Storage
from bot.storage.bases import AgreedBy, Agreement
from knowledge.casefile.packing import form, unpack
from knowledge.model import KnowledgeBase

log = structlog.get_logger()


async def begin(storage: Storage, base: KnowledgeBase, clock: Callable[[], datetime]) -> ServedBase:
    """Return what a process that was started with the base of its case folder answers from.

    A folder that nobody has seen is agreed on. One that was left behind by a reload or a rollback, or was refused, is
    not: a restart must not bring back what was taken back. Raises `StorageError`.
    """
    new = await asyncio.to_thread(stored, base)
    while True:
        agreements = await storage.bases.agreements()
        last = agreements[-1] if agreements else None
        if last is not None and last.case == new.case:
            if last.version == new.id:
                return _served(base, last)
            known = {agreement.version for agreement in agreements if agreement.case == new.case}
            if new.id in known or new.id == await storage.bases.refused():
                content = await storage.bases.content(last.version, form())
                if content is not None:
                    log.warning(
                        "the case folder has an older or a refused version; to serve it all the same: casewire reload",
                        served=last.number,
                    )
                    return _served(await asyncio.to_thread(unpack, content), last)
        agreed = await storage.bases.agree(new, "", AgreedBy.START, clock(), last)
        if agreed is not None:
            return _served(base, agreed)


async def served_last(storage: Storage) -> KnowledgeBase | None:
    """Return the base of the agreement that holds; None without one that can be read. Raises `StorageError`."""
    last = await storage.bases.agreed()
    content = await storage.bases.content(last.version, form()) if last else None
    return None if content is None else await asyncio.to_thread(unpack, content)


def _served(base: KnowledgeBase, agreed: Agreement) -> ServedBase:
    return ServedBase(base, once(base), agreed.version, agreed.number, agreed.at)
