"""Baseline: content hashes as of the last publication; the next draft is the difference."""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import ROWS_AT_ONCE, Database
from bot.storage.schema import told
from knowledge.notices.diff import Digests

__all__ = ["Baseline", "Digests", "keep"]


class Baseline:
    """The facts and documents as readers last got them. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> Digests:
        """Return a hash for each ("fact", id) and ("document", id); none before the first publication."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(told.c.kind, told.c.id, told.c.digest))).all()
        return {(kind, identifier): digest for kind, identifier, digest in rows}


async def keep(connection: AsyncConnection, database: Database, digests: Digests) -> None:
    """Replace the baseline, as a part of a transaction.

    Two publications at once take turns here in PostgreSQL, which would else let both insert; SQLite has one writer.
    """
    if database.engine.dialect.name == "postgresql":
        await connection.exec_driver_sql("LOCK TABLE told IN SHARE ROW EXCLUSIVE MODE")
    await connection.execute(delete(told))
    rows = [{"kind": kind, "id": identifier, "digest": digest} for (kind, identifier), digest in digests.items()]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        await connection.execute(insert(told), rows[start : start + ROWS_AT_ONCE])
