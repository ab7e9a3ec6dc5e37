"""What is true of the database as a whole, by name: small texts that more than one process has to know."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.schema import properties

OUTAGE = "outage"
"""Name of the property that says since when Telegram does not answer, in UTC."""


class Properties:
    """Texts by name. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, name: str) -> str | None:
        """Return a property; None if it was never set."""
        async with self._database.reading() as connection:
            return await read(connection, name)

    async def set(self, name: str, value: str | None) -> None:
        """Keep a property in place of the one before; None deletes it."""
        async with self._database.transaction() as connection:
            await keep(connection, self._database, name, value)


async def read(connection: AsyncConnection, name: str) -> str | None:
    """Return a property, as a part of a transaction; None if it was never set."""
    known = select(properties.c.value).where(properties.c.name == name)
    return (await connection.execute(known)).scalar_one_or_none()


async def keep(connection: AsyncConnection, database: Database, name: str, value: str | None) -> None:
    """Keep a property, as a part of a transaction; None deletes it."""
    if value is None:
        await connection.execute(delete(properties).where(properties.c.name == name))
        return
    row = database.insert(properties).values(name=name, value=value)
    await connection.execute(row.on_conflict_do_update(index_elements=["name"], set_={"value": value}))
