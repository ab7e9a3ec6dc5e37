"""What the bot said of each fact, and from when until when: read from the recorded versions."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Select, func, select

from bot.storage.database import Database
from bot.storage.schema import agreements, fact_versions


@dataclass(frozen=True, slots=True)
class FactVersion:
    """What was said of a fact during a time."""

    fact: str
    since: datetime
    """In UTC, as `until`."""
    until: datetime | None
    """None: it is said still."""
    content: dict[str, Any]
    """As `knowledge.notices.fact_records` has it."""


class FactHistory:
    """The recorded versions of facts. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def of(self, fact: str) -> tuple[FactVersion, ...]:
        """Return all that was said of a fact, the oldest first."""
        return await self._read(_rows().where(fact_versions.c.fact == fact).order_by(fact_versions.c.since))

    async def during(self, begin: datetime, end: datetime) -> tuple[FactVersion, ...]:
        """Return all that was said of every fact at some time between two moments (UTC), by id, the oldest first."""
        held = select(func.max(agreements.c.number)).where(agreements.c.at <= begin.timestamp())
        last = select(func.max(agreements.c.number)).where(agreements.c.at < end.timestamp())
        async with self._database.reading() as connection:
            row = (await connection.execute(select(held.scalar_subquery(), last.scalar_subquery()))).one()
        first_number, last_number = row[0] or 0, row[1] or 0
        ends = fact_versions.c.until
        overlapping = (fact_versions.c.since <= last_number) & (ends.is_(None) | (ends > first_number))
        return await self._read(_rows().where(overlapping).order_by(fact_versions.c.fact, fact_versions.c.since))

    async def _read(self, rows: Select[Any]) -> tuple[FactVersion, ...]:
        async with self._database.reading() as connection:
            found = (await connection.execute(rows)).all()
        return tuple(
            FactVersion(
                fact,
                datetime.fromtimestamp(since, UTC),
                None if until is None else datetime.fromtimestamp(until, UTC),
                json.loads(content),
            )
            for fact, since, until, content in found
        )


def _rows() -> Select[Any]:
    begins, ends = agreements.alias(), agreements.alias()
    return (
        select(fact_versions.c.fact, begins.c.at, ends.c.at, fact_versions.c.content)
        .join(begins, begins.c.number == fact_versions.c.since)
        .outerjoin(ends, ends.c.number == fact_versions.c.until)
    )
