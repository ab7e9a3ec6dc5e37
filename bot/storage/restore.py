"""Puts a backup in place of a database, in one transaction: all of it, or nothing is changed.

What waits to be sent is held, for nobody knows what was sent since; and who was forgotten since stays forgotten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.backup_file import Head, read_head, read_lines
from bot.storage.database import ROWS_AT_ONCE, Database, StorageError, make_engine, reason
from bot.storage.erasures import ERASED_LIFE, apply, marks_in, newer, read_list
from bot.storage.marks import hold_waiting
from bot.storage.migrations import NEWEST, changing, survey, upgrade
from bot.storage.replicas import SILENCE
from bot.storage.schema import leases, metadata, replicas
from bot.storage.table_rows import Tally, reflected, row_of, tallied


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did."""

    head: Head
    rows: int
    held: int
    """Number of deliveries that wait for a person's word."""
    erased: int
    """Number of chats that were forgotten after the backup was made."""


async def restore(url: str, key: bytes, path: Path, erased_file: Path, now: datetime) -> Restored:
    """Put a backup in place of what is in the database at an SQLAlchemy URL, and bring its tables up to date.

    Raises `StorageError` if that cannot be done, and `KeyFileError` if the key is not that of the backup; then the
    database is as it was.
    """
    try:
        with path.open("rb") as file:
            head = read_head(file, key)
            _check_age(head, now)
            engine = make_engine(url)
            database = Database(engine, key)
            try:
                found = await survey(engine)
                async with changing(engine) as connection:
                    known = await _before(connection, found.tables, now) | read_list(erased_file)
                    rows = await _replace(connection, head, read_lines(file, head, key))
                    held = await hold_waiting(connection, now.timestamp())
                    await connection.execute(update(leases).values(holder=""))
                    young = {mark: at for mark, at in known.items() if at > (now - ERASED_LIFE).timestamp()}
                    missing = newer(young, await marks_in(connection))
                    await apply(connection, database, missing)
                await database.wipe_log()
            finally:
                await engine.dispose()
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(f"The backup cannot be restored: {reason(error)}.") from error
    return Restored(head, rows, held, len(missing))


def _check_age(head: Head, now: datetime) -> None:
    if head.version > NEWEST:
        raise StorageError(
            f"The backup was made by a newer Casewire (tables {head.version}, this one knows {NEWEST}). "
            "Update Casewire."
        )
    if head.made < now - ERASED_LIFE:
        raise StorageError(
            f"The backup is of {head.made:%Y-%m-%d}, and who was forgotten is known for {ERASED_LIFE.days} days only: "
            "it would bring back people who asked to be forgotten. Take a later one."
        )


async def _before(connection: AsyncConnection, tables: frozenset[str], now: datetime) -> dict[bytes, float]:
    """Return who was forgotten in the database that is replaced; raises `StorageError` while a process uses it."""
    if "replicas" in tables:
        late = select(func.count()).select_from(replicas).where(replicas.c.seen_at >= now.timestamp() - SILENCE)
        if (await connection.execute(late)).scalar_one():
            raise StorageError("The bot runs, or ran within this minute. Stop it, wait for a minute, and try again.")
    return await marks_in(connection) if "erased" in tables else {}


async def _replace(connection: AsyncConnection, head: Head, lines: Iterator[bytes]) -> int:
    """Replace all tables by those of a backup, and bring them up to date; return the number of rows."""
    await connection.run_sync(_drop)
    await connection.run_sync(upgrade, head.version)
    tables = await connection.run_sync(reflected)
    read = Tally()
    batch: list[dict[str, Any]] = []
    of = ""
    for line in lines:
        name, values = row_of(line)
        if name != of or len(batch) == ROWS_AT_ONCE:
            await _insert(connection, tables, of, batch)
            of, batch = name, []
        batch.append(values)
        read.add(name, line)
    await _insert(connection, tables, of, batch)
    if await tallied(connection, tables, list(read.tables)) != read:
        raise StorageError("The rows do not read as they were written. Nothing was changed.")
    await connection.run_sync(upgrade)
    return read.rows


async def _insert(
    connection: AsyncConnection, tables: Mapping[str, Table], name: str, rows: list[dict[str, Any]]
) -> None:
    if rows:
        await connection.execute(insert(tables[name]), rows)


def _drop(connection: Connection) -> None:
    """Drop our tables, and those of nobody else."""
    found = MetaData()
    ours = {*metadata.tables, "alembic_version"}
    found.reflect(connection, only=lambda name, _: name in ours)
    found.drop_all(connection)
