"""The notices as they are now: their states, what a publication would do, and how far those under way are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, and_, case, func, or_, select, update

from bot.storage.approvals import Place
from bot.storage.database import Database
from bot.storage.deliveries import is_lost
from bot.storage.followers import everyone
from bot.storage.publications import Decide, next_number
from bot.storage.schema import deliveries, followers, notices, pending
from knowledge.notices.states import ENDED, DeliveryState, NoticeState


@dataclass(frozen=True, slots=True)
class Preview:
    """What a publication would do: the notice's number, and how many chats it reaches at once and by digest."""

    number: int
    at_once: int
    by_digest: int


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

    async def preview(self, notice: str, decide: Decide) -> Preview:
        """Return what a publication would do now."""
        async with self._database.reading() as connection:
            plans = [plan for follower in await everyone(connection, self._database.key) if (plan := decide(follower))]
            known = select(notices.c.number).where(notices.c.id == notice)
            number = (await connection.execute(known)).scalar_one_or_none() or await next_number(connection)
        at_once = sum(plan.rhythm == "now" for plan in plans)
        return Preview(number, at_once, len(plans) - at_once)

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
                if place := Place.decrypt(self._database.key, sealed):
                    found.append(Progress(notice, number, place, counts))
        return found

    async def reported(self, notice: str) -> None:
        """Keep that an admin was shown how a notice ended."""
        async with self._database.transaction() as connection:
            await connection.execute(update(notices).where(notices.c.id == notice).values(reports_to=None))


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
