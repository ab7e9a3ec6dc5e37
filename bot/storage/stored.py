"""Counts what is stored about one chat, for those who ask in it."""

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.schema import chats, contexts, deliveries, followers, replies, reports, subscriptions, visits
from handlers.ports import Stored

_COUNTED = {
    "shown": contexts,
    "replies": replies,
    "visits": visits,
    "followed": subscriptions,
    "address": followers,
    "notices": deliveries,
    "reports": reports,
}
"""The tables that have rows of a chat, by the field of `Stored` that counts them; `chats` has its language."""


async def stored(database: Database, chat_id: int) -> Stored:
    """Return what is stored about a chat, also what has expired and is deleted within a minute."""
    chat = database.chat(chat_id)
    counts = [
        select(func.count()).select_from(table).where(table.c.chat == chat).scalar_subquery().label(name)
        for name, table in _COUNTED.items()
    ]
    chosen = select(chats.c.language).where(chats.c.chat == chat).scalar_subquery().label("language")
    async with database.reading() as connection:
        return Stored(**(await connection.execute(select(chosen, *counts))).mappings().one())
