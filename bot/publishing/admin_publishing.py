"""Publishing by admins in the chat: what they see of a notice, and that a button does only what was shown."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from secrets import compare_digest

from bot.publishing.errors import LackingError, UnexplainedError
from bot.publishing.publisher import Actor, Publisher
from bot.storage.approvals import Pending, Place, named
from bot.storage.crypto import pseudonym
from handlers.ports import ActionResult, Admin, NoticeView
from knowledge.casefile.loading import KnowledgeError
from knowledge.model import Notice
from knowledge.notices.content import packed, unpacked
from knowledge.notices.states import Action, NoticeState, Outcome

_FINGERPRINT = 16
"""Hexadecimal digits of a fingerprint and of a stamp: both stand in a button's 64 bytes."""


class AdminPublishing:
    """What admins see and do. All methods raise `StorageError` if the storage fails."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._storage = publisher.storage

    async def notices(self) -> Sequence[tuple[str, NoticeState, str]]:
        """Return id, state and fingerprint of each notice of the case, and of those that wait without a file.

        Raises `KnowledgeError` for a broken case folder.
        """
        states = await self._storage.notices.states()
        case = await self._publisher.read_case()
        fingerprints = {notice.id: fingerprint(notice) for notice in case.notices.values()}
        fingerprints |= {
            what.notice: fingerprint(unpacked(what.content), what) for what in await self._storage.approvals.planned()
        }
        return [(notice, states.get(notice, (NoticeState.DRAFT,))[0], mark) for notice, mark in fingerprints.items()]

    async def view(self, wanted: str) -> NoticeView | None:
        """Return what an admin sees of the notice with an id or fingerprint: as it waits, or else as in its file.

        Raises `KnowledgeError` for a broken case folder, unless the notice waits: that can be cancelled all the same.
        """
        planned = {what.notice: what for what in await self._storage.approvals.planned()}
        for what in planned.values():
            notice = unpacked(what.content)
            if wanted in {notice.id, fingerprint(notice), fingerprint(notice, what)}:
                return await self._view_of(notice, what)
        for notice in (await self._publisher.read_case()).notices.values():
            if wanted in {notice.id, fingerprint(notice)} and notice.id not in planned:
                return await self._view_of(notice)
        return None

    async def _view_of(self, notice: Notice, what: Pending | None = None) -> NoticeView:
        state = (await self._storage.notices.states()).get(notice.id, (NoticeState.DRAFT,))[0]
        reach = await self._publisher.preview(notice)
        actions = (Action.PUBLISH,) if state is NoticeState.DRAFT else (Action.CORRECT, Action.RECALL)
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
            current = (await self._publisher.read_case()).notices.get(what.notice)
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
        by = self._storage.approvals.admin(admin.id)
        place = Place(admin.chat_id, admin.message_id, admin.language)
        try:
            return await self._do(action, view, Actor(named(by), by, place))
        except LackingError:
            return ActionResult(Outcome.LACKING)
        except UnexplainedError:
            return ActionResult(Outcome.UNEXPLAINED)

    async def _do(self, action: Action, view: NoticeView, by: Actor) -> ActionResult:
        match action:
            case Action.PUBLISH:
                return await self._publisher.publish(view.notice, by)
            case Action.CORRECT:
                return await self._publisher.correct(view.notice, by)
            case Action.RECALL:
                return await self._publisher.recall(view.notice, by)
            case Action.APPROVE:
                what = await self._storage.approvals.pending(view.notice.id)
                if what is None or fingerprint(view.notice, what) != view.fingerprint:
                    return ActionResult(Outcome.CHANGED)
                return await self._publisher.approve(what, by)
            case Action.CANCEL:
                return await self._publisher.cancel(view.notice.id, by)


def fingerprint(notice: Notice, what: Pending | None = None) -> str:
    """Return what names a notice with its content, and with what waits to be done: what was seen is what is done."""
    parts = [packed(notice)]
    if what is not None:
        parts += [what.action, str(what.due_at), (what.proposed_by or b"").hex()]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:_FINGERPRINT]
