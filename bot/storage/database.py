"""Opens the database and keeps what all parts of the storage share: the engine, transactions, and the chats' names."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.crypto import hide

IN_MEMORY = "sqlite+aiosqlite://"


class StorageError(Exception):
    """The database cannot be opened or used; str() says why."""


class Database:
    """One database, SQLite or PostgreSQL. Chats are known by an HMAC of their id only.

    All methods of its parts raise `StorageError` if the database fails.
    """

    def __init__(self, engine: AsyncEngine, key: bytes) -> None:
        self.engine = engine
        self.key = key

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection whose changes are kept together, or not at all."""
        try:
            async with self.engine.begin() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(f"storage.url: the database cannot be used: {reason(error)}") from error

    def insert(self, table: Any) -> Any:
        """Return an INSERT that can say what to do on a conflict."""
        return (insert_postgresql if self.engine.dialect.name == "postgresql" else insert_sqlite)(table)

    def chat(self, chat_id: int) -> bytes:
        """Return what a chat is known by: 32 bytes."""
        return hide(self.key, "chat", chat_id)


def make_engine(url: str) -> AsyncEngine:
    """Return an engine for an SQLAlchemy URL; raises what SQLAlchemy raises for one that cannot be used."""
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


def reason(error: Exception) -> str:
    """Return the first line of an error: the others hold the statement."""
    return next(iter(str(error).splitlines()), type(error).__name__)
