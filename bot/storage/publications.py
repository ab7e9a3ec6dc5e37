"""What becomes of notices: proposed, scheduled, published, corrected or recalled; each step whole, and on record."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, delete, func, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.amending import amended, row_of
from bot.storage.audit_log import add_step
from bot.storage.baseline import Digests
from bot.storage.baseline import keep as keep_baseline
from bot.storage.crypto import decrypt_text, encrypt_text, pseudonym
from bot.storage.database import Database
from bot.storage.deliveries import is_lost
from bot.storage.outbox import leads
from bot.storage.properties import keep as keep_property
from bot.storage.properties import read as read_property
from bot.storage.schema import deliveries, editions, followers, notices, pending
from bot.storage.subscribers import Follower, everyone
from knowledge.notices.content import recalled, unpacked
from knowledge.notices.reasons import Reason
from knowledge.notices.states import ENDED, DeliveryState, NoticeState

SECOND_ADMIN = "second_admin"
"""The property that says whether another admin has to approve ("true"): the rule of the bot that started last."""
_PARAMETERS = 500


class ApprovalNeededError(Exception):
    """Another admin has to approve this, so it can only be proposed."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Why and when a follower gets a notice."""

    reason: Reason
    rhythm: str
    due_at: float


Decide = Callable[[Follower], Plan | None]
"""Whether a follower gets a notice, why and when."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a publication would do: the notice's number, and how many chats it reaches at once and by digest."""

    number: int
    at_once: int
    by_digest: int


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: the notice's number, and for how many chats it waits; none if it was published before."""

    number: int
    chats: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The message that shows an admin the progress, and in which language."""

    chat_id: int
    message_id: int
    language: str


@dataclass(frozen=True, slots=True)
class Pending:
    """What shall be done with a notice, once another admin has approved it, or its time has come."""

    notice: str
    action: NoticeState
    """The state that the notice then has: published, corrected or recalled."""
    content: str
    actor: str
    proposed_by: bytes | None = None
    """What the admin is known by who proposed it, and may not approve it."""
    approved: bool = True
    due_at: float | None = None
    place: Place | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a notice is, as it reads now: the number of its deliveries by state.

    Apart are those that wait for a digest ("digest"), and for the end of quiet hours or of a pause ("later").
    """

    notice: str
    number: int
    place: Place
    counts: Mapping[str, int]

    @property
    def done(self) -> int:
        """How many deliveries have ended, in whatever way."""
        return sum(self.counts.get(state, 0) for state in ENDED)

    @property
    def left(self) -> int:
        """How many are still to be sent at once."""
        return self.counts.get(DeliveryState.WAITING, 0) + self.counts.get(DeliveryState.SENDING, 0)


