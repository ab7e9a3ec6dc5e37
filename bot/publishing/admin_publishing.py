"""Publishing by admins in the chat, and of what was scheduled for a time."""

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
from bot.storage.approvals import ApprovalNeededError, Pending, Place, named
from bot.storage.crypto import pseudonym
from bot.storage.notices import Progress
from bot.storage.outbox import HELD_AFTER
from bot.storage.publications import Decide, Published
from handlers.ports import ActionResult, Admin, NoticeView
from knowledge.casefile.loading import KnowledgeError, load
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.content import packed, unpacked
from knowledge.notices.diff import Digests, digests
from knowledge.notices.states import Action, NoticeState, Outcome

_FINGERPRINT = 16
log = structlog.get_logger()


class AdminPublishing:
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
        """Take the case folder, which is read anew for each view, and whether another admin has to approve."""
        self._storage = storage
        self._base = base
        self._answer = answer
        self._clock = clock
        self._folder = folder
        self._second_admin = second_admin

    async def notices(self) -> Sequence[tuple[str, NoticeState, str]]:
        """Return id, state and fingerprint of each notice of the case, and of those that wait without a file.

        Raises `KnowledgeError` for a broken case folder.
        """
        states = await self._storage.notices.states()
        fingerprints = {notice.id: fingerprint(notice) for notice in (await self._read()).notices.values()}
        fingerprints |= {
            what.notice: fingerprint(unpacked(what.content), what) for what in await self._storage.approvals.planned()
        }
        return [
            (notice_id, states.get(notice_id, (NoticeState.DRAFT,))[0], mark)
            for notice_id, mark in fingerprints.items()
        ]

    async def view(self, wanted: str) -> NoticeView | None:
        """Return what an admin sees of the notice with an id or fingerprint: as it waits, or else as in its file.

        Raises `KnowledgeError` for a broken case folder, unless the notice waits: that can be cancelled all the same.
        """
        planned = {what.notice: what for what in await self._storage.approvals.planned()}
        for what in planned.values():
            notice = unpacked(what.content)
            if wanted in {notice.id, fingerprint(notice), fingerprint(notice, what)}:
                return await self._view_of(notice, what)
        for notice in (await self._read()).notices.values():
            if wanted in {notice.id, fingerprint(notice)} and notice.id not in planned:
                return await self._view_of(notice)
        return None

    async def _view_of(self, notice: Notice, what: Pending | None = None) -> NoticeView:
        state = (await self._storage.notices.states()).get(notice.id, (NoticeState.DRAFT,))[0]
        reach = await self._storage.notices.preview(notice.id, await self._decide(notice))
        actions: tuple[Action, ...] = (
            (Action.PUBLISH,) if state is NoticeState.DRAFT else (Action.CORRECT, Action.RECALL)
        )
        view = NoticeView(
            notice, reach.number, state, actions, reach.at_once, reach.by_digest, fingerprint(notice, what)
        )
        if what is None:
            return view
        outdated = not what.approved and await self._is_outdated(what)
        actions = (Action.CANCEL,) if what.approved or outdated else (Action.APPROVE, Action.CANCEL)
        due = datetime.fromtimestamp(what.due_at, UTC) if what.due_at is not None else None
        return replace(view, actions=actions, waits_for=what.action, due=due, is_outdated=outdated)

    async def _is_outdated(self, what: Pending) -> bool:
        """Whether the notice's file reads otherwise than what was proposed, is gone, or cannot be read."""
        try:
            current = (await self._read()).notices.get(what.notice)
        except KnowledgeError:
            return True
        return current is None or packed(current) != what.content

    def stamp(self, action: Action, fingerprint: str, chat_id: int) -> str:
        """Return what proves that this bot offered an action on a notice in a chat: nobody else can make it."""
        return pseudonym(self._storage.database.key, "stamp", action, fingerprint, chat_id).hex()[:_FINGERPRINT]

    async def act(self, action: Action, wanted: str, admin: Admin, stamp: str) -> ActionResult:
        """Do something with the notice that has a fingerprint, or propose it where another admin has to approve.

        `stamp` is that of a button which was shown in the admin's chat: a client can send any other data too.
        Raises `KnowledgeError` for a broken case folder.
        """
        offered = compare_digest(stamp.encode(), self.stamp(action, wanted, admin.chat_id).encode())
        view = await self.view(wanted) if offered else None
        if view is None:
            return ActionResult(Outcome.CHANGED)
        if action not in view.actions or view.fingerprint != wanted:
            is_out = action is Action.PUBLISH and view.state in {NoticeState.PUBLISHED, NoticeState.CORRECTED}
            return ActionResult(Outcome.AGAIN, view.number) if is_out else ActionResult(Outcome.CHANGED)
        approvals, notice, now = self._storage.approvals, view.notice, self._clock()
        if action in {Action.CORRECT, Action.RECALL} and not notice.correction:
            return ActionResult(Outcome.UNEXPLAINED)
        by = approvals.admin(admin.id)
        actor = named(by)
        place = Place(admin.chat_id, admin.message_id, admin.language)
        if action is Action.CANCEL:
            return ActionResult(Outcome.CANCELLED if await approvals.cancel(notice.id, actor, now) else Outcome.CHANGED)
        if action is Action.APPROVE:
            return await self._approve(view, by, now)
        if action is not Action.RECALL and await self._lacking(notice):
            return ActionResult(Outcome.LACKING)
        what = Pending(notice.id, NoticeState(action), packed(notice), actor, by, approved=False, place=place)
        try:
            return await self._propose(what, now) if self._second_admin else await self._do(what, notice, now)
        except ApprovalNeededError:
            return await self._propose(what, now)

    async def _propose(self, what: Pending, now: datetime) -> ActionResult:
        await self._storage.approvals.propose(what, now)
        return ActionResult(Outcome.PROPOSED)

    async def _do(self, what: Pending, notice: Notice, now: datetime) -> ActionResult:
        """Publish, correct or recall a notice."""
        publications, decide = self._storage.publications, await self._decide(notice)
        own = (notice.id, what.content)
        if what.action is NoticeState.PUBLISHED:
            told = await self._tellable(await self._read())
            return _done(await publications.publish(*own, decide, what.actor, now, what.place, told))
        decide = followers_of_facts(decide)
        return _done(await publications.amend(*own, what.action, what.actor, now, what.place, decide))

    async def _approve(self, view: NoticeView, by: bytes, now: datetime) -> ActionResult:
        notice = view.notice
        what = await self._storage.approvals.pending(notice.id)
        if what is None or fingerprint(notice, what) != view.fingerprint:
            return ActionResult(Outcome.CHANGED)
        if what.proposed_by == by:
            return ActionResult(Outcome.OWN)
        if what.due_at is not None and what.due_at > now.timestamp():
            return ActionResult(
                Outcome.SCHEDULED if await self._storage.approvals.approve(what, by, now) else Outcome.CHANGED
            )
        if what.action is not NoticeState.RECALLED and await self._lacking(notice):
            return ActionResult(Outcome.LACKING)
        decide, told = await self._decide(notice), await self._tellable(await self._read())
        decide = decide if what.action is NoticeState.PUBLISHED else followers_of_facts(decide)
        return _done(await self._storage.publications.carry_out(what, decide, now, approved_by=by, digests=told))

    async def publish_due(self, fencing_token: int) -> None:
        """Do what was scheduled and is due, as the sender with that fencing token; what is hours late is held."""
        now = self._clock()
        for what in await self._storage.approvals.due(now.timestamp()):
            told = await self._tellable(self._base)
            late = now.timestamp() - (what.due_at or now.timestamp()) > HELD_AFTER
            at = datetime.fromtimestamp(what.due_at, UTC) if late and what.due_at else now
            decide = await self._decide(unpacked(what.content), at)
            decide = decide if what.action is NoticeState.PUBLISHED else followers_of_facts(decide)
            done = await self._storage.publications.carry_out(
                what, decide, now, fencing_token=fencing_token, digests=told
            )
            if late:
                await self._storage.outbox.hold(fencing_token, now.timestamp())
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
        return tellable(base, served, await self._storage.baseline.read())

    async def _read(self) -> KnowledgeBase:
        return self._base if self._folder is None else await asyncio.to_thread(load, self._folder)

    async def _decide(self, notice: Notice, at: datetime | None = None) -> Decide:
        audience = await audience_of(self._storage, notice, self._base, self._answer)
        return decider(notice, self._base, at or self._clock(), audience)


def fingerprint(notice: Notice, what: Pending | None = None) -> str:
    """Return what names a notice with its content, and with what waits to be done: what was seen is what is done."""
    parts = [packed(notice)]
    if what is not None:
        parts += [what.action, str(what.due_at), (what.proposed_by or b"").hex()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_FINGERPRINT]


def _done(published: Published | None) -> ActionResult:
    """Return the outcome of a publication or an amendment; None is one that was not possible any more."""
    if published is None:
        return ActionResult(Outcome.CHANGED)
    return ActionResult(Outcome.AGAIN if published.again else Outcome.DONE, published.number, published.chats)
