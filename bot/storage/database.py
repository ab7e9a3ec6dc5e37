"""Opens the database and keeps what all parts of the storage share: the engine, transactions, and the chats' names."""

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import AsyncAdaptedQueuePool

from bot.storage.crypto import pseudonym

ROWS_AT_ONCE = 500
"""Maximum number of rows that one statement inserts: SQLite has a limit of parameters."""
_CONNECTIONS = 3
"""Maximum number of connections to an SQLite file: one to write with, the others to read; each is a thread."""
_PATIENCE = 2000
"""Milliseconds that SQLite waits for a lock."""
_WIPE_PATIENCE = 100
"""Milliseconds that emptying the log waits for readers, while nobody of this process can write."""
_HEADER = b"SQLite format 3\0"
"""First bytes of every SQLite file that is not empty."""
_CLASSES = re.compile(r"\A\([\w.]+\) (<class '[\w.]+'>: )?")
IN_MEMORY = "sqlite+aiosqlite://"


class StorageError(Exception):
    """The database cannot be opened or used; str() says why."""


Row = tuple[Executable, Mapping[str, Any]]
"""A statement, and the values of its parameters."""


@dataclass(slots=True)
class _Batch:
    """Rows that are kept in one transaction."""

    rows: list[Row] = field(default_factory=list)
    over: bool = False
    error: StorageError | None = None


class Database:
    """One database, SQLite or PostgreSQL. Chats are known by an HMAC of their id only.

    All methods of its parts raise `StorageError` if the database fails. SQLite has one writer at a time: those of this
    process take turns here, for a turn that SQLite itself makes wait is looked for again only now and then. When one
    fails, those that wait for it fail too, so that a locked database does not cost each of them the whole time.
    """

    def __init__(self, engine: AsyncEngine, key: bytes) -> None:
        self.engine = engine
        self.key = key
        self._writing = asyncio.Lock() if engine.dialect.name == "sqlite" else None
        self.log_is_due = False
        """Whether deleted rows can still be read in SQLite's write-ahead log."""
        self._failures = 0
        self._why = ""
        self._batch = _Batch()
        self._keeping = asyncio.Lock()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection that nothing is changed with."""
        try:
            async with self.engine.connect() as connection:
                yield connection
        except (SQLAlchemyError, OSError) as error:
            raise StorageError(f"storage.url: the database cannot be used: {reason(error)}") from error

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """Yield a connection whose changes are kept together, or not at all."""
        failures = self._failures
        async with self._writing or nullcontext():
            if self._writing and self._failures != failures:
                raise StorageError(self._why)
            try:
                async with self.engine.begin() as connection:
                    yield connection
            except (SQLAlchemyError, OSError) as error:
                self._failures += 1
                self._why = f"storage.url: the database cannot be used: {reason(error)}"
                raise StorageError(self._why) from error

    async def keep(self, *rows: Row) -> None:
        """Keep rows, in one transaction with those that come while the one before is kept; return once they are.

        The statements are equal objects for rows of one kind, so that these are kept at once.
        """
        batch = self._batch
        batch.rows += rows
        async with self._keeping:
            if not batch.over:
                self._batch = _Batch() if self._batch is batch else self._batch
                await self._keep_all(batch)
        if batch.error is not None:
            raise batch.error

    async def _keep_all(self, batch: _Batch) -> None:
        kinds: dict[Executable, list[Mapping[str, Any]]] = {}
        for statement, values in batch.rows:
            kinds.setdefault(statement, []).append(values)
        try:
            async with self.transaction() as connection:
                for statement, found in kinds.items():
                    await connection.execute(statement, found)
        except StorageError as error:
            batch.error = error
        batch.over = True

    async def wipe_log(self) -> None:
        """Empty SQLite's write-ahead log, where deleted rows can still be read.

        Another reader or writer may put that off; then `log_is_due`. PostgreSQL keeps its log for itself.
        """
        if self._writing is None:
            return
        self.log_is_due = True
        with suppress(SQLAlchemyError, OSError):
            async with self._writing, self.engine.connect() as connection:
                await connection.exec_driver_sql(f"PRAGMA busy_timeout={_WIPE_PATIENCE}")
                try:
                    emptied = await connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                    self.log_is_due = bool(emptied.scalar())
                finally:
                    await connection.exec_driver_sql(f"PRAGMA busy_timeout={_PATIENCE}")

    def insert(self, table: Any) -> Any:
        """Return an INSERT that can say what to do on a conflict."""
        if self.engine.dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import insert as insert_postgresql

            return insert_postgresql(table)
        from sqlalchemy.dialects.sqlite import insert as insert_sqlite

        return insert_sqlite(table)

    def chat(self, chat_id: int) -> bytes:
        """Return what a chat is known by: 32 bytes."""
        return pseudonym(self.key, "chat", chat_id)


def make_engine(url: str) -> AsyncEngine:
    """Return an engine for an SQLAlchemy URL; raises what SQLAlchemy raises for one that cannot be used."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_async_engine(parsed, pool_pre_ping=True, hide_parameters=True)
    if not parsed.database or parsed.database == ":memory:":
        one = {"poolclass": AsyncAdaptedQueuePool, "pool_size": 1, "max_overflow": 0}
        return create_async_engine(parsed, hide_parameters=True, **one)
    engine = create_async_engine(parsed, hide_parameters=True, pool_size=_CONNECTIONS, max_overflow=0)
    if not parsed.database.startswith("file:"):
        _prepare(Path(parsed.database))
    event.listen(engine.sync_engine, "connect", _tune)
    return engine


def _prepare(path: Path) -> None:
    """Make a file for SQLite, with its folder, or close one that is there to all but its owner.

    SQLite gives its other files the same permissions. Raises `StorageError` for what is no file of SQLite.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if path.is_dir():
        raise StorageError(f"storage.url: {path} is a folder. Name a file in it.")
    if path.exists() and not path.is_file():  # a device or a pipe, whose permissions are not ours to change
        raise StorageError(f"storage.url: {path} is not a file. Name another one.")
    if not path.exists():
        path.touch(0o600)
    with path.open("rb") as file:
        begin = file.read(len(_HEADER))
    if begin not in {b"", _HEADER}:
        raise StorageError(f"storage.url: {path} is not an SQLite database. Name another file.")
    for name in ("", "-wal", "-shm"):
        with suppress(OSError):  # It is gone, or not ours to close.
            path.with_name(f"{path.name}{name}").chmod(0o600)


def _tune(connection: object, record: object) -> None:
    """Wait for a lock instead of failing, and overwrite what is deleted; the write-ahead log is set in the file."""
    cursor = connection.cursor()  # type: ignore[attr-defined]
    for pragma in (f"busy_timeout={_PATIENCE}", "synchronous=NORMAL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def reason(error: Exception) -> str:
    """Return the first line of an error, without the names of classes: the other lines hold the statement."""
    return _CLASSES.sub("", next(iter(str(error).splitlines()), "")) or type(error).__name__
