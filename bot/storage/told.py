"""What the facts and documents were when a notice was last published: a hash of what readers get of each."""

from collections.abc import Mapping

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.schema import told

Digests = Mapping[tuple[str, str], str]
"""Hashes by kind ("fact", "document") and id."""
_ROWS = 500


class Told:
    """What the facts and documents were. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self) -> Digests:
        """Return the hashes of the last publication; none before the first."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(told.c.kind, told.c.id, told.c.digest))).all()
        return {(kind, key): digest for kind, key, digest in rows}


async def keep(connection: AsyncConnection, database: Database, digests: Digests) -> None:
    """Keep the hashes of a publication, in place of those before, in its transaction."""
    await connection.execute(delete(told))
    rows = [{"kind": kind, "id": key, "digest": digest} for (kind, key), digest in digests.items()]
    for start in range(0, len(rows), _ROWS):
        await connection.execute(insert(told), rows[start : start + _ROWS])
