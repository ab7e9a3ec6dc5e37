"""Brings the tables of a database up to date: one process at a time, each step whole or not at all."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.schema import metadata

_FOLDER = Path(__file__).parents[1] / "migrations"
_LOCK = 4_051_712_006
"""The number of the advisory lock in PostgreSQL: an arbitrary one of our own."""


async def migrate(engine: AsyncEngine) -> None:
    """Apply the migrations that a database lacks; another process that migrates it at the same time waits.

    A database in memory gets its tables at once.
    """
    if engine.dialect.name == "sqlite" and engine.url.database in {None, "", ":memory:"}:
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
        return
    if await _is_current(engine):
        return
    async with _alone(engine), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        await connection.run_sync(_upgrade)


async def _is_current(engine: AsyncEngine) -> bool:
    """Whether a database has all migrations; then alembic, which takes long to load, is not needed."""
    newest = max(file.stem.rpartition("_")[2] for file in (_FOLDER / "versions").glob("*_[0-9]*.py"))
    try:
        async with engine.connect() as connection:
            return (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalar() == newest
    except DBAPIError:
        return False


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@asynccontextmanager
async def _alone(engine: AsyncEngine) -> AsyncIterator[None]:
    """Hold a lock beside an SQLite file."""
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    if not path:
        yield
        return
    with Path(f"{path}.lock").open("w", encoding="utf-8") as file:  # noqa: ASYNC230 - nothing else runs yet
        while not _locked(file):  # noqa: ASYNC110 - another process holds it
            await asyncio.sleep(0.05)
        yield


def _locked(file: IO[str]) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
