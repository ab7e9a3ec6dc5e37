"""Brings the tables of a database up to date: one process at a time, each step whole or not at all."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
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
    async with _alone(engine), engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            await connection.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))
        await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
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
