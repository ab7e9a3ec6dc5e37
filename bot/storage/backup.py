"""Backs a database up while it is used: all rows that must not be lost, as of one moment, encrypted, and read back."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.storage.backup_file import BackupWriter, Head, read_head, read_lines
from bot.storage.crypto import KeyFileError
from bot.storage.database import StorageError, make_engine, reason
from bot.storage.inspection import file_of, key_fits
from bot.storage.key_check import ANOTHER_KEY
from bot.storage.migrations import survey
from bot.storage.table_rows import Tally, lines_of, reflected, row_of


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds."""

    head: Head
    tables: int
    rows: int
    size: int
    """In bytes."""


async def back_up(url: str, key: bytes, path: Path, now: datetime) -> Summary:
    """Write a backup of the database at an SQLAlchemy URL, which may be in use and of an earlier version.

    The file has its name only once it is whole and was read back. Raises `StorageError` if it cannot be made, and
    `KeyFileError` if the database was made with another key.
    """
    _check_places(url, path)
    draft = path.with_name(f"{path.name}.part")
    engine = make_engine(url)
    try:
        found = await survey(engine)
        version = found.version
        if version is None:
            raise StorageError("storage.url: the database has no tables yet, so there is nothing to back up.")
        if "properties" in found.tables and await key_fits(engine, key) is False:
            raise KeyFileError(ANOTHER_KEY)
        head = Head.new(version, now, key)
        with open(draft, "wb", opener=_private) as opened:  # noqa: ASYNC230 - nothing else runs in this process
            async with _snapshot(engine) as connection:
                written = await _write(opened, head, key, connection)
            os.fsync(opened.fileno())
        if check(draft, key) != written:
            raise StorageError("The backup does not read as it was written. Try another disk.")
        return Summary(head, len(written.tables), written.rows, _finish(draft, path))
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(f"The backup cannot be made: {reason(error)}.") from error
    finally:
        with suppress(OSError):
            draft.unlink()
        await engine.dispose()


def _check_places(url: str, path: Path) -> None:
    file = file_of(url)
    if file is not None and not file.exists():
        raise StorageError(f"storage.url: there is no database at {file} yet, so there is nothing to back up.")
    if path.exists():
        raise StorageError(f"{path} is there already. Name another file.")


def _finish(draft: Path, path: Path) -> int:
    """Give a backup its name, so that this outlives the machine too; return its size in bytes."""
    draft.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return path.stat().st_size


def check(path: Path, key: bytes) -> Tally:
    """Read a backup to its end, and count what it holds; raises `StorageError` if it is damaged."""
    tally = Tally()
    with path.open("rb") as file:
        for line in read_lines(file, read_head(file, key), key):
            tally.add(row_of(line)[0], line)
    return tally


async def _write(file: BinaryIO, head: Head, key: bytes, connection: AsyncConnection) -> Tally:
    tally, writer = Tally(), BackupWriter(file, head, key)
    for name, table in (await connection.run_sync(reflected)).items():
        async for line in lines_of(connection, table):
            writer.write(line)
            tally.add(name, line)
    writer.finish()
    file.flush()
    return tally


@asynccontextmanager
async def _snapshot(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """Yield a connection that sees the database as it is now, whatever others write meanwhile."""
    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            await connection.exec_driver_sql("BEGIN")
        else:
            await connection.execution_options(isolation_level="REPEATABLE READ")
        yield connection
        await connection.rollback()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
