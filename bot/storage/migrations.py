"""Brings the tables of a database up to date: one process at a time, each step whole or not at all."""

import asyncio
import fcntl
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.database import StorageError, reason
from bot.storage.schema import metadata

_FOLDER = Path(__file__).parents[1] / "migrations"
_VERSIONS = sorted(file.stem.rpartition("_")[2] for file in (_FOLDER / "versions").glob("*_[0-9]*.py"))
NEWEST = _VERSIONS[-1]
"""The version of the tables that this program uses."""
_LOCK = 4_051_712_006
"""Number of the advisory lock in PostgreSQL, an arbitrary one of our own."""
_NAMED = ("followers", "subscriptions", "chats", "contexts", "replies", "visits", "deliveries", "reports")
"""Tables whose rows belong to a chat, so that nobody can use them without the key."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What is in a database before anything is changed: its tables, and their version if they have one."""

    tables: frozenset[str]
    version: str | None


async def survey(engine: AsyncEngine) -> Survey:
    """Look at a database. Raises `StorageError` for one that is of another program or of a newer Casewire."""
    async with engine.connect() as connection:
        found = await connection.run_sync(_look)
    ours = found.tables & metadata.tables.keys()
    newer = found.version is not None and bool(re.fullmatch(r"\d{4}", found.version)) and found.version > NEWEST
    if newer:
        raise StorageError(
            f"storage.url: the database was written by a newer Casewire (tables {found.version}, this one knows "
            f"{NEWEST}). Update Casewire, or restore the backup from before the update."
        )
    theirs = engine.dialect.name == "sqlite" and bool(found.tables) and not ours and found.version is None
    if theirs or found.version not in {None, *_VERSIONS}:
        raise StorageError("storage.url: the database belongs to another program. Name another one.")
    return found


def _look(connection: Connection) -> Survey:
    tables = frozenset(inspect(connection).get_table_names())
    version = text("SELECT version_num FROM alembic_version")
    return Survey(tables, connection.execute(version).scalar() if "alembic_version" in tables else None)


async def needs_key(engine: AsyncEngine, found: Survey) -> bool:
    """Whether a database was opened with a key before, or has rows that only a key can use."""
    async with engine.connect() as connection:
        if "properties" in found.tables:
            kept = await connection.execute(text("SELECT 1 FROM properties WHERE name = 'key'"))
            if kept.scalar() is not None:
                return True
        for table in found.tables.intersection(_NAMED):
            if (await connection.execute(select(text("1")).select_from(metadata.tables[table]).limit(1))).scalar():
                return True
    return False


async def migrate(engine: AsyncEngine, found: Survey) -> None:
    """Apply the migrations that a database lacks; another process that migrates it at the same time waits.

    A database in memory gets its tables at once. Raises `StorageError` if a step fails, and then none is taken, or if
    the database has not all that its version should have.
    """
    if engine.dialect.name == "sqlite" and engine.url.database in {None, "", ":memory:"}:
        async with engine.begin() as connection:
            await connection.run_sync(partial(metadata.create_all, checkfirst=False))
        return
    if found.version == NEWEST:
        async with engine.connect() as connection:
            if engine.dialect.name == "sqlite":  # A copy may have lost it.
                await connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            await connection.run_sync(_check_whole)
        return
    async with changing(engine) as connection:
        await connection.run_sync(upgrade)
        await connection.run_sync(_check_whole)


@asynccontextmanager
async def changing(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Yield a connection in a transaction that may change tables, while no other process does; commit at the end."""
    async with _alone(engine), engine.connect() as connection:
        if engine.dialect.name == "sqlite":  # Its driver would begin no transaction before changes of tables.
            await connection.exec_driver_sql("PRAGMA journal_mode=WAL")
            await connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        yield connection
        await connection.commit()


def upgrade(connection: Connection, version: str = "head") -> None:
    """Bring the tables up to a version, as a part of a transaction; raises `StorageError`."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, version)
    except DBAPIError as error:
        raise StorageError(
            f"storage.url: the database cannot be brought up to date: {reason(error)}. Nothing was changed. "
            "Restore it from a backup, or open it with the Casewire that made it."
        ) from error


def _check_whole(connection: Connection) -> None:
    try:
        for table in metadata.sorted_tables:
            connection.execute(select(table).limit(0))
    except DBAPIError as error:
        raise StorageError(
            f"storage.url: the database is not whole: {reason(error)}. Restore it from a backup."
        ) from error


@asynccontextmanager
async def _alone(engine: AsyncEngine) -> AsyncIterator[None]:
    """Hold a lock beside an SQLite file."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    if not path:
        yield
        return
    with open(f"{path}.lock", "w", encoding="utf-8", opener=_private) as file:  # noqa: ASYNC230 - nothing else runs yet
        while not _locked(file):  # noqa: ASYNC110 - another process holds it
            await asyncio.sleep(0.05)
        yield


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