class Notices:
    """The notices that were published, and those that shall be. All methods raise `StorageError`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def admin(self, admin_id: int) -> bytes:
        """Return what an admin is known by: 32 bytes."""
        return pseudonym(self._database.key, "admin", admin_id)

    async def need_second_admin(self, needed: bool) -> None:
        """Keep whether another admin has to approve what is published; what one alone scheduled then waits for that."""
        async with self._database.transaction() as connection:
            if needed and not await _needs_approval(connection):
                await connection.execute(update(pending).values(approved=False))
            await keep_property(connection, self._database, SECOND_ADMIN, str(needed).lower())

    async def preview(self, notice: str, decide: Decide) -> Preview:
        """Return what a publication would do now."""
        async with self._database.reading() as connection:
            plans = [plan for follower in await everyone(connection, self._database.key) if (plan := decide(follower))]
            known = select(notices.c.number).where(notices.c.id == notice)
            number = (await connection.execute(known)).scalar_one_or_none() or await _next_number(connection)
        at_once = sum(plan.rhythm == "now" for plan in plans)
        return Preview(number, at_once, len(plans) - at_once)

    async def publish(
        self,
        notice: str,
        content: str,
        decide: Decide,
        actor: str,
        now: datetime,
        place: Place | None = None,
        digests: Digests | None = None,
    ) -> Published:
        """Keep a notice and a delivery for each follower that gets it, together or not at all.

        The same content again does nothing. `place` is shown the progress; `digests` are kept as what is told now.
        Raises `ApprovalNeededError` where another admin has to approve it.
        """
        what = Pending(notice, NoticeState.PUBLISHED, content, actor, place=place)
        async with self._database.transaction() as connection:
            await _refuse_alone(connection)
            return await self._publish(connection, what, decide, now.timestamp(), digests)

    async def _publish(
        self, connection: AsyncConnection, what: Pending, decide: Decide, at: float, digests: Digests | None
    ) -> Published:
        row = {
            "id": what.notice,
            "number": await _next_number(connection),
            "state": NoticeState.PUBLISHED,
            "content": what.content,
            "digest": _digest(what.content),
            "edition": 1,
            "published_at": at,
            "reports_to": self._encrypted(what.place),
        }
        new = self._database.insert(notices).values(**row).on_conflict_do_nothing().returning(notices.c.number)
        number = (await connection.execute(new)).scalar_one_or_none()
        if number is None:
            known = select(notices.c.number).where(notices.c.id == what.notice)
            return Published((await connection.execute(known)).scalar_one(), 0, again=True)
        await self._keep_edition(connection, what.notice, 1, what.content)
        rows = [
            row_of(what.notice, 1, follower.chat, follower.thread, plan.rhythm, plan.reason, plan.due_at, at)
            for follower in await everyone(connection, self._database.key)
            if (plan := decide(follower))
        ]
        await self._keep(connection, what, rows, at, digests)
        return Published(number, len(rows))

    async def _keep_edition(self, connection: AsyncConnection, notice: str, edition: int, content: str) -> None:
        """Keep what an edition says, unless that is known."""
        row = self._database.insert(editions).values(notice=notice, edition=edition, content=content)
        await connection.execute(row.on_conflict_do_nothing())

    async def _keep(
        self,
        connection: AsyncConnection,
        what: Pending,
        rows: Sequence[dict[str, object]],
        at: float,
        digests: Digests | None = None,
    ) -> None:
        """Keep deliveries, the step and what is told now; nothing is pending for the notice any more."""
        await _insert(connection, rows)
        await connection.execute(delete(pending).where(pending.c.notice == what.notice))
        if digests is not None:
            await keep_baseline(connection, self._database, digests)
        detail = f"{len(rows)} deliveries, {_digest(what.content)}"
        await add_step(connection, at, what.actor, what.action, what.notice, detail)

    async def amend(
        self,
        notice: str,
        content: str,
        state: NoticeState,
        actor: str,
        now: datetime,
        place: Place | None = None,
        decide: Decide | None = None,
    ) -> Published | None:
        """Keep a new edition of a published notice, and a delivery for each chat that got, or may have, an earlier one.

        They are told in their rhythm. Who waits for an earlier edition gets the new one as it is; `decide` says which
        others get it now; a recalled one only those get who were told. `state` is corrected or recalled.
        None if the notice was never published; the same content again in the same state does nothing, nor does a
        correction of what is published that changes nothing. Raises `ApprovalNeededError` where another admin has to
        approve it.
        """
        what = Pending(notice, state, content, actor, place=place)
        async with self._database.transaction() as connection:
            await _refuse_alone(connection)
            return await self._amend(connection, what, decide, now)

    async def _amend(
        self, connection: AsyncConnection, what: Pending, decide: Decide | None, now: datetime
    ) -> Published | None:
        notice, state, at = what.notice, what.action, now.timestamp()
        known = (await connection.execute(select(notices).where(notices.c.id == notice))).mappings().one_or_none()
        if known is None:
            return None
        if state != NoticeState.CORRECTED:
            what = replace(what, content=recalled(known["content"], what.content))
        digest = _digest(what.content)
        alike = (NoticeState.PUBLISHED, NoticeState.CORRECTED) if state == NoticeState.CORRECTED else (state,)
        if known["digest"] == digest and known["state"] in alike:
            return Published(known["number"], 0, again=True)
        await self._keep_edition(connection, notice, known["edition"], known["content"])
        edition = known["edition"] + 1
        await self._keep_edition(connection, notice, edition, what.content)
        values = {"content": what.content, "digest": digest, "state": state, "edition": edition}
        values |= {"reports_to": self._encrypted(what.place)} if what.place else {}
        await connection.execute(update(notices).where(notices.c.id == notice).values(**values))
        rows = await amended(connection, notice, edition, state, unpacked(what.content).urgent, now)
        if decide is not None and state == NoticeState.CORRECTED:
            had = {(row["chat"], row["thread"]) for row in rows}
            rows += [
                row_of(notice, edition, follower.chat, follower.thread, plan.rhythm, plan.reason, plan.due_at, at)
                for follower in await everyone(connection, self._database.key)
                if (follower.chat, follower.thread) not in had and (plan := decide(follower))
            ]
        await self._keep(connection, what, rows, at)
        return Published(known["number"], len(rows))

    async def propose(self, what: Pending, now: datetime) -> bool:
        """Keep what shall be done with a notice, in place of what was to be done before; return whether it is approved.

        Where another admin has to approve, it is not, whatever `what` says.
        """
        row: dict[str, object] = {
            "action": what.action,
            "content": what.content,
            "actor": what.actor,
            "proposed_by": what.proposed_by,
            "due_at": what.due_at,
            "reports_to": self._encrypted(what.place),
        }
        async with self._database.transaction() as connection:
            approved = what.approved and not await _needs_approval(connection)
            row["approved"] = approved
            upsert = self._database.insert(pending).values(notice=what.notice, **row)
            step = NoticeState.SCHEDULED if approved else NoticeState.PROPOSED
            await connection.execute(upsert.on_conflict_do_update(index_elements=["notice"], set_=row))
            await add_step(connection, now.timestamp(), what.actor, step, what.notice, _digest(what.content))
        return approved

    async def pending(self, notice: str) -> Pending | None:
        """Return what shall be done with a notice, if anything."""
        return next(iter(await self._pending(pending.c.notice == notice)), None)

    async def planned(self) -> list[Pending]:
        """Return all that is proposed or scheduled."""
        return await self._pending(true())

    async def due(self, now: float) -> list[Pending]:
        """Return what is approved and whose time has come."""
        return await self._pending(and_(pending.c.approved, pending.c.due_at <= now))

    async def _pending(self, which: ColumnElement[bool]) -> list[Pending]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(pending).where(which).order_by(pending.c.notice))).mappings().all()
        return [
            Pending(
                row["notice"],
                NoticeState(row["action"]),
                row["content"],
                row["actor"],
                bytes(row["proposed_by"]) if row["proposed_by"] is not None else None,
                bool(row["approved"]),
                row["due_at"],
                self._place(row["reports_to"]),
            )
            for row in rows
        ]

    async def cancel(self, notice: str, actor: str, now: datetime) -> bool:
        """Drop what was to be done with a notice; False if nothing was."""
        dropped = delete(pending).where(pending.c.notice == notice).returning(pending.c.content)
        async with self._database.transaction() as connection:
            content = (await connection.execute(dropped)).scalar_one_or_none()
            if content is not None:
                await add_step(connection, now.timestamp(), actor, "cancelled", notice, _digest(content))
        return content is not None

    async def approve(self, what: Pending, by: bytes, now: datetime) -> bool:
        """Keep that what is scheduled may happen in its time.

        False if it is not what is pending any more, or if the admin known as `by` proposed it.
        """
        yes = update(pending).where(_is(what), _of_another(by)).values(approved=True).returning(pending.c.notice)
        async with self._database.transaction() as connection:
            done = (await connection.execute(yes)).scalar_one_or_none() is not None
            if done:
                step = (named(by), "approved", what.notice, _digest(what.content))
                await add_step(connection, now.timestamp(), *step)
        return done

    async def carry_out(
        self,
        what: Pending,
        decide: Decide,
        now: datetime,
        approved_by: bytes | None = None,
        fencing_token: int | None = None,
        digests: Digests | None = None,
    ) -> Published | None:
        """Do what was pending; None if it is not any more, or if `fencing_token`, that of a sender, is not the newest.

        `approved_by` is the admin whose word was waited for, and who did not propose it; without, it must have been
        approved before.
        """
        at = now.timestamp()
        same = [_is(what)]
        same += [leads(fencing_token)] if fencing_token is not None else []
        same += [pending.c.approved if approved_by is None else _of_another(approved_by)]
        async with self._database.transaction() as connection:
            taken = delete(pending).where(*same).returning(pending.c.notice)
            if (await connection.execute(taken)).scalar_one_or_none() is None:
                return None
            if approved_by is not None:
                step = (named(approved_by), "approved", what.notice, _digest(what.content))
                await add_step(connection, at, *step)
            if what.action == NoticeState.PUBLISHED:
                return await self._publish(connection, what, decide, at, digests)
            return await self._amend(connection, what, decide, now)

    async def states(self) -> dict[str, tuple[NoticeState, int, float | None]]:
        """Return for each notice that is more than a draft its state, number (0 for none yet) and due time."""
        async with self._database.reading() as connection:
            known = (await connection.execute(select(notices.c.id, notices.c.state, notices.c.number))).all()
            planned = select(pending.c.notice, pending.c.approved, pending.c.due_at)
            plans = (await connection.execute(planned)).all()
        found: dict[str, tuple[NoticeState, int, float | None]] = {
            row[0]: (NoticeState(row[1]), row[2], None) for row in known
        }
        for notice, approved, due_at in plans:
            number = found[notice][1] if notice in found else 0
            found[notice] = (NoticeState.SCHEDULED if approved else NoticeState.PROPOSED, number, due_at)
        return found

    async def progress(self, now: float) -> list[Progress]:
        """Return how far the notices are whose progress an admin is shown."""
        columns = (notices.c.id, notices.c.number, notices.c.edition, notices.c.reports_to)
        watched = select(*columns).where(notices.c.reports_to.is_not(None))
        found = []
        async with self._database.reading() as connection:
            for notice, number, edition, sealed in (await connection.execute(watched)).all():
                rows = (await connection.execute(_counted(notice, edition, now))).all()
                counts = {row[0]: row[1] for row in rows}
                if place := self._place(sealed):
                    found.append(Progress(notice, number, place, counts))
        return found

    async def reported(self, notice: str) -> None:
        """Keep that an admin has been told how a notice ended."""
        async with self._database.transaction() as connection:
            await connection.execute(update(notices).where(notices.c.id == notice).values(reports_to=None))

    def _encrypted(self, place: Place | None) -> bytes | None:
        if place is None:
            return None
        return encrypt_text(self._database.key, json.dumps([place.chat_id, place.message_id, place.language]))

    def _place(self, sealed: bytes | None) -> Place | None:
        text = decrypt_text(self._database.key, bytes(sealed)) if sealed is not None else None
        return Place(*json.loads(text)) if text else None


def named(admin: bytes) -> str:
    """Return what an admin is called in the record, who is not named there."""
    return f"admin {admin.hex()[:8]}"


async def _needs_approval(connection: AsyncConnection) -> bool:
    return await read_property(connection, SECOND_ADMIN) == "true"


async def _refuse_alone(connection: AsyncConnection) -> None:
    if await _needs_approval(connection):
        raise ApprovalNeededError


def _of_another(by: bytes) -> ColumnElement[bool]:
    """Whether a row was proposed by another admin, or at the terminal."""
    return pending.c.proposed_by.is_distinct_from(by)


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def _is(what: Pending) -> ColumnElement[bool]:
    """Whether a row is what was seen, by whom and for when it was proposed too."""
    seen = (pending.c.notice == what.notice, pending.c.action == what.action, pending.c.content == what.content)
    by, due = pending.c.proposed_by, pending.c.due_at
    return and_(*seen, by.is_not_distinct_from(what.proposed_by), due.is_not_distinct_from(what.due_at))


def _counted(notice: str, edition: int, now: float) -> Select[Any]:
    """Return the query of the number of deliveries by state, as `Progress` has them."""
    waits = deliveries.c.state == DeliveryState.WAITING
    put_off = or_(followers.c.paused, and_(deliveries.c.due_at > now, deliveries.c.note.is_(None)))
    state = case(
        (is_lost(), DeliveryState.UNREACHABLE.value),
        (and_(waits, deliveries.c.rhythm != "now"), "digest"),
        (and_(waits, put_off), "later"),
        else_=deliveries.c.state,
    ).label("counted")
    counted = select(state, func.count()).outerjoin_from(deliveries, followers, deliveries.c.chat == followers.c.chat)
    return counted.where(deliveries.c.notice == notice, deliveries.c.edition == edition).group_by(state)


async def _next_number(connection: AsyncConnection) -> int:
    highest = select(func.coalesce(func.max(notices.c.number), 0))
    return int((await connection.execute(highest)).scalar_one()) + 1


async def _insert(connection: AsyncConnection, rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(rows), _PARAMETERS):
        await connection.execute(insert(deliveries), list(rows[start : start + _PARAMETERS]))
