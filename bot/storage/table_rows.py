"""Rows of all tables as lines of JSON, with counts and hashes that do not depend on their order."""

import base64
import hashlib
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, MetaData, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.schema import metadata

LEFT_OUT = frozenset({"contexts", "replies", "updates", "replicas"})
"""Tables that no backup has: what lives for minutes or hours, questions that are under way among it."""
_HASHES = 1 << 256


class Tally:
    """How many rows each table has, and the sum of their hashes: equal for the same rows in any order."""

    def __init__(self) -> None:
        self.tables: dict[str, tuple[int, int]] = {}

    def add(self, table: str, line: bytes) -> None:
        """Count a row."""
        number, total = self.tables.get(table, (0, 0))
        self.tables[table] = number + 1, (total + int.from_bytes(hashlib.sha256(line).digest(), "big")) % _HASHES

    @property
    def rows(self) -> int:
        """The number of rows of all tables."""
        return sum(number for number, _ in self.tables.values())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tally) and self.tables == other.tables

    __hash__ = None  # type: ignore[assignment]


def reflected(connection: Connection) -> dict[str, Table]:
    """Return the tables that the database has, as they are there, of those that a backup takes."""
    found = MetaData()
    wanted = metadata.tables.keys() - LEFT_OUT
    found.reflect(connection, only=lambda name, _: name in wanted)
    return dict(found.tables)


async def lines_of(connection: AsyncConnection, table: Table) -> AsyncIterator[bytes]:
    """Yield each row of a table as a line of JSON: its name, then its values by column."""
    rows = await connection.stream(select(table))
    async for row in rows.mappings():
        values = {name: _plain(value) for name, value in row.items()}
        yield json.dumps([table.name, values], sort_keys=True).encode()


def row_of(line: bytes) -> tuple[str, dict[str, Any]]:
    """Return the name of the table and the values of a row that `lines_of` wrote."""
    name, values = json.loads(line)
    return name, {column: _value(value) for column, value in values.items()}


async def tallied(connection: AsyncConnection, tables: Mapping[str, Table], names: Sequence[str]) -> Tally:
    """Return the tally of some tables as they are in the database."""
    tally = Tally()
    for name in names:
        async for line in lines_of(connection, tables[name]):
            tally.add(name, line)
    return tally


def _plain(value: object) -> object:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, (bytes, memoryview)) else value


def _value(value: object) -> object:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
