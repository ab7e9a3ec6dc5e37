"""The outbox: who sends, what is claimed before it is sent, and how each delivery ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, assert_never

from sqlalchemy import (
    ColumnElement,
    Exists,
    Update,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.audit_log import add_step
from bot.storage.crypto import encrypt
from bot.storage.database import Database
from bot.storage.deliveries import (
    ASKED,
    PASSING,
    Delivery,
    Item,
    Lost,
    Moved,
    Outcome,
    Refused,
    Retry,
    Sent,
    TopicGone,
    due_deliveries,
    needless,
    reachable,
    shown_state,
    superseded,
)
from bot.storage.moving import move, to_general
from bot.storage.schema import deliveries, followers, leases, subscriptions
from bot.storage.subscribers import WAITS, catch_up, keep_unreachable
from knowledge.notices.states import DeliveryState

__all__ = ["HELD_AFTER", "MAX_REPETITIONS", "Delivery", "Item", "Lease", "Outbox", "leads"]

HELD_AFTER = 6 * 3600
"""Seconds after which an unsent delivery waits for a person's word: late news may be wrong news."""
MAX_REPETITIONS = 2
"""Maximum number of repetitions of a message that may have been sent."""
SENDER = "sender"
_ROW = ("notice", "edition", "chat", "thread")
_Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Lease:
    """Who sends."""

    holder: str = ""
    """Empty once the holder has released it."""
    fencing_token: int = 0
    """Grows whenever another holder takes over."""
    heartbeats: int = 0
    """Grows whenever the holder shows that it lives."""


