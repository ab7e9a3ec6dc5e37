"""The running processes, and which version of the base each answers from."""

from sqlalchemy import delete, select

from bot.storage.database import Database
from bot.storage.schema import replicas

SILENCE = 60.0
"""Seconds after which a process that has not shown itself counts as dead: far more than clocks differ. Arbitrary."""


class Replicas:
    """The processes that answer. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def show(self, holder: str, version: str, now: float) -> None:
        """Keep that a process lives, and which version it answers from."""
        row = self._database.insert(replicas).values(holder=holder, version=version, seen_at=now)
        seen = row.on_conflict_do_update(index_elements=["holder"], set_={"version": version, "seen_at": now})
        async with self._database.transaction() as connection:
            await connection.execute(seen)
            await connection.execute(delete(replicas).where(replicas.c.seen_at < now - SILENCE))

    async def leave(self, holder: str) -> None:
        """Keep that a process ends."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(replicas).where(replicas.c.holder == holder))

    async def seen(self, now: float) -> dict[str, str]:
        """Return the processes that showed themselves of late, each with its version."""
        late = select(replicas.c.holder, replicas.c.version).where(replicas.c.seen_at >= now - SILENCE)
        async with self._database.reading() as connection:
            return {row.holder: row.version for row in await connection.execute(late)}
