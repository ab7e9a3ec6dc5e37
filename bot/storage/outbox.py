"""The outbox: who sends, what is due, and what a person decides on."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import and_, case, func, or_, select, true, update

from bot.storage.audit_log import add_step
from bot.storage.database import Database
from bot.storage.deliveries import Delivery, SendResult, due_deliveries, reachable, shown_state
from bot.storage.lease import SENDER, Lease, leads
from bot.storage.schema import deliveries, followers, leases
from bot.storage.settlement import MAX_REPETITIONS, Settlement, state_after_uncertain_send
from knowledge.notices.states import DeliveryState

HELD_AFTER = 6 * 3600
"""Seconds after which an unsent delivery waits for a person's word: late news may be wrong news."""


class Outbox:
    """Deliveries and who sends them. All methods raise `StorageError` if the database fails.

    A write of a sender whose `fencing_token` is not the newest changes nothing: another process has taken over.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._settlement = Settlement(database)

    async def lease(self) -> Lease:
        """Return who sends, or did last."""
        kept = select(leases.c.holder, leases.c.fence, leases.c.beats).where(leases.c.name == SENDER)
        async with self._database.reading() as connection:
            row = (await connection.execute(kept)).one_or_none()
        return Lease(*row) if row else Lease()

    async def acquire(self, holder: str, stale: int | None = None) -> Lease | None:
        """Take or keep the lease of the sender, with one heartbeat more; None while another holds it.

        With `dead_holder_heartbeat`, it is taken from a holder that is known to be dead and left that heartbeat.
        """
        row = self._database.insert(leases).values(name=SENDER, holder=holder, fence=1, beats=1)
        grown = case((leases.c.holder == holder, leases.c.fence), else_=leases.c.fence + 1)
        taken = row.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "fence": grown, "beats": leases.c.beats + 1},
            where=or_(leases.c.holder.in_((holder, "")), leases.c.beats == stale),
        ).returning(leases.c.holder, leases.c.fence, leases.c.beats)
        async with self._database.transaction() as connection:
            kept = (await connection.execute(taken)).one_or_none()
        return Lease(*kept) if kept else None

    async def release_lease(self, fencing_token: int) -> None:
        """Let another process take over at once."""
        async with self._database.transaction() as connection:
            await connection.execute(update(leases).where(leases.c.fence == fencing_token).values(holder=""))

    async def recover(self, fencing_token: int, now: float) -> int:
        """Take back what an earlier sender was sending when it died; return how many may have arrived.

        Nobody knows whether these arrived, so each is sent again at most `MAX_REPETITIONS` times.
        """
        lost = and_(
            deliveries.c.state == DeliveryState.SENDING, deliveries.c.fence < fencing_token, leads(fencing_token)
        )
        again = state_after_uncertain_send(deliveries.c.doubts >= MAX_REPETITIONS)
        values = {"state": again, "doubts": deliveries.c.doubts + 1, "note": "interrupted", "changed_at": now}
        async with self._database.transaction() as connection:
            back = update(deliveries).where(lost).values(**values).returning(deliveries.c.notice)
            return len((await connection.execute(back)).all())

    async def hold(self, fencing_token: int, now: float, restored: bool = False) -> int:
        """Hold what is due for too long, until a person says `release` or `skip`; return how many.

        With `restored`, everything that waits is held: nobody knows what was sent since the backup was made.
        """
        open_ = select(followers.c.chat).where(reachable())
        late = and_(deliveries.c.due_at < now - HELD_AFTER, deliveries.c.chat.in_(open_))
        which = and_(deliveries.c.state == DeliveryState.WAITING, true() if restored else late, leads(fencing_token))
        note = "the database was restored from a backup" if restored else "held for more than 6 hours"
        held = update(deliveries).where(which).values(state=DeliveryState.HELD, note=note, changed_at=now)
        async with self._database.transaction() as connection:
            return len((await connection.execute(held.returning(deliveries.c.notice))).all())

    async def release(
        self,
        notice: str,
        state: DeliveryState,
        actor: str,
        now: float,
        of: DeliveryState = DeliveryState.HELD,
    ) -> int:
        """End the wait of deliveries that a person has to decide on; return how many.

        Those that are `of` a state, held or unconfirmed, are waiting again, or skipped.
        """
        sends = state is DeliveryState.WAITING
        which = and_(deliveries.c.notice == notice, deliveries.c.state == of)
        note = None if sends else "by hand"
        values = {
            "state": state_after_uncertain_send() if sends else state,
            "due_at": now,
            "note": note,
            "failures": 0,
            "changed_at": now,
        }
        async with self._database.transaction() as connection:
            found = update(deliveries).where(which).values(**values).returning(deliveries.c.notice)
            count = len((await connection.execute(found)).all())
            await add_step(connection, now, actor, f"{of} deliveries {state}", notice, str(count))
        return count

    async def waiting(self, now: float, limit: int, without: Sequence[bytes] = ()) -> list[Delivery]:
        """Return what is due for chats that can be reached, the longest due first; a digest is one delivery.

        What is due for the chats `without` is left out.
        """
        async with self._database.reading() as connection:
            due, unreadable = await due_deliveries(connection, self._database.key, now, limit, without)
        if unreadable:  # They would stand before all others for ever.
            waits = and_(deliveries.c.state == DeliveryState.WAITING, deliveries.c.chat.in_(unreadable))
            note = "the chat's address cannot be read"
            async with self._database.transaction() as connection:
                held = update(deliveries).where(waits).values(state=DeliveryState.HELD, note=note, changed_at=now)
                await connection.execute(held)
        return due

    async def due_since(self, now: float) -> tuple[int, float | None]:
        """Return how many deliveries are due for chats that can be reached, and since when (UTC seconds)."""
        due = select(func.count(), func.min(deliveries.c.due_at)).join_from(
            deliveries, followers, deliveries.c.chat == followers.c.chat
        )
        due = due.where(deliveries.c.state == DeliveryState.WAITING, deliveries.c.due_at <= now, reachable())
        async with self._database.reading() as connection:
            row = (await connection.execute(due)).one()
        return row[0], row[1]

    async def settle(
        self, outcomes: Sequence[SendResult], claims: Sequence[Delivery], fencing_token: int, now: float
    ) -> list[Delivery]:
        """Record what came of deliveries and claim others, together or not at all; return those that may be sent."""
        return await self._settlement.settle(outcomes, claims, fencing_token, now)

    async def claim(self, delivery: Delivery, fencing_token: int, now: float) -> bool:
        """Claim one delivery; return whether it may be sent."""
        return [one.key for one in await self.settle((), (delivery,), fencing_token, now)] == [delivery.key]

    async def record(self, outcome: SendResult, fencing_token: int, now: float) -> None:
        """Record what came of one delivery."""
        await self.settle((outcome,), (), fencing_token, now)

    async def counts(self, notice: str | None = None) -> list[tuple[str, DeliveryState, str, int]]:
        """Return notice, state, note and number of deliveries, for one notice or for all."""
        columns: tuple[Any, ...] = (
            deliveries.c.notice,
            shown_state().label("state"),
            func.coalesce(deliveries.c.note, "").label("note"),
        )
        counted = select(*columns, func.count()).outerjoin_from(
            deliveries, followers, deliveries.c.chat == followers.c.chat
        )
        counted = counted.group_by(*columns).order_by(*columns)
        if notice is not None:
            counted = counted.where(deliveries.c.notice == notice)
        async with self._database.reading() as connection:
            rows = (await connection.execute(counted)).all()
        return [(row[0], DeliveryState(row[1]), row[2], row[3]) for row in rows]
