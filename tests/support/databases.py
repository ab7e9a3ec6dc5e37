"""Databases that have their tables already: made once and copied, for few tests are about how tables are made."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.storage.database import make_engine
from bot.storage.migrations import migrate, survey


async def make_tables(url: str) -> None:
    """Give an empty database the tables, as its first opening does."""
    engine = make_engine(url)
    await migrate(engine, await survey(engine))
    await engine.dispose()


def sqlite_url(path: Path) -> str:
    """Make an SQLite file with all tables, and return its SQLAlchemy URL."""
    path.write_bytes(_file_with_tables())
    return new_sqlite_url(path)


def new_sqlite_url(path: Path) -> str:
    """Return the SQLAlchemy URL of an SQLite file, which need not be there."""
    return f"sqlite+aiosqlite:///{path}"


@cache
def _file_with_tables() -> bytes:
    """Return the content of an SQLite file; made in a thread of its own, for a loop may run in this one."""
    with TemporaryDirectory() as folder, ThreadPoolExecutor(1) as thread:
        path = Path(folder) / "bot.sqlite3"
        thread.submit(asyncio.run, make_tables(new_sqlite_url(path))).result()
        return path.read_bytes()
