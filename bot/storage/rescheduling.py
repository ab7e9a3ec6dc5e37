"""Puts off what waits for a chat, and lets it come: after a pause, a change of settings, or when a chat is back."""

from datetime import UTC, datetime

from sqlalchemy import ColumnElement, and_, case, func, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.schema import deliveries, followers
from knowledge.notices.audience import Rhythm, Settings, Unreachable, due
from knowledge.notices.states import AMENDMENTS, DeliveryState

CATCH_UP = "catch-up"
"""The rhythm of deliveries that waited while a chat was paused or could not be reached: they come as one digest."""
TOPIC_CLOSED = "the topic is closed"
"""The note of what waits until its forum topic is open again."""


async def follow_settings(connection: AsyncConnection, chat: bytes, settings: Settings, now: float) -> None:
    """Give the notices of a chat that are not due yet the time that its settings say.

    What is tried again after a failure has a note, and keeps its time.
    """
    early = (deliveries.c.state == DeliveryState.WAITING) & (deliveries.c.due_at > now) & deliveries.c.note.is_(None)
    for rhythm in Rhythm:
        then = due(settings, rhythm, False, datetime.fromtimestamp(now, UTC)).timestamp()
        own = update(deliveries).where(deliveries.c.chat == chat, deliveries.c.rhythm == rhythm.value, early)
        await connection.execute(own.values(due_at=then))


async def let_wait(connection: AsyncConnection, chat: bytes, now: float) -> None:
    """Make what a chat has waited for due from now on, so that it does not count as held too long."""
    late = (deliveries.c.chat == chat) & (deliveries.c.state == DeliveryState.WAITING) & (deliveries.c.due_at < now)
    await connection.execute(update(deliveries).where(late).values(due_at=now))


def waits_for_topic() -> ColumnElement[bool]:
    """Whether a delivery waits until its forum topic is open again."""
    return and_(deliveries.c.state == DeliveryState.WAITING, deliveries.c.note == TOPIC_CLOSED)


async def catch_up(
    connection: AsyncConnection, chat: bytes, now: float, which: ColumnElement[bool] | None = None
) -> None:
    """Let what a chat missed, or `which` of that, come now as one digest: what was due, or to be tried again later.

    A change of an earlier message stays a message of its own.
    """
    waits = (
        (deliveries.c.chat == chat)
        & (deliveries.c.state == DeliveryState.WAITING)
        & (true() if which is None else which)
    )
    missed = waits & ((deliveries.c.due_at <= now) | (deliveries.c.failures > 0))
    together = case(
        ((deliveries.c.rhythm == Rhythm.NOW.value) & deliveries.c.why.not_in(AMENDMENTS), CATCH_UP),
        else_=deliveries.c.rhythm,
    )
    await connection.execute(
        update(deliveries).where(missed).values(due_at=now, rhythm=together, failures=0, note=None)
    )


async def keep_unreachable(connection: AsyncConnection, chat: bytes, why: Unreachable, now: float) -> None:
    """Keep, as a part of a transaction, why nothing can be sent to a chat; `gone_at` stays that of the first time."""
    since = func.coalesce(followers.c.gone_at, now)
    await connection.execute(update(followers).where(followers.c.chat == chat).values(gone=why.value, gone_at=since))
