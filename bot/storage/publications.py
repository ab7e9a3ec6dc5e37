"""Publishes, corrects and recalls notices: each with its deliveries and its step in the audit log, or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.amending import amended, row_of
from bot.storage.approvals import Pending, Place, digest_of, is_still, named, of_another, refuse_alone
from bot.storage.audit_log import add_step
from bot.storage.baseline import Digests
from bot.storage.baseline import keep as keep_baseline
from bot.storage.database import ROWS_AT_ONCE, Database
from bot.storage.followers import Follower, everyone
from bot.storage.lease import leads
from bot.storage.schema import deliveries, editions, notices, pending
from knowledge.notices.content import recalled, unpacked
from knowledge.notices.reasons import Reason
from knowledge.notices.states import NoticeState


@dataclass(frozen=True, slots=True)
class Plan:
    """Why and when a follower gets a notice."""

    reason: Reason
    rhythm: str
    due_at: float


Decide = Callable[[Follower], Plan | None]
"""Whether a follower gets a notice, why and when."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a publication did: the notice's number, and for how many chats it waits; none if it was published before."""

    number: int
    chats: int
    again: bool = False


class Publications:
    """Publications and amendments. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

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

        The same content again does nothing. `place` is shown the progress; `digests` are the new baseline.
        Raises `ApprovalNeededError` where another admin has to approve it.
        """
        what = Pending(notice, NoticeState.PUBLISHED, content, actor, place=place)
        async with self._database.transaction() as connection:
            await refuse_alone(connection)
            return await self._publish(connection, what, decide, now.timestamp(), digests)

    async def _publish(
        self, connection: AsyncConnection, what: Pending, decide: Decide, at: float, digests: Digests | None
    ) -> Published:
        row = {
            "id": what.notice,
            "number": await next_number(connection),
            "state": NoticeState.PUBLISHED,
            "content": what.content,
            "digest": digest_of(what.content),
            "edition": 1,
            "published_at": at,
            "reports_to": what.place.encrypt(self._database.key) if what.place else None,
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
        """Keep deliveries, the step and the baseline; nothing is pending for the notice any more."""
        await _insert(connection, rows)
        await connection.execute(delete(pending).where(pending.c.notice == what.notice))
        if digests is not None:
            await keep_baseline(connection, self._database, digests)
        detail = f"{len(rows)} deliveries, {digest_of(what.content)}"
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

        It comes in their rhythm. Who waits for an earlier edition gets the new one as it is; `decide` says which
        others get it now; a recalled one only those get who had it. `state` is corrected or recalled.
        None if the notice was never published; the same content again in the same state does nothing, nor does a
        correction of what is published that changes nothing. Raises `ApprovalNeededError` where another admin has to
        approve it.
        """
        what = Pending(notice, state, content, actor, place=place)
        async with self._database.transaction() as connection:
            await refuse_alone(connection)
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
        digest = digest_of(what.content)
        alike = (NoticeState.PUBLISHED, NoticeState.CORRECTED) if state == NoticeState.CORRECTED else (state,)
        if known["digest"] == digest and known["state"] in alike:
            return Published(known["number"], 0, again=True)
        await self._keep_edition(connection, notice, known["edition"], known["content"])
        edition = known["edition"] + 1
        await self._keep_edition(connection, notice, edition, what.content)
        values = {"content": what.content, "digest": digest, "state": state, "edition": edition}
        values |= {"reports_to": what.place.encrypt(self._database.key)} if what.place else {}
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
        same = [is_still(what)]
        same += [leads(fencing_token)] if fencing_token is not None else []
        same += [pending.c.approved if approved_by is None else of_another(approved_by)]
        async with self._database.transaction() as connection:
            taken = delete(pending).where(*same).returning(pending.c.notice)
            if (await connection.execute(taken)).scalar_one_or_none() is None:
                return None
            if approved_by is not None:
                step = (named(approved_by), "approved", what.notice, digest_of(what.content))
                await add_step(connection, at, *step)
            if what.action == NoticeState.PUBLISHED:
                return await self._publish(connection, what, decide, at, digests)
            return await self._amend(connection, what, decide, now)


async def next_number(connection: AsyncConnection) -> int:
    highest = select(func.coalesce(func.max(notices.c.number), 0))
    return int((await connection.execute(highest)).scalar_one()) + 1


async def _insert(connection: AsyncConnection, rows: Sequence[dict[str, object]]) -> None:
    for start in range(0, len(rows), ROWS_AT_ONCE):
        await connection.execute(insert(deliveries), list(rows[start : start + ROWS_AT_ONCE]))
