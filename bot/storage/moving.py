"""Gives what a chat or forum topic follows, and what waits for it, to another: nothing is lost or comes twice."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.schema import chats, contexts, deliveries, followers, replies, subscriptions, visits


async def move(connection: AsyncConnection, old: bytes, new: bytes, address: bytes) -> None:
    """Give all rows of a chat to the chat with another id that it became; `address` is the new id, encrypted.

    The messages of the old chat keep their numbers there, and those of the new one begin anew: no number is carried
    over.
    """
    for table in (chats, visits, contexts, subscriptions, deliveries):
        await _rekey(connection, table, table.c.chat == old, {"chat": new})
    await connection.execute(update(deliveries).where(deliveries.c.chat == new).values(message_id=None))
    await connection.execute(delete(replies).where(replies.c.chat == old))
    await _rekey(connection, followers, followers.c.chat == old, {"chat": new, "address": address})


async def to_general(connection: AsyncConnection, chat: bytes, thread: int) -> None:
    """Give what a forum topic follows, and what waits for it, to the chat's General: the topic is gone."""
    for table in (subscriptions, deliveries, visits, contexts):
        own = and_(table.c.chat == chat, table.c.thread == thread)
        await _rekey(connection, table, own, {"thread": 0})


async def _rekey(
    connection: AsyncConnection, table: Table, old: ColumnElement[bool], values: Mapping[str, Any]
) -> None:
    """Change the key of rows to that of another owner; where that has such a row already, the old one goes."""
    there = table.alias()
    same = [
        there.c[column.name] == values[column.name] if column.name in values else there.c[column.name] == column
        for column in table.primary_key
    ]
    taken = select(there.c[next(iter(values))]).where(*same).correlate(table).exists()
    await connection.execute(update(table).where(old, ~taken).values(**values))
    await connection.execute(delete(table).where(old))
