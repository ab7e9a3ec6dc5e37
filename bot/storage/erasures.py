"""Remembers which chats were forgotten, so that no backup brings them back: an HMAC of each, also in a file.

The HMAC is another than that by which the chat is known, and nobody makes it without the key. A database that lacks an
entry of the file is older than that: what it has of the chat is deleted when it is opened.
"""

import os
import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import delete, select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import pseudonym
from bot.storage.database import Database, StorageError
from bot.storage.schema import (
    chats,
    contexts,
    deliveries,
    erased,
    followers,
    replies,
    reports,
    subscriptions,
    visits,
)

ERASED_LIFE = timedelta(days=365)
"""How long a forgotten chat is remembered as such: no backup that is older is restored. Arbitrary."""
OF_A_CHAT = (chats, contexts, replies, visits, reports, subscriptions, deliveries, followers)
"""Tables with rows of one chat, the one with its address last."""
_ENTRY = re.compile(r"([0-9a-f]{64}) (\d{1,12})")
"""A line of the file: a mark, and the UTC second of it."""

log = structlog.get_logger()


def mark_of(key: bytes, chat: bytes) -> bytes:
    """Return what a forgotten chat is remembered by, given the 32 bytes that it was known by."""
    return pseudonym(key, "erased", chat.hex())


def list_beside(key_file: Path) -> Path:
    """Return the file of forgotten chats that stands beside a key file."""
    return key_file.with_suffix(".erased")


class Erasures:
    """The forgotten chats of a database, and the file beside its key; None has no file."""

    def __init__(self, database: Database, file: Path | None) -> None:
        self._database = database
        self._file = file

    async def add(self, connection: AsyncConnection, chat: bytes, now: datetime) -> bytes:
        """Delete all rows of a chat, as a part of a transaction, and keep that it was forgotten; return its mark."""
        await delete_chats(connection, [chat])
        mark = mark_of(self._database.key, chat)
        await keep_marks(connection, self._database, {mark: float(int(now.timestamp()))})
        return mark

    def write_down(self, mark: bytes, now: datetime) -> None:
        """Keep in the file that a chat was forgotten; where that fails, the database alone has it."""
        if self._file is None:
            return
        try:
            with open(self._file, "a", encoding="ascii", opener=_private) as file:
                file.write(f"{mark.hex()} {int(now.timestamp())}\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            log.error("the list of forgotten chats cannot be written", file=str(self._file), error=error.strerror)

    async def catch_up(self, now: datetime) -> int:
        """Delete what an old database still has of chats that were forgotten since; return how many such there are."""
        young = (now - ERASED_LIFE).timestamp()
        listed = read_list(self._file) if self._file is not None else {}
        async with self._database.reading() as connection:
            known = await marks_in(connection)
        missing = newer({mark: at for mark, at in listed.items() if at > young}, known)
        if missing:
            async with self._database.transaction() as connection:
                await apply(connection, self._database, missing)
            await self._database.wipe_log()
        return len(missing)

    async def expire(self, connection: AsyncConnection, now: datetime) -> None:
        """Delete old entries of the database, as a part of a transaction, two days later than the file's."""
        over = (now - ERASED_LIFE - timedelta(days=2)).timestamp()
        await connection.execute(delete(erased).where(erased.c.at <= over))

    def tidy(self, now: datetime) -> None:
        """Take entries out of the file that are older than `ERASED_LIFE`."""
        listed = read_list(self._file) if self._file is not None else {}
        young = {mark: at for mark, at in listed.items() if at > (now - ERASED_LIFE).timestamp()}
        if self._file is None or young == listed:
            return
        draft = self._file.with_suffix(".new")
        try:
            with open(draft, "w", encoding="ascii", opener=_private) as file:
                file.writelines(f"{mark.hex()} {at:.0f}\n" for mark, at in young.items())
            draft.replace(self._file)
        except OSError as error:
            log.error("the list of forgotten chats cannot be written", file=str(self._file), error=error.strerror)


def read_list(file: Path) -> dict[bytes, float]:
    """Return the marks of a file, each with its time in UTC seconds; none if there is no file.

    A damaged or half-written line counts as none. Raises `StorageError` if the file cannot be read: without it, those
    who were forgotten would come back.
    """
    try:
        lines = file.read_text(encoding="ascii", errors="replace").splitlines()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StorageError(f"The list of forgotten chats, {file}, cannot be read: {error.strerror}.") from error
    return {bytes.fromhex(found[1]): float(found[2]) for found in map(_ENTRY.fullmatch, lines) if found}


async def marks_in(connection: AsyncConnection) -> dict[bytes, float]:
    """Return the marks of the database, each with its time in UTC seconds."""
    return {bytes(row.mark): row.at for row in await connection.execute(select(erased))}


def newer(listed: Mapping[bytes, float], known: Mapping[bytes, float]) -> dict[bytes, float]:
    """Return the marks that are not known, or only of an earlier time: who came back may have gone again."""
    return {mark: at for mark, at in listed.items() if at > known.get(mark, 0)}


async def apply(connection: AsyncConnection, database: Database, missing: Mapping[bytes, float]) -> None:
    """Delete all rows of the chats that some marks stand for, as a part of a transaction, and keep the marks."""
    everybody = union(*(select(table.c.chat) for table in OF_A_CHAT))
    known = (await connection.execute(everybody)).scalars().all()
    await delete_chats(connection, [chat for chat in map(bytes, known) if mark_of(database.key, chat) in missing])
    await keep_marks(connection, database, missing)


async def keep_marks(connection: AsyncConnection, database: Database, marks: Mapping[bytes, float]) -> None:
    """Keep marks with their times, as a part of a transaction."""
    row = database.insert(erased)
    kept = row.on_conflict_do_update(index_elements=["mark"], set_={"at": row.excluded.at})
    if marks:
        await connection.execute(kept, [{"mark": mark, "at": at} for mark, at in marks.items()])


async def delete_chats(connection: AsyncConnection, some: Iterable[bytes]) -> None:
    """Delete all rows of some chats, as a part of a transaction."""
    for chat in some:
        for table in OF_A_CHAT:
            await connection.execute(delete(table).where(table.c.chat == chat))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
