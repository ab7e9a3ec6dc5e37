"""Keeps which updates a process works on, so that one which Telegram sends twice, to any process, is answered once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from bot.storage.database import Database
from bot.storage.inbox import UPDATE_LIFE, Parked, decrypted, encrypted
from bot.storage.schema import updates


@dataclass(frozen=True, slots=True)
class Claimed:
    """The update is this process's."""

    copies: int
    """How many copies of the answer may have arrived."""


@dataclass(frozen=True, slots=True)
class Waits:
    """Another process works on the update, or its next attempt is not due."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Finished:
    """The update needs nothing more."""


Claim = Claimed | Waits | Finished
NOTHING: Mapping[str, Any] = {}
"""What is kept of an update that Telegram keeps: nothing."""


class Claims:
    """Updates under way, each until a time: then its process is dead, and another may take it.

    A claim is a parked row, of which `due_at` is the time until which it holds. An insert that meets a row locks it,
    even where it changes nothing, so of two processes the second reads what the first has written. All methods raise
    `StorageError` if the database fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, update_id: int, raw: Mapping[str, Any], now: datetime, seconds: float) -> Claim:
        """Take an update for some seconds; `raw` is the update where nobody else keeps it."""
        at = now.timestamp()
        key = self._database.key
        new = {"finished_at": at, "parked": encrypted(key, Parked(update_id, raw, 0, at + seconds))}
        old = updates.c.finished_at <= (now - UPDATE_LIFE).timestamp()
        row = self._database.insert(updates).values(update_id=update_id, **new)
        row = row.on_conflict_do_update(index_elements=["update_id"], set_=new, where=old)
        this = updates.c.update_id == update_id
        async with self._database.transaction() as connection:
            if (await connection.execute(row.returning(updates.c.update_id))).one_or_none():
                return Claimed(0)
            held = (await connection.execute(select(updates.c.parked).where(this))).scalar_one_or_none()
            if held is None:
                return Finished()
            found = decrypted(key, update_id, bytes(held))
            copies, due_at = (found.copies, found.due_at) if found is not None else (0, 0.0)
            if due_at > at:
                return Waits(due_at - at)
            taken = encrypted(key, Parked(update_id, raw, copies, at + seconds))
            await connection.execute(update(updates).where(this).values(parked=taken))
            return Claimed(copies)
