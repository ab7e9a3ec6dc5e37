"""Deliveries as the sender sees them: what is due, read from the tables, and what can come of sending one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import decrypt
from bot.storage.followers import read_subscription
from bot.storage.rescheduling import waits_for_topic
from bot.storage.schema import chats, deliveries, editions, followers, notices, subscriptions
from knowledge.notices.audience import TYPED, About, Rhythm, Unreachable
from knowledge.notices.content import recalled
from knowledge.notices.reasons import Reason
from knowledge.notices.states import AMENDMENTS, DeliveryState

ASKED = Reason(About.QUESTION).encode()
"""Begins the stored reason of a delivery that comes by questions."""
PASSING = (Unreachable.NO_RIGHTS.value,)
"""Reasons for which a chat cannot be reached that do not keep later notices from being tried."""
_Typed = dict[tuple[bytes, int, str], str]


@dataclass(frozen=True, slots=True)
class Item:
    """One notice of a delivery."""

    notice: str
    edition: int
    reason: Reason
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
    uncertain_sends: int
    target: int | None
    """The message that tells of an earlier edition, to be edited."""
    items: tuple[Item, ...]
    failures: int = 0
    """Number of sends that failed."""
    was_refused: bool = False
    """Whether the chat counts as one that cannot be written to."""

    def of(self, items: Iterable[Item]) -> "Delivery":
        """Return the delivery of some of its notices."""
        kept = tuple(items)
        return self if kept == self.items else replace(self, items=kept)

    @property
    def key(self) -> tuple[object, ...]:
        """What tells this delivery from all others."""
        return (self.chat, self.thread, tuple((item.notice, item.edition) for item in self.items))


@dataclass(frozen=True, slots=True)
class Sent:
    """A delivery arrived; `message_id` is the message that now shows the notice."""

    delivery: Delivery
    message_id: int
    note: str | None = None
    """What an operator should know of it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """A delivery did not arrive, or with `uncertain` perhaps did; it is tried again from `due_at` on."""

    delivery: Delivery
    due_at: float
    note: str
    uncertain: bool = False
    chat_waits: bool = False
    """Whether everything else for the chat waits until then too."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Telegram refused the message itself; a person has to decide."""

    delivery: Delivery
    note: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The chat cannot be reached; what is for it waits until it can. A passing reason is tried again from `due_at`."""

    delivery: Delivery
    why: Unreachable
    note: str
    due_at: float


@dataclass(frozen=True, slots=True)
class Moved:
    """The group became a supergroup with another id."""

    delivery: Delivery
    new_id: int


@dataclass(frozen=True, slots=True)
class TopicGone:
    """The forum topic does not exist any more; what it followed comes in General from now on."""

    delivery: Delivery


SendResult = Sent | Retry | Refused | Lost | Moved | TopicGone
"""What came of sending a delivery."""


def reachable() -> ColumnElement[bool]:
    """Whether a follower can be sent to: not paused, and not lost for a reason that lasts."""
    return and_(followers.c.paused.is_(False), or_(followers.c.gone.is_(None), followers.c.gone.in_(PASSING)))


def superseded() -> ColumnElement[bool]:
    """Whether a delivery is of an edition that is not the newest of its notice."""
    newest = select(notices.c.edition).where(notices.c.id == deliveries.c.notice).scalar_subquery()
    return deliveries.c.edition < newest


def needless() -> ColumnElement[bool]:
    """Whether a delivery that was under way shall not be sent again: it is superseded, or its chat has unsubscribed.

    The answer to a question, and a change of what was sent, need no subscription.
    """
    own = subscriptions.c.chat == deliveries.c.chat
    is_change = or_(
        *(deliveries.c.why == change.value for change in AMENDMENTS)
    )  # An IN could not be run for many rows.
    by_subscription = and_(~is_change, ~deliveries.c.why.startswith(ASKED))
    ended = or_(
        deliveries.c.why == "",
        deliveries.c.chat.not_in(select(followers.c.chat)),
        and_(by_subscription, ~select(subscriptions.c.chat).where(own).exists()),
    )
    return or_(superseded(), ended)


def shown_state() -> ColumnElement[str]:
    """The state of a delivery, joined with its follower, as people are shown it."""
    return case((is_lost(), DeliveryState.UNREACHABLE.value), else_=deliveries.c.state)


def is_lost() -> ColumnElement[bool]:
    """Whether a delivery, joined with its follower, waits until its chat or topic can be written to again."""
    return or_(and_(deliveries.c.state == DeliveryState.WAITING, followers.c.gone.is_not(None)), waits_for_topic())


async def due_deliveries(
    connection: AsyncConnection, key: bytes, now: float, limit: int, without: Sequence[bytes]
) -> tuple[list[Delivery], list[bytes]]:
    """Return what is due for chats that can be reached, the longest due first; `limit` is a number of notices.

    What belongs into one message stands together. A digest that the limit cuts off is left for the next time. The
    chats whose addresses cannot be read stand apart.
    """
    due = (
        _with_notices()
        .where(deliveries.c.state == DeliveryState.WAITING, deliveries.c.due_at <= now, reachable())
        .order_by(deliveries.c.due_at, deliveries.c.chat, deliveries.c.thread, notices.c.number)
        .limit(limit)
    )
    if without:
        due = due.where(deliveries.c.chat.not_in(without))
    rows = (await connection.execute(due)).mappings().all()
    groups: dict[object, list[RowMapping]] = {}
    for row in rows:
        groups.setdefault(_message_of(row), []).append(row)
    found = list(groups.values())
    if len(rows) == limit and len(found) > 1 and _is_digest(found[-1][0]):
        found.pop()
    typed = await _typed(connection, key, rows)
    made = [(_delivery(group, key, typed), bytes(group[0]["chat"])) for group in found]
    unreadable = dict.fromkeys(chat for delivery, chat in made if delivery is None)
    return [delivery for delivery, _ in made if delivery], list(unreadable)


def _is_digest(row: RowMapping) -> bool:
    return bool(row["rhythm"] != Rhythm.NOW and row["why"] not in AMENDMENTS)


def _message_of(row: RowMapping) -> object:
    """Return what is equal for the rows that come as one message."""
    alone = row["rhythm"] if _is_digest(row) else (row["notice"], row["edition"])
    return bytes(row["chat"]), row["thread"], alone


async def _typed(connection: AsyncConnection, key: bytes, rows: Sequence[RowMapping]) -> _Typed:
    """Return the questions and words that some deliveries came by, each by chat, thread and code."""
    having = {bytes(row["chat"]) for row in rows if Reason.decode(row["why"]).typed_codes}
    if not having:
        return {}
    typed = select(subscriptions).where(subscriptions.c.chat.in_(having), subscriptions.c.kind.in_(TYPED))
    kept = (await connection.execute(typed)).mappings()
    return {(bytes(row["chat"]), row["thread"], row["value"]): read_subscription(row, key).text for row in kept}


def _delivery(rows: Sequence[RowMapping], key: bytes, typed: _Typed) -> Delivery | None:
    row = rows[0]
    chat_id = decrypt(key, bytes(row["address"]))
    if chat_id is None:
        return None
    chat, thread = bytes(row["chat"]), row["thread"]
    items = []
    for r in rows:
        reason = Reason.decode(r["why"])
        asked = filter(None, (typed.get((chat, thread, code)) for code in reason.typed_codes))
        content = r["content"] if r["shown"] is None else recalled(r["shown"], r["content"])
        items.append(Item(r["notice"], r["edition"], reason, r["number"], content, tuple(asked)))
    return Delivery(
        chat=chat,
        chat_id=chat_id,
        thread=thread,
        language=row["language"],
        silent=bool(row["silent"]),
        rhythm=row["rhythm"],
        uncertain_sends=max(r["doubts"] for r in rows),
        target=row["message_id"],
        items=tuple(items),
        failures=max(r["failures"] for r in rows),
        was_refused=row["gone"] is not None,
    )


def _with_notices() -> Select[Any]:
    chat, notice = deliveries.c.chat == followers.c.chat, deliveries.c.notice == notices.c.id
    chosen = func.coalesce(chats.c.language, followers.c.language).label("language")
    columns = (
        *deliveries.c,
        followers.c.address,
        chosen,
        followers.c.silent,
        followers.c.gone,
        notices.c.number,
        notices.c.content,
        editions.c.content.label("shown"),
    )
    joined = select(*columns).join(followers, chat).join(notices, notice)
    shown = and_(editions.c.notice == deliveries.c.notice, editions.c.edition == deliveries.c.shows)
    return joined.outerjoin(chats, chats.c.chat == deliveries.c.chat).outerjoin(editions, shown)
