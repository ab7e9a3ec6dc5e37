"""The desk from which notices go out: what admins do with them in the chat, and what happens at its time."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.publishing import Answer, audience_of, decider
from bot.storage import Storage
from bot.storage.notices import PUBLISHED, Decide, Pending, Place, Progress, Published
from handlers.context import Admin, Done, Look
from knowledge.changes import digests
from knowledge.loading import load
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices import packed, unpacked

DRAFT, PROPOSED, SCHEDULED = "draft", "proposed", "scheduled"
CORRECTED, RECALLED = "corrected", "recalled"
APPROVE, CANCEL = "approve", "cancel"
_SEAL = 16
log = structlog.get_logger()


class Desk:
    """Publishes, corrects and recalls notices. All methods raise `StorageError` if the storage fails."""

    def __init__(
        self,
        storage: Storage,
        base: KnowledgeBase,
        answer: Answer,
        clock: Callable[[], datetime],
        folder: Path | None = None,
        second_admin: bool = False,
    ) -> None:
        """Take the case folder, which is read anew for each look, and whether another admin has to approve."""
        self._storage = storage
        self._base = base
        self._answer = answer
        self._clock = clock
        self._folder = folder
        self._second_admin = second_admin

    async def notices(self) -> Sequence[tuple[str, str, str]]:
        """Return id, state and seal of each notice of the case; raises `KnowledgeError` for a broken case folder."""
        states = await self._storage.notices.states()
        found = (await self._read()).notices.values()
        return [(notice.id, states.get(notice.id, (DRAFT,))[0], seal(notice)) for notice in found]

    async def look(self, wanted: str) -> Look | None:
        """Return what an admin sees of the notice with an id or a seal, as it is in the case folder or waits.

        Raises `KnowledgeError` for a broken case folder.
        """
        for notice in (await self._read()).notices.values():
            what = await self._storage.notices.pending(notice.id)
            shown = unpacked(what.content) if what else notice
            if wanted in {notice.id, seal(shown)}:
                return await self._looked(shown, what)
        return None

    async def _looked(self, notice: Notice, what: Pending | None) -> Look:
        states = await self._storage.notices.states()
        state = states.get(notice.id, (DRAFT,))[0]
        if what is not None:
            actions: tuple[str, ...] = (CANCEL,) if what.approved else (APPROVE, CANCEL)
        else:
            actions = (PUBLISHED,) if state == DRAFT else (CORRECTED, RECALLED)
        reach = await self._storage.notices.preview(notice.id, await self._decide(notice))
        waits_for = what.action if what else None
        return Look(notice, reach.number, state, actions, reach.at_once, reach.by_digest, seal(notice), waits_for)

    async def act(self, action: str, wanted: str, admin: Admin) -> Done:
        """Do something with the notice that has a seal, or propose it where another admin has to approve.

        Raises `KnowledgeError` for a broken case folder.
        """
        look = await self.look(wanted)
        if look is None or action not in look.actions or look.seal != wanted:
            return Done("changed")
        notices, notice, now = self._storage.notices, look.notice, self._clock()
        by = notices.admin(admin.id)
        actor = f"admin {by.hex()[:8]}"
        place = Place(admin.chat_id, admin.message_id, admin.language)
        if action == CANCEL:
            return Done("cancelled" if await notices.cancel(notice.id, actor, now) else "changed")
        if action == APPROVE:
            return await self._approve(notice, by, actor, now)
        if self._second_admin:
            what = Pending(notice.id, action, packed(notice), actor, by, approved=False, place=place)
            await notices.propose(what, now)
            return Done("proposed")
        if action == PUBLISHED:
            decide, told = await self._decide(notice), digests(await self._read())
            return _done(await notices.publish(notice.id, packed(notice), decide, actor, now, place, told))
        return _done(await notices.amend(notice.id, packed(notice), action, actor, now, place))

    async def _approve(self, notice: Notice, by: bytes, actor: str, now: datetime) -> Done:
        what = await self._storage.notices.pending(notice.id)
        if what is None or what.content != packed(notice):
            return Done("changed")
        if what.proposed_by == by:
            return Done("own")
        if what.due_at is not None and what.due_at > now.timestamp():
            return Done("scheduled" if await self._storage.notices.approve(what, actor, now) else "changed")
        decide, told = await self._decide(notice), digests(await self._read())
        return _done(await self._storage.notices.carry_out(what, decide, now, approved_by=actor, digests=told))

    async def publish_due(self, fence: int) -> None:
        """Do what was scheduled and whose time has come, as the sender with a fence; what is hours late is held."""
        now = self._clock()
        for what in await self._storage.notices.due(now.timestamp()):
            at = datetime.fromtimestamp(what.due_at or now.timestamp(), UTC)
            decide = await self._decide(unpacked(what.content), at)
            done = await self._storage.notices.carry_out(what, decide, now, fence=fence, digests=digests(self._base))
            await self._storage.outbox.hold(fence, now.timestamp())
            if done is not None:
                log.info("a scheduled notice is out", notice=what.notice, number=done.number, chats=done.chats)

    async def progress(self) -> Sequence[Progress]:
        """Return how far the notices are whose progress an admin is shown."""
        return await self._storage.notices.progress()

    async def reported(self, notice: str) -> None:
        """Keep that an admin has been told how a notice ended."""
        await self._storage.notices.reported(notice)

    async def _read(self) -> KnowledgeBase:
        return self._base if self._folder is None else await asyncio.to_thread(load, self._folder)

    async def _decide(self, notice: Notice, at: datetime | None = None) -> Decide:
        audience = await audience_of(self._storage, notice, self._base, self._answer)
        return decider(notice, self._base, at or self._clock(), audience)


def seal(notice: Notice) -> str:
    """Return what names a notice with its content: what an admin has seen is what is done."""
    return hashlib.sha256(packed(notice).encode()).hexdigest()[:_SEAL]


def _done(published: Published | None) -> Done:
    """Return the outcome of a publication or an amendment; None is one that was not possible any more."""
    if published is None:
        return Done("changed")
    return Done("again" if published.again else "done", published.number, published.chats)
