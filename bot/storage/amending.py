"""Who gets the correction or recall of a notice: those who had it, in their rhythm, and those who still wait."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, exists, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.followers import everyones_settings
from bot.storage.rescheduling import CATCH_UP
from bot.storage.schema import deliveries, subscriptions
from knowledge.notices.audience import About, Rhythm, due
from knowledge.notices.reasons import Reason
from knowledge.notices.states import DeliveryState, NoticeState

_PERHAPS = (DeliveryState.SENT, DeliveryState.SENDING, DeliveryState.UNCONFIRMED)
"""States of deliveries that have arrived, or may have."""


@dataclass(slots=True)
class _Had:
    """What one thread of a chat has of a notice: whether it had it, as which message, and how it gets it."""

    rhythm: str
    reason: Reason
    due_at: float
    arrived: bool = False
    message_id: int | None = None
    asked: bool = False
    edition: int | None = None
    """The last edition that arrived, or perhaps did."""


async def amended(
    connection: AsyncConnection, notice: str, edition: int, state: NoticeState, urgent: bool, now: datetime
) -> list[dict[str, Any]]:
    """Drop what waits of the earlier editions of a notice; return the deliveries of the new one to who had those.

    Who had it, or perhaps had, gets the change when the next notice in that rhythm would come. Who had it not
    yet gets the corrected notice as it is, when the earlier edition would have come. Who follows nothing any
    more gets nothing, but for the answer to a question, which ended by being answered.
    """
    at = now.timestamp()
    dropped = await _drop(connection, notice, state, at)  # First, so that what the sender begins meanwhile is seen.
    shared = {(row[0], row[1]) for row in (await connection.execute(_shared(notice))).all()}
    rows = (await connection.execute(_earlier(notice))).mappings().all()
    found: dict[tuple[bytes, int], _Had] = {}
    for row in rows:
        key = row["chat"], row["thread"]
        waits = (*key, row["edition"]) in dropped
        arrived = row["message_id"] is not None or row["state"] in _PERHAPS or row["doubts"] > 0
        if not (waits or arrived):
            continue
        reason = Reason.decode(row["why"])
        had = found.setdefault(key, _Had(row["rhythm"], reason, row["due_at"]))
        had.arrived |= arrived
        if arrived and (not waits or row["doubts"] > 0):  # what waits has the number of the message that it would edit
            had.edition = row["edition"]
        had.asked |= reason.about is About.QUESTION
        if row["message_id"] is not None:
            had.message_id = None if (row["chat"], row["message_id"]) in shared else row["message_id"]
    settings = await everyones_settings(connection)
    follows = set((await connection.execute(select(subscriptions.c.chat).distinct())).scalars())
    changes = []
    for (chat, thread), had in found.items():
        if chat not in settings or not (had.asked or chat in follows):
            continue
        if had.arrived:
            rhythm = Rhythm(had.rhythm) if had.rhythm != CATCH_UP else Rhythm.NOW
            then = due(settings[chat], rhythm, urgent, now).timestamp()
            row = row_of(notice, edition, chat, thread, rhythm.value, Reason(state), then, at)
            shows = had.edition if state is NoticeState.RECALLED else None
            changes.append({**row, "message_id": had.message_id, "shows": shows})
        elif state is NoticeState.CORRECTED:
            changes.append(row_of(notice, edition, chat, thread, had.rhythm, had.reason, max(had.due_at, at), at))
    return changes


async def _drop(
    connection: AsyncConnection, notice: str, state: NoticeState, at: float
) -> frozenset[tuple[bytes, int, int]]:
    """Let nothing of the earlier editions be sent any more; return chat, thread and edition of what was to be."""
    unsent = and_(deliveries.c.notice == notice, deliveries.c.state.in_((DeliveryState.WAITING, DeliveryState.HELD)))
    skipped = update(deliveries).where(unsent).values(state=DeliveryState.SKIPPED, note=state, changed_at=at)
    keys = skipped.returning(deliveries.c.chat, deliveries.c.thread, deliveries.c.edition)
    return frozenset((row[0], row[1], row[2]) for row in (await connection.execute(keys)).all())


def _earlier(notice: str) -> Select[Any]:
    """Return the query of the deliveries of a notice, the earliest editions first."""
    return select(deliveries).where(deliveries.c.notice == notice).order_by(deliveries.c.edition)


def _shared(notice: str) -> Select[Any]:
    """Return the query of the messages, by chat and id, that show a notice together with others."""
    other = deliveries.alias()
    same = and_(
        other.c.chat == deliveries.c.chat,
        other.c.message_id == deliveries.c.message_id,
        other.c.notice != deliveries.c.notice,
    )
    shown = select(deliveries.c.chat, deliveries.c.message_id)
    return shown.where(deliveries.c.notice == notice, deliveries.c.message_id.is_not(None), exists().where(same))


def row_of(
    notice: str, edition: int, chat: bytes, thread: int, rhythm: str, reason: Reason, due_at: float, now: float
) -> dict[str, Any]:
    """Return the row of a delivery that waits."""
    where = {"notice": notice, "edition": edition, "chat": chat, "thread": thread, "message_id": None, "shows": None}
    return {
        **where,
        "state": DeliveryState.WAITING,
        "rhythm": rhythm,
        "why": reason.encode(),
        "due_at": due_at,
        "changed_at": now,
    }
