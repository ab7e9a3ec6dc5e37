"""The outbox: what is to be sent to whom, by which one process, and how each delivery ended."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Exists, RowMapping, Select, and_, case, delete, exists, func, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import seal, unseal
from bot.storage.database import Database
from bot.storage.record import add_step
from bot.storage.schema import chats, deliveries, followers, leases, notices, subscriptions
from bot.storage.subscribers import WAITS, move, read
from knowledge.subscribing import TYPED, About

HELD_AFTER = 6 * 3600
"""Seconds after which an unsent delivery waits for a person's word: late news may be wrong news."""
DOUBTS = 2
"""A message that may have been sent is repeated so often, and no more."""
SENDER = "sender"
_PARAMETERS = 500
_ASKED = f"{About.QUESTION}:"
_Questions = dict[tuple[bytes, int, str], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One notice of a delivery."""

    notice: str
    edition: int
    why: str
    number: int
    content: str
    asked: tuple[str, ...] = ()
    """The questions that it answers, or the words that it came by, if the chat still has them."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message to send: one notice, or a digest of several."""

    chat: bytes
    chat_id: int
    thread: int
    language: str
    silent: bool
    rhythm: str
    doubts: int
    target: int | None
    """The message that tells of an earlier edition, to be edited."""
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Lease:
    """Who sends: `fence` grows whenever another takes over, `beats` whenever the holder shows that it lives."""

    holder: str = ""
    fence: int = 0
    beats: int = 0


class Outbox:
    """Deliveries and who sends them. All methods raise `StorageError` if the database fails.

    A write of a sender whose `fence` is not the newest changes nothing: another process has taken over.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def lease(self) -> Lease:
        """Return who sends, or did last."""
        kept = select(leases.c.holder, leases.c.fence, leases.c.beats).where(leases.c.name == SENDER)
        async with self._database.reading() as connection:
            row = (await connection.execute(kept)).one_or_none()
        return Lease(*row) if row else Lease()

    async def lead(self, holder: str, stale: int | None = None) -> Lease | None:
        """Take or keep the lease of the sender, which beats once more; None while another holds it.

        With `stale`, it is taken from a holder that is known to be dead and left it at so many beats.
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

    async def give_up(self, fence: int) -> None:
        """Let another process take over at once."""
        async with self._database.transaction() as connection:
            await connection.execute(update(leases).where(leases.c.fence == fence).values(holder=""))

    async def recover(self, fence: int, now: float) -> int:
        """Take back what an earlier sender was sending when it died; return how many may have arrived.

        Nobody knows whether these arrived, so each is sent again at most `DOUBTS` times.
        """
        lost = and_(deliveries.c.state == "sending", deliveries.c.fence < fence, leads(fence))
        again = case((deliveries.c.doubts >= DOUBTS, "unconfirmed"), else_="waiting")
        values = {"state": again, "doubts": deliveries.c.doubts + 1, "note": "interrupted", "changed_at": now}
        async with self._database.transaction() as connection:
            back = update(deliveries).where(lost).values(**values).returning(deliveries.c.notice)
            return len((await connection.execute(back)).all())

    async def hold(self, fence: int, now: float, restored: bool = False) -> int:
        """Hold what is due for too long, until a person says `release` or `skip`; return how many.

        With `restored`, everything that waits is held: nobody knows what was sent since the backup was made.
        """
        open_ = select(followers.c.chat).where(followers.c.gone.is_(None), followers.c.paused.is_(False))
        late = and_(deliveries.c.due_at < now - HELD_AFTER, deliveries.c.chat.in_(open_))
        which = and_(deliveries.c.state == "waiting", true() if restored else late, leads(fence))
        note = "the database was restored from a backup" if restored else "held for more than 6 hours"
        held = update(deliveries).where(which).values(state="held", note=note, changed_at=now)
        async with self._database.transaction() as connection:
            return len((await connection.execute(held.returning(deliveries.c.notice))).all())

    async def release(self, notice: str, state: str, actor: str, now: float) -> int:
        """End the wait of held deliveries: they are "waiting" again, or "skipped"; return how many."""
        held = and_(deliveries.c.notice == notice, deliveries.c.state == "held")
        values = {"state": state, "due_at": now, "note": None if state == "waiting" else "by hand", "changed_at": now}
        async with self._database.transaction() as connection:
            found = update(deliveries).where(held).values(**values).returning(deliveries.c.notice)
            count = len((await connection.execute(found)).all())
            await add_step(connection, now, actor, f"held deliveries {state}", notice, str(count))
        return count

    async def waiting(self, now: float, limit: int) -> list[Delivery]:
        """Return what is due for chats that can be reached, the longest due first; a digest is one delivery."""
        open_ = (followers.c.gone.is_(None)) & (followers.c.paused.is_(False))
        due = (
            _with_notices()
            .where(deliveries.c.state == "waiting", deliveries.c.due_at <= now, open_)
            .order_by(deliveries.c.due_at, notices.c.number, deliveries.c.chat)
            .limit(limit)
        )
        newest = select(notices.c.edition).where(notices.c.id == deliveries.c.notice).scalar_subquery()
        old = and_(deliveries.c.state == "waiting", deliveries.c.edition < newest)
        async with self._database.transaction() as connection:
            await connection.execute(update(deliveries).where(old).values(state="skipped", note="superseded"))
            rows = (await connection.execute(due)).mappings().all()
            asked = await self._questions(connection, rows)
        grouped: dict[object, list[RowMapping]] = {}
        for row in rows:
            alone = (row["notice"], row["edition"]) if row["rhythm"] == "now" else row["rhythm"]
            grouped.setdefault((bytes(row["chat"]), row["thread"], alone), []).append(row)
        found = (self._delivery(group, asked) for group in grouped.values())
        return [delivery for delivery in found if delivery]

    async def _questions(self, connection: AsyncConnection, rows: Sequence[RowMapping]) -> _Questions:
        """Return the questions and words that some deliveries came by, each by chat, thread and code."""
        having = {bytes(row["chat"]) for row in rows if _codes(row["why"], TYPED)}
        if not having:
            return {}
        typed = select(subscriptions).where(subscriptions.c.chat.in_(having), subscriptions.c.kind.in_(TYPED))
        kept = (await connection.execute(typed)).mappings()
        return {(bytes(row["chat"]), row["thread"], row["value"]): read(row, self._database.key).text for row in kept}

    def _delivery(self, rows: Sequence[RowMapping], asked: _Questions) -> Delivery | None:
        row = rows[0]
        chat_id = unseal(self._database.key, bytes(row["address"]))
        if chat_id is None:
            return None
        chat, thread = bytes(row["chat"]), row["thread"]
        items = []
        for r in rows:
            questions = filter(None, (asked.get((chat, thread, code)) for code in _codes(r["why"], TYPED)))
            items.append(Item(r["notice"], r["edition"], r["why"], r["number"], r["content"], tuple(questions)))
        return Delivery(
            chat=chat,
            chat_id=chat_id,
            thread=thread,
            language=row["language"],
            silent=bool(row["silent"]),
            rhythm=row["rhythm"],
            doubts=max(r["doubts"] for r in rows),
            target=row["message_id"],
            items=tuple(items),
        )

    async def mark(self, delivery: Delivery, fence: int, now: float) -> bool:
        """Keep that a delivery is about to be sent; False if it must not be, for another process leads."""
        values = {"state": "sending", "fence": fence, "changed_at": now}
        return await self._change(delivery, "waiting", fence, values) == len(delivery.items)

    async def sent(self, delivery: Delivery, fence: int, message_id: int, now: float) -> None:
        """Keep that a delivery arrived, as which message; the questions that it answers wait no more."""
        kept = delivery.target or message_id
        values = {"state": "sent", "message_id": kept, "note": None, "changed_at": now}
        answered = [code for item in delivery.items for code in _codes(item.why)]
        await self._change(delivery, "sending", fence, values, answered)

    async def ended(self, delivery: Delivery, fence: int, state: str, note: str, now: float) -> None:
        """Keep how a delivery ended that did not arrive, and why."""
        await self._change(delivery, "sending", fence, {"state": state, "note": note, "changed_at": now})

    async def again(self, delivery: Delivery, fence: int, due_at: float, note: str, now: float, doubt: bool) -> None:
        """Let a delivery wait until `due_at`; with `doubt`, it may have arrived, and too many doubts end it."""
        state = "unconfirmed" if doubt and delivery.doubts >= DOUBTS else "waiting"
        values = {"state": state, "due_at": due_at, "note": note, "changed_at": now}
        await self._change(delivery, "sending", fence, {**values, "doubts": delivery.doubts + doubt})

    async def _change(
        self, delivery: Delivery, state: str, fence: int, values: dict[str, object], answered: Sequence[str] = ()
    ) -> int:
        """Change the rows of a delivery that are in a state, if the fence still holds; return how many.

        With them, the questions with the codes `answered` are deleted, and the codes; the chat's address stays for
        corrections.
        """
        which = or_(
            *(and_(deliveries.c.notice == item.notice, deliveries.c.edition == item.edition) for item in delivery.items)
        )
        own = and_(deliveries.c.chat == delivery.chat, deliveries.c.thread == delivery.thread, which)
        ours = deliveries.c.fence == fence if state == "sending" else leads(fence)
        rows = update(deliveries).where(own, deliveries.c.state == state, ours).values(**values)
        async with self._database.transaction() as connection:
            changed = len((await connection.execute(rows.returning(deliveries.c.notice))).all())
            if changed and answered:
                where = and_(subscriptions.c.chat == delivery.chat, subscriptions.c.thread == delivery.thread)
                done = delete(subscriptions).where(where, WAITS, subscriptions.c.value.in_(answered))
                await connection.execute(done)
                came_so = own & deliveries.c.why.startswith(_ASKED)
                await connection.execute(update(deliveries).where(came_so).values(why=_ASKED))
        return changed

    async def gone(self, delivery: Delivery, fence: int, why: str, now: float) -> None:
        """Keep that a chat cannot be reached: this delivery and all that wait for it end."""
        async with self._database.transaction() as connection:
            await connection.execute(update(followers).where(followers.c.chat == delivery.chat).values(gone=why))
            left = and_(deliveries.c.chat == delivery.chat, deliveries.c.state.in_(("waiting", "sending", "held")))
            values = {"state": "unreachable", "note": why, "changed_at": now}
            await connection.execute(update(deliveries).where(left, leads(fence)).values(**values))

    async def moved(self, delivery: Delivery, fence: int, new_id: int, now: float) -> None:
        """Follow a group that became a supergroup, and send to it there."""
        await self.again(delivery, fence, now, "the group has a new id", now, doubt=False)
        new = self._database.chat(new_id)
        async with self._database.transaction() as connection:
            await move(connection, delivery.chat, new, seal(self._database.key, new_id))

    async def counts(self, notice: str | None = None) -> list[tuple[str, str, str, int]]:
        """Return notice, state, note and number of deliveries, for one notice or for all."""
        columns = (deliveries.c.notice, deliveries.c.state, func.coalesce(deliveries.c.note, ""))
        counted = select(*columns, func.count()).group_by(*columns).order_by(*columns)
        if notice is not None:
            counted = counted.where(deliveries.c.notice == notice)
        async with self._database.reading() as connection:
            rows = (await connection.execute(counted)).all()
        return [(row[0], row[1], row[2], row[3]) for row in rows]


def _codes(why: str, kinds: Container[str] = (About.QUESTION,)) -> list[str]:
    """Return the codes of the questions, or of other kinds, by which a notice comes; none if it comes otherwise."""
    about, _, codes = why.partition(":")
    return codes.split(",") if about in kinds else []


def leads(fence: int) -> Exists:
    """Whether a fence is the newest one: the condition of every write of a sender."""
    return exists(select(leases.c.name).where(leases.c.name == SENDER, leases.c.fence == fence))


def _with_notices() -> Select[Any]:
    chat, notice = deliveries.c.chat == followers.c.chat, deliveries.c.notice == notices.c.id
    chosen = func.coalesce(chats.c.language, followers.c.language).label("language")
    columns = (*deliveries.c, followers.c.address, chosen, followers.c.silent, notices.c.number, notices.c.content)
    told = select(*columns).join(followers, chat).join(notices, notice)
    return told.outerjoin(chats, chats.c.chat == deliveries.c.chat)
