"""Publishing: the one way in which notices go out, are corrected and recalled, for terminal, chat and clock."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog

from bot.publishing.errors import LackingError, UnexplainedError, UnpublishedError
from bot.publishing.recipients import Answer, audience_of, followers_of_facts, recipients
from bot.publishing.serving import lacking, serving, tellable
from bot.storage import Storage
from bot.storage.approvals import ApprovalNeededError, Pending, Place
from bot.storage.notices import Preview
from bot.storage.outbox import HELD_AFTER
from bot.storage.publications import Decide, Published
from handlers.ports import ActionResult
from knowledge.casefile.loading import load
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.content import packed, unpacked
from knowledge.notices.diff import FACT, Digests, digests
from knowledge.notices.states import NoticeState, Outcome

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Actor:
    """Who publishes."""

    name: str
    """What the audit log calls them."""
    admin: bytes | None = None
    """What an admin is known by; None at the terminal, which cannot tell who sits there."""
    place: Place | None = None
    """The message that shows an admin the progress."""


class Publisher:
    """Publishes, corrects and recalls notices. All methods raise `StorageError` if the storage fails."""

    def __init__(
        self,
        storage: Storage,
        base: KnowledgeBase,
        answer: Answer,
        clock: Callable[[], datetime],
        needs_second_admin: bool = False,
        folder: Path | None = None,
    ) -> None:
        """Take the base that tells, and the case folder if that may read otherwise by now: it is read anew each time.

        Another admin may be needed even without `needs_second_admin`: the rule of the bot that started last counts too.
        """
        self.storage = storage
        self.needs_second_admin = needs_second_admin
        self._base = base
        self._answer = answer
        self._clock = clock
        self._folder = folder
        self._waiting: set[str] = set()

    def take(self, base: KnowledgeBase, answer: Answer) -> None:
        """Publish from another base from now on."""
        self._base, self._answer = base, answer

    async def read_case(self) -> KnowledgeBase:
        """Return the case as its folder is now; raises `KnowledgeError` for a broken one."""
        return self._base if self._folder is None else await asyncio.to_thread(load, self._folder)

    async def preview(self, notice: Notice) -> Preview:
        """Return what the publication of a notice would do now."""
        return await self.storage.notices.preview(notice.id, await self._recipients(notice))

    async def publish(self, notice: Notice, by: Actor, at: datetime | None = None) -> ActionResult:
        """Publish a notice; with `at` (UTC) schedule it, and where another admin has to approve it, propose it.

        Raises `LackingError`.
        """
        if number := await self._number(notice):
            return ActionResult(Outcome.AGAIN, number)
        await self._check_served(notice)
        return await self._do_or_propose(self._order(notice, NoticeState.PUBLISHED, by, at))

    async def correct(self, notice: Notice, by: Actor) -> ActionResult:
        """Put the text of the notice's file in the place of what was sent, and tell those who follow its facts too.

        Where another admin has to approve that, it is proposed. Raises `UnpublishedError`, `UnexplainedError` and
        `LackingError`.
        """
        await self.number_to_amend(notice)
        await self._check_served(notice)
        return await self._do_or_propose(self._order(notice, NoticeState.CORRECTED, by))

    async def recall(self, notice: Notice, by: Actor) -> ActionResult:
        """Withdraw a notice where it was sent, or propose that; raises `UnpublishedError` and `UnexplainedError`."""
        await self.number_to_amend(notice)
        return await self._do_or_propose(self._order(notice, NoticeState.RECALLED, by))

    async def number_to_amend(self, notice: Notice) -> int:
        """Return the number of a notice that shall be corrected or recalled.

        Raises `UnpublishedError` if it has none, and `UnexplainedError` if its file does not say what was wrong.
        """
        number = await self._number(notice)
        if not number:
            raise UnpublishedError(notice)
        if not notice.correction:
            raise UnexplainedError(notice, self._base)
        return number

    async def propose(self, what: Pending) -> ActionResult:
        """Keep what shall be done: it is scheduled if nobody else has to approve it, else proposed."""
        approved = await self.storage.approvals.propose(what, self._clock())
        return ActionResult(Outcome.SCHEDULED if approved else Outcome.PROPOSED)

    async def approve(self, what: Pending, by: Actor) -> ActionResult:
        """Do what another admin proposed, or let it happen at its time; raises `LackingError`."""
        assert by.admin is not None, "only an admin approves"
        now = self._clock()
        if what.proposed_by == by.admin:
            return ActionResult(Outcome.OWN)
        if what.due_at is not None and what.due_at > now.timestamp():
            approved = await self.storage.approvals.approve(what, by.admin, now)
            return ActionResult(Outcome.SCHEDULED if approved else Outcome.CHANGED)
        notice = unpacked(what.content)
        if what.action is not NoticeState.RECALLED:
            await self._check_served(notice)
        decide, baseline = await self._recipients(notice, what.action), await self._baseline(await self.read_case())
        carry_out = self.storage.publications.carry_out
        return _result(await carry_out(what, decide, now, approved_by=by.admin, digests=baseline))

    async def cancel(self, notice_id: str, by: Actor) -> ActionResult:
        """Take back what was proposed or scheduled for a notice."""
        cancelled = await self.storage.approvals.cancel(notice_id, by.name, self._clock())
        return ActionResult(Outcome.CANCELLED if cancelled else Outcome.CHANGED)

    async def publish_due(self, fencing_token: int) -> None:
        """Do what was scheduled and is due, as the sender with that fencing token; what is hours late is held."""
        now = self._clock()
        for what in await self.storage.approvals.due(now.timestamp()):
            if what.action is not NoticeState.RECALLED and not await self._can_be_told(what):
                continue
            baseline = await self._baseline(self._base)
            late = now.timestamp() - (what.due_at or now.timestamp()) > HELD_AFTER
            at = datetime.fromtimestamp(what.due_at, UTC) if late and what.due_at else now
            decide = await self._recipients(unpacked(what.content), what.action, at)
            carry_out = self.storage.publications.carry_out
            done = await carry_out(what, decide, now, fencing_token=fencing_token, digests=baseline)
            if late:
                await self.storage.outbox.hold(fencing_token, now.timestamp())
            if done is not None:
                log.info("a scheduled notice is out", notice=what.notice, number=done.number, chats=done.chats)

    def _order(self, notice: Notice, action: NoticeState, by: Actor, at: datetime | None = None) -> Pending:
        alone = at is not None and not self.needs_second_admin
        due_at = at.timestamp() if at else None
        return Pending(notice.id, action, packed(notice), by.name, by.admin, alone, due_at, by.place)

    async def _do_or_propose(self, what: Pending) -> ActionResult:
        if what.due_at is not None or self.needs_second_admin:
            return await self.propose(what)
        try:
            return _result(await self._do(what))
        except ApprovalNeededError:
            return await self.propose(what)

    async def _do(self, what: Pending) -> Published | None:
        notice, now, publications = unpacked(what.content), self._clock(), self.storage.publications
        decide = await self._recipients(notice, what.action)
        own = (notice.id, what.content)
        if what.action is NoticeState.PUBLISHED:
            baseline = await self._baseline(await self.read_case())
            return await publications.publish(*own, decide, what.actor, now, what.place, baseline)
        return await publications.amend(*own, what.action, what.actor, now, what.place, decide)

    async def _recipients(
        self, notice: Notice, kind: NoticeState = NoticeState.PUBLISHED, at: datetime | None = None
    ) -> Decide:
        """Return who gets a publication of a notice, or its correction: then who follows its facts."""
        at = at or self._clock()
        if kind is not NoticeState.PUBLISHED:
            return followers_of_facts(recipients(notice, self._base, at))
        audience = await audience_of(self.storage, notice, self._base, self._answer)
        return recipients(notice, self._base, at, audience)

    async def _number(self, notice: Notice) -> int:
        """Return the number of a notice; 0 if it was never published."""
        known = (await self.storage.notices.states()).get(notice.id)
        return known[1] if known else 0

    async def _can_be_told(self, what: Pending) -> bool:
        """Whether what is scheduled names only what all running processes have; if not, it waits for a reload."""
        served = await self._served()
        every = [*served, digests(self._base)]
        missing = [one for one in unpacked(what.content).facts if any((FACT, one) not in version for version in every)]
        if missing and what.notice not in self._waiting:
            log.error("a scheduled notice waits, for the bot lacks what it names", notice=what.notice, facts=missing)
        (self._waiting.add if missing else self._waiting.discard)(what.notice)
        return not missing

    async def _served(self) -> list[Digests]:
        """Return the digests of the versions that the running processes have."""
        return await serving(self.storage, self._clock().timestamp())

    async def _check_served(self, notice: Notice) -> None:
        """Raise `LackingError` if the process that sends, or this one, lacks something of a notice in the folder."""
        folder = await self.read_case()
        if missing := lacking(notice, folder, [*await self._served(), digests(self._base)]):
            raise LackingError(missing)

    async def _baseline(self, base: KnowledgeBase) -> Digests:
        """Return the baseline that a publication from `base` leaves."""
        return tellable(base, await self._served(), await self.storage.baseline.read())


def _result(published: Published | None) -> ActionResult:
    """Return the outcome of a publication or an amendment; None is one that was not possible any more."""
    if published is None:
        return ActionResult(Outcome.CHANGED)
    return ActionResult(Outcome.AGAIN if published.again else Outcome.DONE, published.number, published.chats)
