"""What each thread of a chat follows, and how the chat wants its notices, as they are read from the tables."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import RowMapping, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import decrypt_text, pseudonym
from bot.storage.schema import followers, subscriptions
from knowledge.notices.audience import About, Rhythm, Settings, Subscription, normal

_CODE = 16
"""Hexadecimal digits of a code: few enough for a button, far more than a chat has words and questions."""
WAITS = subscriptions.c.kind == About.QUESTION.value
"""Which subscriptions are questions that wait for an answer."""


@dataclass(frozen=True, slots=True)
class Follower:
    """What one thread of a chat follows, without the chat's id."""

    chat: bytes
    thread: int
    settings: Settings
    subscriptions: tuple[Subscription, ...]


async def everyone(connection: AsyncConnection, key: bytes) -> Sequence[Follower]:
    """Return all followers, thread by thread; `key` is that of the storage."""
    own: dict[tuple[bytes, int], list[Subscription]] = defaultdict(list)
    for row in (await connection.execute(select(subscriptions))).mappings():
        own[bytes(row["chat"]), row["thread"]].append(read_subscription(row, key))
    chats = await everyones_settings(connection)
    return [
        Follower(chat, thread, chats[chat], tuple(following))
        for (chat, thread), following in own.items()
        if chat in chats
    ]


async def everyones_settings(connection: AsyncConnection) -> dict[bytes, Settings]:
    """Return how each chat wants its notices, also those that follow nothing any more but can still get corrections."""
    rows = (await connection.execute(select(followers))).mappings()
    return {bytes(row["chat"]): settings_of(row) for row in rows}


def read_subscription(row: RowMapping, key: bytes) -> Subscription:
    """Return a row of the subscriptions as what it means; `key` is that of the storage."""
    sealed = row["sealed"]
    text = (decrypt_text(key, bytes(sealed)) or "") if sealed else ""
    return Subscription(About(row["kind"]), row["value"], Rhythm(row["rhythm"]), text)


def settings_of(row: RowMapping) -> Settings:
    """Return a row of the followers as what it means."""
    quiet = (row["quiet_from"], row["quiet_to"]) if row["quiet_from"] is not None else None
    return Settings(
        timezone=row["timezone"],
        quiet=quiet,
        urgent_passes=bool(row["urgent_passes"]),
        silent=bool(row["silent"]),
        paused=bool(row["paused"]),
        digest_minute=row["digest_minute"],
    )


def code_of(key: bytes, chat_id: int, about: About, text: str) -> str:
    """Return what words or a question of a chat are known by; it tells nothing of them without the key."""
    return pseudonym(key, about.value, chat_id, normal(text)).hex()[:_CODE]
