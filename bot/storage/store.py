"""Keeps what chats chose and were told, and which updates are finished. Whatever expires is deleted."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import delete, event, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.crypto import hide
from bot.storage.schema import chats, contexts, metadata, replies, updates

CONTEXT_LIFE = timedelta(minutes=15)
"""How long a short question may lean on the last answer."""
REPLY_LIFE = timedelta(hours=48)
"""How long an edited question still edits its answer; Telegram allows no later edits."""
IN_MEMORY = "sqlite+aiosqlite://"


class StorageError(Exception):
    """The database cannot be opened or used; str() says why."""


class Storage:
    """One database, SQLite or PostgreSQL. Chats are known by an HMAC of their id only.

    All methods raise `StorageError` if the database fails.
    """

    def __init__(self, engine: AsyncEngine, key: bytes) -> None:
        self._engine = engine
        self._key = key
        self._insert = insert_postgresql if engine.dialect.name == "postgresql" else insert_sqlite

    @classmethod
    async def open(cls, url: str, key: bytes) -> "Storage":
        """Open the database at an SQLAlchemy URL, and make its tables where they are missing.

        Raises `StorageError` if it cannot be opened.
        """
        try:
            engine = _engine(url)
            async with engine.begin() as connection:
                await connection.run_sync(metadata.create_all)
        except (SQLAlchemyError, ArgumentError, OSError, ImportError) as error:
            raise StorageError(f"storage.url: the database cannot be opened: {_reason(error)}") from error
        return cls(engine, key)

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with self._engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(f"storage.url: the database cannot be used: {_reason(error)}") from error

    def _chat(self, chat_id: int) -> bytes:
        return hide(self._key, "chat", chat_id)

    async def language(self, chat_id: int) -> str | None:
        """Return the language that a chat chose, or None."""
        async with self._transaction() as connection:
            query = select(chats.c.language).where(chats.c.chat == self._chat(chat_id))
            return (await connection.execute(query)).scalar_one_or_none()

    async def set_language(self, chat_id: int, language: str | None) -> None:
        """Keep the language that a chat chose; None forgets it."""
        chat = self._chat(chat_id)
        async with self._transaction() as connection:
            if language is None:
                await connection.execute(delete(chats).where(chats.c.chat == chat))
                return
            row = self._insert(chats).values(chat=chat, language=language)
            await connection.execute(row.on_conflict_do_update(index_elements=["chat"], set_={"language": language}))

    async def context(self, chat_id: int, thread_id: int, now: datetime) -> tuple[str, ...]:
        """Return the ids of the facts last told in a chat's thread, none after `CONTEXT_LIFE`."""
        async with self._transaction() as connection:
            query = select(contexts.c.facts).where(
                contexts.c.chat == self._chat(chat_id),
                contexts.c.thread == thread_id,
                contexts.c.told_at > (now - CONTEXT_LIFE).timestamp(),
            )
            facts = (await connection.execute(query)).scalar_one_or_none()
        return tuple(facts.split()) if facts else ()

    async def remember(self, chat_id: int, thread_id: int, facts: Sequence[str], now: datetime) -> None:
        """Keep the ids of the facts just told, in place of those before; delete what has expired anywhere."""
        told = {"facts": " ".join(facts), "told_at": now.timestamp()}
        row = self._insert(contexts).values(chat=self._chat(chat_id), thread=thread_id, **told)
        async with self._transaction() as connection:
            await connection.execute(row.on_conflict_do_update(index_elements=["chat", "thread"], set_=told))
            await connection.execute(delete(contexts).where(contexts.c.told_at <= (now - CONTEXT_LIFE).timestamp()))

    async def reply_to(self, chat_id: int, message_id: int, now: datetime) -> int | None:
        """Return the id of the message that answered a question's message, if that is not older than `REPLY_LIFE`."""
        async with self._transaction() as connection:
            query = select(replies.c.reply_id).where(
                replies.c.chat == self._chat(chat_id),
                replies.c.question_id == message_id,
                replies.c.sent_at > (now - REPLY_LIFE).timestamp(),
            )
            return (await connection.execute(query)).scalar_one_or_none()

    async def record_reply(self, chat_id: int, message_id: int, reply_id: int, now: datetime) -> None:
        """Keep which message answered a question's message; delete what has expired anywhere."""
        sent = {"reply_id": reply_id, "sent_at": now.timestamp()}
        row = self._insert(replies).values(chat=self._chat(chat_id), question_id=message_id, **sent)
        async with self._transaction() as connection:
            await connection.execute(row.on_conflict_do_update(index_elements=["chat", "question_id"], set_=sent))
            await connection.execute(delete(replies).where(replies.c.sent_at <= (now - REPLY_LIFE).timestamp()))

    async def forget(self, chat_id: int) -> None:
        """Delete everything that is stored about a chat."""
        chat = self._chat(chat_id)
        async with self._transaction() as connection:
            for table in (chats, contexts, replies):
                await connection.execute(delete(table).where(table.c.chat == chat))

    async def finished(self, update_ids: Sequence[int]) -> frozenset[int]:
        """Return which of some updates are finished already."""
        async with self._transaction() as connection:
            query = select(updates.c.update_id).where(updates.c.update_id.in_(update_ids))
            return frozenset((await connection.execute(query)).scalars())

    async def finish(self, update_id: int, now: datetime) -> None:
        """Keep that an update is finished, so that it is never answered again."""
        row = self._insert(updates).values(update_id=update_id, finished_at=now.timestamp())
        async with self._transaction() as connection:
            await connection.execute(row.on_conflict_do_nothing())

    async def prune(self, below: int) -> None:
        """Forget the finished updates with ids under `below`: Telegram will not send them again."""
        async with self._transaction() as connection:
            await connection.execute(delete(updates).where(updates.c.update_id < below))


def _engine(url: str) -> AsyncEngine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    if not parsed.database or parsed.database == ":memory:":
        one = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
        return create_async_engine(parsed, hide_parameters=True, **one)
    Path(parsed.database).parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    engine = create_async_engine(parsed, hide_parameters=True)
    event.listen(engine.sync_engine, "connect", _tune)
    return engine


def _tune(connection: object, record: object) -> None:
    """Let readers and a writer work at once, and wait for a lock instead of failing."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in ("journal_mode=WAL", "busy_timeout=10000", "synchronous=NORMAL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _reason(error: Exception) -> str:
    """Return the first line of an error: the others hold the statement."""
    return next(iter(str(error).splitlines()), type(error).__name__)
