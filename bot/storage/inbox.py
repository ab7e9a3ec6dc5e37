"""Keeps which updates are finished, and those whose answers wait too long to be kept at Telegram."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import decrypt_text, encrypt_text
from bot.storage.database import Database
from bot.storage.schema import updates

UPDATE_LIFE = timedelta(hours=24)
"""How long an update is kept: Telegram keeps none longer, and may give its id to another after a silent week."""


@dataclass(frozen=True, slots=True)
class Parked:
    """An update whose answer waits, for a limit of its chat or the end of an outage."""

    update_id: int
    raw: Mapping[str, Any]
    """The update as Telegram sent it."""
    copies: int
    """How many copies of the answer may have arrived."""
    due_at: float
    """When the next attempt is due, in UTC seconds since 1970."""


class Inbox:
    """What is known of updates, over restarts. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database
        row = database.insert(updates)
        values = {column: row.excluded[column] for column in ("finished_at", "parked")}
        self._keep = row.on_conflict_do_update(index_elements=["update_id"], set_=values)

    async def known(self, update_ids: Sequence[int], now: datetime) -> frozenset[int]:
        """Return which of some updates are finished or parked."""
        young = updates.c.finished_at > (now - UPDATE_LIFE).timestamp()
        query = select(updates.c.update_id).where(updates.c.update_id.in_(update_ids), young)
        async with self._database.reading() as connection:
            return frozenset((await connection.execute(query)).scalars())

    async def finish(self, update_id: int, now: datetime) -> None:
        """Keep that an update is finished, so that it is never answered again; a parked one is deleted."""
        await self._database.keep(
            (self._keep, {"update_id": update_id, "finished_at": now.timestamp(), "parked": None})
        )

    async def park(self, some: Sequence[Parked], now: datetime) -> None:
        """Keep updates, encrypted, until they are finished; one that is finished meanwhile stays so."""
        old = updates.c.finished_at <= (now - UPDATE_LIFE).timestamp()
        row = self._database.insert(updates)
        values = {column: row.excluded[column] for column in ("finished_at", "parked")}
        insert = row.on_conflict_do_update(index_elements=["update_id"], set_=values, where=old)
        at = now.timestamp()
        rows = [{"update_id": one.update_id, "finished_at": at, "parked": self._encrypted(one)} for one in some]
        async with self._database.transaction() as connection:
            await connection.execute(insert, rows)

    async def repark(self, one: Parked) -> None:
        """Keep how often a parked update was tried, and when it is due again."""
        which = (updates.c.update_id == one.update_id) & updates.c.parked.is_not(None)
        async with self._database.transaction() as connection:
            await connection.execute(update(updates).where(which).values(parked=self._encrypted(one)))

    async def parked(self, now: datetime) -> list[Parked]:
        """Return the parked updates in their order; none that Telegram would have forgotten."""
        young = updates.c.finished_at > (now - UPDATE_LIFE).timestamp()
        query = select(updates.c.update_id, updates.c.parked).where(updates.c.parked.is_not(None), young)
        async with self._database.reading() as connection:
            rows = (await connection.execute(query.order_by(updates.c.update_id))).all()
        found = (decrypted(self._database.key, row[0], bytes(row[1])) for row in rows)
        return [one for one in found if one is not None]

    async def unpark(self, update_ids: Sequence[int]) -> None:
        """Forget parked updates that Telegram has too, as if they had never come."""
        async with self._database.transaction() as connection:
            which = updates.c.update_id.in_(update_ids) & updates.c.parked.is_not(None)
            await connection.execute(delete(updates).where(which))

    async def waiting_since(self) -> float | None:
        """Return when the parked update that waits longest was parked, in UTC seconds since 1970; None without one."""
        oldest = select(func.min(updates.c.finished_at)).where(updates.c.parked.is_not(None))
        async with self._database.reading() as connection:
            since: float | None = (await connection.execute(oldest)).scalar_one()
            return since

    async def prune(self, below: int) -> None:
        """Forget the finished updates with ids under `below`: Telegram will not send them again."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(updates).where(updates.c.update_id < below, updates.c.parked.is_(None)))

    async def forget(self) -> None:
        """Forget all finished updates: Telegram gives their ids to others."""
        async with self._database.transaction() as connection:
            await connection.execute(delete(updates).where(updates.c.parked.is_(None)))

    async def drop(self, connection: AsyncConnection, chat_id: int) -> None:
        """Let the parked updates of a chat count as finished, as a part of a transaction: they hold what it wrote."""
        query = select(updates.c.update_id, updates.c.parked).where(updates.c.parked.is_not(None))
        for update_id, sealed in (await connection.execute(query)).all():
            text = decrypt_text(self._database.key, bytes(sealed))
            if text is None or chat_id in chats_of(json.loads(text)[0]):
                which = updates.c.update_id == update_id
                await connection.execute(update(updates).where(which).values(parked=None))

    def _encrypted(self, one: Parked) -> bytes:
        return encrypted(self._database.key, one)


def chats_of(raw: object) -> frozenset[int]:
    """Return the ids of the chats and people that an update names anywhere."""
    found, waiting = set(), [raw]
    while waiting:
        match waiting.pop():
            case dict() as table:
                found.add(table.get("id"))
                waiting.extend(table.values())
            case list() as items:
                waiting.extend(items)
    return frozenset(one for one in found if isinstance(one, int))


def encrypted(key: bytes, one: Parked) -> bytes:
    """Return what is stored of a parked update; it differs each time."""
    return encrypt_text(key, json.dumps([one.raw, one.copies, one.due_at], separators=(",", ":")))


def decrypted(key: bytes, update_id: int, stored: bytes) -> Parked | None:
    """Return a parked update that was stored; None if that was under another key."""
    text = decrypt_text(key, stored)
    if text is None:
        return None
    raw, copies, due_at = json.loads(text)
    return Parked(update_id, raw, copies, due_at)
