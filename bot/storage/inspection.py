"""Looks at a database without changing it: is it there, which tables has it, does the key fit."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.storage.crypto import pseudonym
from bot.storage.database import StorageError, reason
from bot.storage.migrations import NEWEST, survey


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a database is like before it is opened."""

    version: str | None
    """Version of its tables; None for one that has none yet."""
    fits: bool | None
    """Whether the key is the one that it was made with; None where there is nothing to compare."""
    newest: str = NEWEST
    """The version that this program uses."""


def file_of(url: str) -> Path | None:
    """Return the file of an SQLite URL; None for another database, or one in memory."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        return None
    is_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {None, "", ":memory:"}
    return Path(parsed.database or "") if is_file and not str(parsed.database).startswith("file:") else None


async def inspect(url: str, key: bytes | None) -> Inspection:
    """Return what is found at an SQLAlchemy URL, without a key too; raises `StorageError` for what cannot be used."""
    file = file_of(url)
    if file is not None and not file.exists():
        return Inspection(None, None)
    try:
        engine = create_async_engine(make_url(url), hide_parameters=True)
    except (SQLAlchemyError, OSError, ImportError, ValueError) as error:
        raise StorageError(f"storage.url: the database cannot be opened: {reason(error)}") from error
    try:
        found = await survey(engine)
        compares = key is not None and "properties" in found.tables
        return Inspection(found.version, await key_fits(engine, key or b"") if compares else None)
    except (SQLAlchemyError, OSError, TypeError, ValueError) as error:
        raise StorageError(f"storage.url: the database cannot be opened: {reason(error)}") from error
    finally:
        await engine.dispose()


async def key_fits(engine: AsyncEngine, key: bytes) -> bool | None:
    """Return whether a database with the table `properties` was made with a key; None if it does not tell."""
    async with engine.connect() as connection:
        known = (await connection.execute(text("SELECT value FROM properties WHERE name = 'key'"))).scalar()
    return None if known is None else known == pseudonym(key, "key").hex()
