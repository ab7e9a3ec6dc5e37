"""Counts, with a number outside the database, how far sending has come: a database with a lower one is a backup."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import pseudonym
from bot.storage.database import Database
from bot.storage.properties import keep, read
from bot.storage.schema import deliveries, pending
from knowledge.notices.states import DeliveryState

_COUNT = "marks"
RESTORED = "the database was restored from a backup"
"""The note of a delivery that is held because nobody knows whether it was sent since the backup was made."""


class Marks:
    """The count of a database, and what to do when it is behind. All methods raise `StorageError` if that fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @property
    def identity(self) -> str:
        """What tells this database from others: it comes from the key, so all backups have it, however old."""
        return pseudonym(self._database.key, "marks").hex()[:16]

    async def advance(self) -> int:
        """Count one more, and return the count."""
        async with self._database.transaction() as connection:
            count = await _count(connection) + 1
            await keep(connection, self._database, _COUNT, str(count))
        return count

    async def catch_up(self, count: int, now: float) -> int | None:
        """If the database is behind a count from outside, hold all that waits in it; return how many that are.

        What is planned waits for an approval, for it may have been published already. None if it is not behind.
        """
        async with self._database.transaction() as connection:
            if count <= await _count(connection):
                return None
            number = await hold_waiting(connection, now)
            await keep(connection, self._database, _COUNT, str(count))
        return number


async def hold_waiting(connection: AsyncConnection, now: float) -> int:
    """Hold all that waits, and let what is planned wait for an approval, as a part of a transaction.

    Return how many deliveries are held.
    """
    unsure = deliveries.c.state.in_((DeliveryState.WAITING, DeliveryState.SENDING))
    values = {"state": DeliveryState.HELD, "note": RESTORED, "changed_at": now}
    held = update(deliveries).where(unsure).values(**values).returning(deliveries.c.notice)
    number = len((await connection.execute(held)).all())
    await connection.execute(update(pending).values(approved=False))
    return number


async def _count(connection: AsyncConnection) -> int:
    return int(await read(connection, _COUNT) or 0)