class Outbox:
    """Deliveries and who sends them. All methods raise `StorageError` if the database fails.

    A write of a sender whose `fencing_token` is not the newest changes nothing: another process has taken over.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = _Statements()

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
        again = _state_after_uncertain_send(deliveries.c.doubts >= MAX_REPETITIONS)
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
            "state": _state_after_uncertain_send() if sends else state,
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

    async def settle(
        self, outcomes: Sequence[Outcome], claims: Sequence[Delivery], fencing_token: int, now: float
    ) -> list[Delivery]:
        """Record what came of deliveries and claim others, together or not at all; return those that may be sent.

        A claimed delivery counts as under way. Of one whose notice was changed or whose chat was paused meanwhile
        nothing is claimed; of a digest, what is left.
        """
        async with self._database.transaction() as connection:
            if outcomes:
                await self._record(connection, outcomes, fencing_token, now)
            return await self._claim(connection, claims, fencing_token, now) if claims else []

    async def claim(self, delivery: Delivery, fencing_token: int, now: float) -> bool:
        """Claim one delivery; return whether it may be sent."""
        return [one.key for one in await self.settle((), (delivery,), fencing_token, now)] == [delivery.key]

    async def record(self, outcome: Outcome, fencing_token: int, now: float) -> None:
        """Record what came of one delivery."""
        await self.settle((outcome,), (), fencing_token, now)

    async def _claim(
        self, connection: AsyncConnection, claims: Sequence[Delivery], fencing_token: int, now: float
    ) -> list[Delivery]:
        rows = [(item.notice, item.edition, one.chat, one.thread) for one in claims for item in one.items]
        values = {"the_fence": fencing_token, "the_time": now, "the_rows": rows}
        claimed = (await connection.execute(self._statements.claim, values)).all()
        mine = {(notice, edition, bytes(chat), thread) for notice, edition, chat, thread in claimed}
        found = []
        for one in claims:
            items = [i for i in one.items if (i.notice, i.edition, one.chat, one.thread) in mine]
            if items:
                found.append(one.of(items))
        return found

    async def _record(
        self, connection: AsyncConnection, outcomes: Sequence[Outcome], fencing_token: int, now: float
    ) -> None:
        changes: dict[Update, list[_Values]] = {}
        for outcome in outcomes:
            statement, values = self._change(outcome, now)
            values |= {"the_fence": fencing_token, "the_time": now}
            rows = changes.setdefault(statement, [])
            rows += [{**_row(outcome.delivery, item), **values} for item in outcome.delivery.items]
        for statement, rows in changes.items():
            await connection.execute(statement, rows)
        for outcome in outcomes:
            await self._follow_up(connection, outcome, fencing_token, now)

    def _change(self, outcome: Outcome, now: float) -> tuple[Update, _Values]:
        """Return what an outcome changes in the rows of its delivery: a statement, and its values."""
        statements = self._statements
        match outcome:
            case Sent(message_id=message_id, note=note):
                return statements.sent, {"the_message": message_id, "the_note": note}
            case Refused(note=note):
                return statements.refused, {"the_note": note}
            case Retry(due_at=due_at, note=note, uncertain=uncertain):
                return statements.retry, {"due": due_at, "the_note": note, "doubt": int(uncertain)}
            case Lost(due_at=due_at, note=note):
                return statements.retry, {"due": due_at, "the_note": note, "doubt": 0}
            case Moved():
                return statements.retry, {"due": now, "the_note": "the group has a new id", "doubt": 0}
            case TopicGone():
                return statements.retry, {"due": now, "the_note": "the topic is gone", "doubt": 0}
            case _:
                assert_never(outcome)

    async def _follow_up(self, connection: AsyncConnection, outcome: Outcome, fencing_token: int, now: float) -> None:
        """Change what else an outcome tells of the chat: all but the rows of the delivery."""
        one = outcome.delivery
        match outcome:
            case Sent():
                answered = [code for item in one.items for code in item.reason.codes]
                if answered and await self._is_recorded(connection, one, fencing_token):
                    await self._end_questions(connection, one, answered)
                if one.was_refused:
                    lost = and_(followers.c.chat == one.chat, followers.c.gone.in_(PASSING))
                    await connection.execute(update(followers).where(lost).values(gone=None, gone_at=None))
                    await catch_up(connection, one.chat, now)
            case Retry(due_at=due_at, chat_waits=True):
                await self._put_off(connection, one.chat, due_at)
            case Lost(why=why, due_at=due_at):
                await keep_unreachable(connection, one.chat, why, now)
                await self._put_off(connection, one.chat, due_at)
            case Moved(new_id=new_id):
                new = self._database.chat(new_id)
                await move(connection, one.chat, new, encrypt(self._database.key, new_id))
            case TopicGone():
                await to_general(connection, one.chat, one.thread)

    async def _is_recorded(self, connection: AsyncConnection, delivery: Delivery, fencing_token: int) -> bool:
        """Whether this sender could record that a delivery arrived, for no other has taken it back."""
        own = and_(deliveries.c.chat == delivery.chat, deliveries.c.thread == delivery.thread)
        these = own & deliveries.c.notice.in_([item.notice for item in delivery.items])
        counted = and_(these, deliveries.c.state == DeliveryState.SENT, deliveries.c.fence == fencing_token)
        return (await connection.execute(select(deliveries.c.notice).where(counted).limit(1))).first() is not None

    async def _end_questions(self, connection: AsyncConnection, delivery: Delivery, answered: Sequence[str]) -> None:
        """Delete the questions that a delivery answered, and their codes; the address stays for corrections."""
        where = and_(subscriptions.c.chat == delivery.chat, subscriptions.c.thread == delivery.thread)
        await connection.execute(delete(subscriptions).where(where, WAITS, subscriptions.c.value.in_(answered)))
        notices = [item.notice for item in delivery.items]
        own = and_(deliveries.c.chat == delivery.chat, deliveries.c.thread == delivery.thread)
        came_so = own & deliveries.c.notice.in_(notices) & deliveries.c.why.startswith(ASKED)
        await connection.execute(update(deliveries).where(came_so).values(why=ASKED))

    async def _put_off(self, connection: AsyncConnection, chat: bytes, due_at: float) -> None:
        """Let everything that waits for a chat wait until a time."""
        early = and_(
            deliveries.c.chat == chat, deliveries.c.state == DeliveryState.WAITING, deliveries.c.due_at < due_at
        )
        await connection.execute(update(deliveries).where(early).values(due_at=due_at))

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


class _Statements:
    """The statements that change one row a delivery, made once; each is run for many rows at once."""

    def __init__(self) -> None:
        fencing_token: Any = bindparam("the_fence")
        at: Any = bindparam("the_time")
        note: Any = bindparam("the_note")
        can = select(followers.c.chat).where(followers.c.chat == deliveries.c.chat, reachable()).exists()
        free = and_(deliveries.c.state == DeliveryState.WAITING, can, ~superseded(), leads(fencing_token))
        columns = [deliveries.c[name] for name in _ROW]
        free &= tuple_(*columns).in_(bindparam("the_rows", expanding=True))
        claim = update(deliveries).where(free).values(state=DeliveryState.SENDING, fence=fencing_token, changed_at=at)
        self.claim = claim.returning(*columns)
        ours = _of_row(
            update(deliveries).where(deliveries.c.state == DeliveryState.SENDING, deliveries.c.fence == fencing_token)
        )
        self.sent = ours.values(state=DeliveryState.SENT, message_id=bindparam("the_message"), note=note, changed_at=at)
        self.refused = ours.values(
            state=DeliveryState.HELD, note=note, failures=deliveries.c.failures + 1, changed_at=at
        )
        uncertain: Any = bindparam("doubt")
        used_up = and_(uncertain > 0, deliveries.c.doubts >= MAX_REPETITIONS)
        state = _state_after_uncertain_send(used_up)
        self.retry = ours.values(
            state=state,
            due_at=bindparam("due"),
            note=note,
            doubts=deliveries.c.doubts + uncertain,
            failures=deliveries.c.failures + 1,
            changed_at=at,
        )


def _state_after_uncertain_send(used_up: ColumnElement[bool] | None = None) -> ColumnElement[str]:
    """Return the state of a delivery that nobody knows to have arrived: `used_up` says whether it is not repeated."""
    unneeded = (needless(), DeliveryState.SKIPPED.value)
    waits = DeliveryState.WAITING.value
    if used_up is None:
        return case(unneeded, else_=waits)
    return case((used_up, DeliveryState.UNCONFIRMED.value), unneeded, else_=waits)


def _of_row(statement: Update) -> Update:
    """Return a statement that changes one row, named by the parameters of `_row`."""
    return statement.where(*(deliveries.c[name] == bindparam(f"of_{name}") for name in _ROW))


def _row(delivery: Delivery, item: Item) -> _Values:
    values = (item.notice, item.edition, delivery.chat, delivery.thread)
    return {f"of_{name}": value for name, value in zip(_ROW, values, strict=True)}


def leads(fencing_token: Any) -> Exists:
    """Whether a fencing token is the newest one: the condition of every write of a sender."""
    return exists(select(leases.c.name).where(leases.c.name == SENDER, leases.c.fence == fencing_token))
