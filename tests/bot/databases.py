"""A database for each test, in SQLite and in a real PostgreSQL."""

import asyncio
import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import create_async_engine

from tests.postgres import postgres
from tests.support.databases import make_tables, new_sqlite_url, sqlite_url

_NUMBERS = itertools.count()
_WITH_TABLES = "with_tables"
"""The database that others are copied from."""
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)]


class Server:
    """A PostgreSQL server that makes a database for each test."""

    def __init__(self, url: str) -> None:
        self._url = url
        asyncio.run(make_tables(self._create(_WITH_TABLES, "template0")))

    def new_url(self, template: str = "template0") -> str:
        """Return the URL of an empty database."""
        return self._create(f"test_{next(_NUMBERS)}", template)

    def url(self) -> str:
        """Return the URL of a database with all tables."""
        return self.new_url(_WITH_TABLES)

    def _create(self, name: str, template: str) -> str:
        asyncio.run(_execute(self._url, f"CREATE DATABASE {name} TEMPLATE {template}"))
        return make_url(self._url).set(database=name).render_as_string(hide_password=False)


async def _execute(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server that ends with the tests."""
    with postgres(throw_away=True) as url:
        yield Server(url)


@pytest.fixture(params=BOTH)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a database with all tables and no rows."""
    if request.param == "sqlite":
        return sqlite_url(tmp_path / "bot.sqlite3")
    server: Server = request.getfixturevalue("postgresql")
    return server.url()


@pytest.fixture(params=BOTH)
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return new_sqlite_url(tmp_path / "bot.sqlite3")
    server: Server = request.getfixturevalue("postgresql")
    return server.new_url()
