"""Counts what is stored, of everybody together: nothing that could be of one person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Executable, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.deliveries import shown_state
from bot.storage.inbox import UPDATE_LIFE
from bot.storage.replicas import SILENCE
from bot.storage.schema import (
    agreements,
    chats,
    deliveries,
    followers,
    notices,
    pending,
    ratings,
    replicas,
    reports,
    subscriptions,
    updates,
)
from knowledge.notices.states import DeliveryState


@dataclass(frozen=True, slots=True)
class Statistics:
    """Numbers of what is stored; ages are in seconds, and None where nothing waits."""

    followers: Mapping[str, int]
    """How many chats follow something, by the language of their notices."""
    unreachable: int
    """How many of them cannot be written to."""
    subscriptions: Mapping[str, int]
    """How many there are, by what is followed."""
    notices: Mapping[str, int]
    """How many there are in each state, also proposed and scheduled ones."""
    deliveries: Mapping[str, int]
    """How many there are in each state."""
    oldest_delivery: float | None
    """For how long the delivery has been due that waits longest."""
    parked: int
    """How many updates wait for their answers."""
    oldest_parked: float | None
    """For how long the one has waited that waits longest."""
    reports: int
    """How many of readers' reports wait."""
    ratings: tuple[int, int]
    """How often answers were said to help, and not to help."""
    base: tuple[str, int, float] | None
    """The version that is answered from, its number, and since when in UTC seconds; None before the first start."""
    replicas: int
    """How many processes showed themselves in the last minute."""


async def statistics(database: Database, now: datetime) -> Statistics:
    """Count what is stored; raises `StorageError`."""
    at = now.timestamp()
    language = func.coalesce(chats.c.language, followers.c.language)
    speakers = select(language, func.count()).select_from(followers.outerjoin(chats, chats.c.chat == followers.c.chat))
    kinds = select(subscriptions.c.kind, func.count()).group_by(subscriptions.c.kind)
    state = shown_state().label("state")
    sent = select(state, func.count()).outerjoin_from(deliveries, followers, deliveries.c.chat == followers.c.chat)
    waits = deliveries.c.state == DeliveryState.WAITING.value
    due = select(func.min(deliveries.c.due_at)).where(waits, deliveries.c.due_at <= at)
    parked = updates.c.parked.is_not(None) & (updates.c.finished_at > at - UPDATE_LIFE.total_seconds())
    waiting = select(func.count(), func.min(updates.c.finished_at)).where(parked)
    helped = select(func.coalesce(func.sum(ratings.c.good), 0), func.coalesce(func.sum(ratings.c.bad), 0))
    last = select(agreements.c.version, agreements.c.number, agreements.c.at).order_by(agreements.c.number.desc())
    async with database.reading() as connection:
        oldest = (await connection.execute(due)).scalar_one()
        number, since = (await connection.execute(waiting)).one()
        base = (await connection.execute(last.limit(1))).one_or_none()
        good, bad = (await connection.execute(helped)).one()
        gone = select(func.count()).where(followers.c.gone.is_not(None))
        return Statistics(
            followers=await _counts(connection, speakers.group_by(language).order_by(language)),
            unreachable=(await connection.execute(gone)).scalar_one(),
            subscriptions=await _counts(connection, kinds.order_by(subscriptions.c.kind)),
            notices=await _notices(connection),
            deliveries=await _counts(connection, sent.group_by(state).order_by(state)),
            oldest_delivery=None if oldest is None else at - oldest,
            parked=number,
            oldest_parked=None if since is None else at - since,
            reports=(await connection.execute(select(func.count()).where(reports.c.until > at))).scalar_one(),
            ratings=(good, bad),
            base=None if base is None else (base.version, base.number, base.at),
            replicas=(
                await connection.execute(select(func.count()).where(replicas.c.seen_at >= at - SILENCE))
            ).scalar_one(),
        )


async def _notices(connection: AsyncConnection) -> dict[str, int]:
    states = select(notices.c.state, func.count()).group_by(notices.c.state).order_by(notices.c.state)
    found = await _counts(connection, states)
    planned = select(pending.c.approved, func.count()).group_by(pending.c.approved)
    for approved, number in (await connection.execute(planned)).all():
        found["scheduled" if approved else "proposed"] = number
    return found


async def _counts(connection: AsyncConnection, counted: Executable) -> dict[str, int]:
    """Return the rows of a query as numbers by name."""
    return {row[0]: row[1] for row in await connection.execute(counted)}
