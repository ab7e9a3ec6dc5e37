"""Records what came of deliveries and claims others, in one transaction; and what else an outcome changes."""

from collections.abc import Sequence
from typing import Any, assert_never

from sqlalchemy import ColumnElement, Update, and_, bindparam, case, delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import encrypt
from bot.storage.database import Database
from bot.storage.deliveries import (
    ASKED,
    PASSING,
    Delivery,
    Item,
    Lost,
    Moved,
    Refused,
    Retry,
    SendResult,
    Sent,
    TopicGone,
    needless,
    reachable,
    superseded,
)
from bot.storage.followers import WAITS
from bot.storage.lease import leads
from bot.storage.moving import move, to_general
from bot.storage.rescheduling import catch_up, keep_unreachable
from bot.storage.schema import deliveries, followers, subscriptions
from knowledge.notices.states import DeliveryState

MAX_REPETITIONS = 2
"""Maximum number of repetitions of a message that may have been sent."""
_ROW = ("notice", "edition", "chat", "thread")
"""Columns that name a delivery's row."""
_Values = dict[str, Any]


class Settlement:
    """The step between two rounds of sending. It raises `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._statements = _Statements()

    async def settle(
        self, outcomes: Sequence[SendResult], claims: Sequence[Delivery], fencing_token: int, now: float
    ) -> list[Delivery]:
        """Record what came of deliveries and claim others, together or not at all; return those that may be sent.

        A claimed delivery counts as under way. Of one whose notice was changed or whose chat was paused meanwhile
        nothing is claimed; of a digest, what is left.
        """
        async with self._database.transaction() as connection:
            if outcomes:
                await self._record(connection, outcomes, fencing_token, now)
            return await self._claim(connection, claims, fencing_token, now) if claims else []

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
        self, connection: AsyncConnection, outcomes: Sequence[SendResult], fencing_token: int, now: float
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

    def _change(self, outcome: SendResult, now: float) -> tuple[Update, _Values]:
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

    async def _follow_up(
        self, connection: AsyncConnection, outcome: SendResult, fencing_token: int, now: float
    ) -> None:
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
        state = state_after_uncertain_send(used_up)
        self.retry = ours.values(
            state=state,
            due_at=bindparam("due"),
            note=note,
            doubts=deliveries.c.doubts + uncertain,
            failures=deliveries.c.failures + 1,
            changed_at=at,
        )


def state_after_uncertain_send(used_up: ColumnElement[bool] | None = None) -> ColumnElement[str]:
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
