"""The desk from which notices go out: what admins do with them in the chat, and what happens at its time."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import compare_digest

import structlog

from bot.publishing.publisher import Answer, audience_of, decider, followers_of_facts
from bot.publishing.serving import keep_serving, lacking, serving, tellable
from bot.storage import Storage
from bot.storage.crypto import hide
from bot.storage.outbox import HELD_AFTER
from bot.storage.publications import (
    CORRECTED,
    PUBLISHED,
    ApprovalNeededError,
    Decide,
    Pending,
    Place,
    Progress,
    Published,
    named,
)
from handlers.context import Admin, Done, Look
from knowledge.casefile.loading import KnowledgeError, load
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.content import packed, unpacked
from knowledge.notices.diff import Digests, digests

DRAFT, PROPOSED, SCHEDULED = "draft", "proposed", "scheduled"
RECALLED = "recalled"
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
        """Return id, state and seal of each notice of the case, and of those that wait but have no file any more.

        Raises `KnowledgeError` for a broken case folder.
        """
        states = await self._storage.notices.states()
        seals = {notice.id: seal(notice) for notice in (await self._read()).notices.values()}
        seals |= {what.notice: seal(unpacked(what.content), what) for what in await self._storage.notices.planned()}
        return [(notice_id, states.get(notice_id, (DRAFT,))[0], mark) for notice_id, mark in seals.items()]

    async def look(self, wanted: str) -> Look | None:
        """Return what an admin sees of the notice with an id or a seal: as it waits, or else as it is in its file.

        Raises `KnowledgeError` for a broken case folder, unless the notice waits: that can be cancelled all the same.
        """
        planned = {what.notice: what for what in await self._storage.notices.planned()}
        for what in planned.values():
            notice = unpacked(what.content)
            if wanted in {notice.id, seal(notice), seal(notice, what)}:
                return await self._looked(notice, what)
        for notice in (await self._read()).notices.values():
            if wanted in {notice.id, seal(notice)} and notice.id not in planned:
                return await self._looked(notice)
        return None

    async def _looked(self, notice: Notice, what: Pending | None = None) -> Look:
        state = (await self._storage.notices.states()).get(notice.id, (DRAFT,))[0]
        reach = await self._storage.notices.preview(notice.id, await self._decide(notice))
        actions: tuple[str, ...] = (PUBLISHED,) if state == DRAFT else (CORRECTED, RECALLED)
        look = Look(notice, reach.number, state, actions, reach.at_once, reach.by_digest, seal(notice, what))
        if what is None:
            return look
        outdated = not what.approved and await self._is_outdated(what)
        actions = (CANCEL,) if what.approved or outdated else (APPROVE, CANCEL)
        due = datetime.fromtimestamp(what.due_at, UTC) if what.due_at is not None else None
        return replace(look, actions=actions, waits_for=what.action, due=due, is_outdated=outdated)

    async def _is_outdated(self, what: Pending) -> bool:
        """Whether the notice's file reads otherwise than what was proposed, is gone, or cannot be read."""
        try:
            current = (await self._read()).notices.get(what.notice)
        except KnowledgeError:
            return True
        return current is None or packed(current) != what.content

    def stamp(self, action: str, seal: str, chat_id: int) -> str:
        """Return what proves that this bot offered an action on a notice in a chat: nobody else can make it."""
        return hide(self._storage.database.key, "stamp", action, seal, chat_id).hex()[:_SEAL]

    async def act(self, action: str, wanted: str, admin: Admin, stamp: str) -> Done:
        """Do something with the notice that has a seal, or propose it where another admin has to approve.

        `stamp` is that of a button which was shown in the admin's chat: a client can send any other data too.
        Raises `KnowledgeError` for a broken case folder.
        """
        offered = compare_digest(stamp.encode(), self.stamp(action, wanted, admin.chat_id).encode())
        look = await self.look(wanted) if offered else None
        if look is None:
            return Done("changed")
        if action not in look.actions or look.seal != wanted:
            is_out = action == PUBLISHED and look.state in {PUBLISHED, CORRECTED}
            return Done("again", look.number) if is_out else Done("changed")
        notices, notice, now = self._storage.notices, look.notice, self._clock()
        if action in {CORRECTED, RECALLED} and not notice.correction:
            return Done("unexplained")
        by = notices.admin(admin.id)
        actor = named(by)
        place = Place(admin.chat_id, admin.message_id, admin.language)
        if action == CANCEL:
            return Done("cancelled" if await notices.cancel(notice.id, actor, now) else "changed")
        if action == APPROVE:
            return await self._approve(look, by, now)
        if action != RECALLED and await self._lacking(notice):
            return Done("lacking")
        what = Pending(notice.id, action, packed(notice), actor, by, approved=False, place=place)
        try:
            return await self._propose(what, now) if self._second_admin else await self._do(what, notice, now)
        except ApprovalNeededError:
            return await self._propose(what, now)

    async def _propose(self, what: Pending, now: datetime) -> Done:
        await self._storage.notices.propose(what, now)
        return Done("proposed")

    async def _do(self, what: Pending, notice: Notice, now: datetime) -> Done:
        """Publish, correct or recall a notice."""
        notices, decide = self._storage.notices, await self._decide(notice)
        own = (notice.id, what.content)
        if what.action == PUBLISHED:
            told = await self._tellable(await self._read())
            return _done(await notices.publish(*own, decide, what.actor, now, what.place, told))
        decide = followers_of_facts(decide)
        return _done(await notices.amend(*own, what.action, what.actor, now, what.place, decide))

    async def _approve(self, look: Look, by: bytes, now: datetime) -> Done:
        notice = look.notice
        what = await self._storage.notices.pending(notice.id)
        if what is None or seal(notice, what) != look.seal:
            return Done("changed")
        if what.proposed_by == by:
            return Done("own")
        if what.due_at is not None and what.due_at > now.timestamp():
            return Done("scheduled" if await self._storage.notices.approve(what, by, now) else "changed")
        if what.action != RECALLED and await self._lacking(notice):
            return Done("lacking")
        decide, told = await self._decide(notice), await self._tellable(await self._read())
        decide = decide if what.action == PUBLISHED else followers_of_facts(decide)
        return _done(await self._storage.notices.carry_out(what, decide, now, approved_by=by, digests=told))

    async def publish_due(self, fence: int) -> None:
        """Do what was scheduled and whose time has come, as the sender with a fence; what is hours late is held."""
        now = self._clock()
        for what in await self._storage.notices.due(now.timestamp()):
            told = await self._tellable(self._base)
            late = now.timestamp() - (what.due_at or now.timestamp()) > HELD_AFTER
            at = datetime.fromtimestamp(what.due_at, UTC) if late and what.due_at else now
            decide = await self._decide(unpacked(what.content), at)
            decide = decide if what.action == PUBLISHED else followers_of_facts(decide)
            done = await self._storage.notices.carry_out(what, decide, now, fence=fence, digests=told)
            if late:
                await self._storage.outbox.hold(fence, now.timestamp())
            if done is not None:
                log.info("a scheduled notice is out", notice=what.notice, number=done.number, chats=done.chats)

    async def progress(self) -> Sequence[Progress]:
        """Return how far the notices are whose progress an admin is shown."""
        return await self._storage.notices.progress(self._clock().timestamp())

    async def reported(self, notice: str) -> None:
        """Keep that an admin has been told how a notice ended."""
        await self._storage.notices.reported(notice)

    async def begin(self) -> None:
        """Keep which base this process has, now that it sends."""
        await keep_serving(self._storage, self._base)

    async def _lacking(self, notice: Notice) -> bool:
        """Whether this process, or the one that sends, lacks something of a notice that is in the case folder now."""
        folder = await self._read()
        served = await serving(self._storage) or digests(self._base)
        return bool(lacking(notice, folder, served) or lacking(notice, folder, digests(self._base)))

    async def _tellable(self, base: KnowledgeBase) -> Digests:
        served = await serving(self._storage) or digests(self._base)
        return tellable(base, served, await self._storage.told.read())

    async def _read(self) -> KnowledgeBase:
        return self._base if self._folder is None else await asyncio.to_thread(load, self._folder)

    async def _decide(self, notice: Notice, at: datetime | None = None) -> Decide:
        audience = await audience_of(self._storage, notice, self._base, self._answer)
        return decider(notice, self._base, at or self._clock(), audience)


def seal(notice: Notice, what: Pending | None = None) -> str:
    """Return what names a notice with its content, and with what waits to be done: what was seen is what is done."""
    parts = [packed(notice)]
    if what is not None:
        parts += [what.action, str(what.due_at), (what.proposed_by or b"").hex()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_SEAL]


def _done(published: Published | None) -> Done:
    """Return the outcome of a publication or an amendment; None is one that was not possible any more."""
    if published is None:
        return Done("changed")
    return Done("again" if published.again else "done", published.number, published.chats)
