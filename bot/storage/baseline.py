"""Keeps what was told of the base at the last publication, as hashes: what a draft of the next notice starts from."""

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.schema import told
from knowledge.notices.diff import Digests

__all__ = ["Baseline", "Digests", "keep"]

_PARAMETERS = 500


class Baseline:
    """The facts and documents as they were told last. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> Digests:
        """Return a hash for each ("fact", id) and ("document", id); none before the first publication."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(told.c.kind, told.c.id, told.c.digest))).all()
        return {(kind, identifier): digest for kind, identifier, digest in rows}


async def keep(connection: AsyncConnection, database: Database, digests: Digests) -> None:
    """Keep what is told now in place of what was told before, as a part of a transaction.

    Two publications at once take turns here in PostgreSQL, which would else let both insert; SQLite has one writer.
    """
    if database.engine.dialect.name == "postgresql":
        await connection.exec_driver_sql("LOCK TABLE told IN SHARE ROW EXCLUSIVE MODE")
    await connection.execute(delete(told))
    rows = [{"kind": kind, "id": identifier, "digest": digest} for (kind, identifier), digest in digests.items()]
    for start in range(0, len(rows), _PARAMETERS):
        await connection.execute(insert(told), rows[start : start + _PARAMETERS])
