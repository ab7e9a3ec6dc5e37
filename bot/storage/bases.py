"""Which version of the base all processes answer from, what it holds, and what every fact said in each version."""

import asyncio
import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import properties
from bot.storage.database import ROWS_AT_ONCE, Database
from bot.storage.schema import agreements, bases, fact_versions
from knowledge.notices.diff import DOCUMENT, FACT, Digests

KEPT = 5
"""Number of versions whose contents are kept, the last ones agreed on: so far back one can go. Arbitrary."""
_REFUSED = "refused base"
"""Name of the property with the version that was last refused."""


class AgreedBy(StrEnum):
    """How a version came to be agreed on."""

    START = "started"
    RELOAD = "reloaded"
    ROLLBACK = "rolled back"


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the base as it is stored."""

    id: str
    """Names the content: `knowledge.casefile.packing.version_of`."""
    case: str
    form: str
    content: bytes
    digests: Digests
    facts: Mapping[str, tuple[str, str]]
    """Of each fact a hash of what is said of it, and that as JSON: `knowledge.notices.fact_records`."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """A version that all processes are to answer from, until the next agreement."""

    number: int
    """Counts the agreements from 1 on."""
    version: str
    case: str
    at: datetime
    """Since when, in UTC."""
    actor: str
    action: AgreedBy


class Bases:
    """The versions of the base. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def agreements(self) -> tuple[Agreement, ...]:
        """Return all agreements, the oldest first."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(agreements).order_by(agreements.c.number))).all()
        return tuple(map(_agreement, rows))

    async def agreed(self) -> Agreement | None:
        """Return the agreement that holds; None before the first."""
        last = select(agreements).order_by(agreements.c.number.desc()).limit(1)
        async with self._database.reading() as connection:
            row = (await connection.execute(last)).one_or_none()
        return None if row is None else _agreement(row)

    async def content(self, version: str, form: str) -> bytes | None:
        """Return the content of a version; None where it is not kept any more, or has another form."""
        kept = select(bases.c.content).where(bases.c.version == version, bases.c.form == form)
        async with self._database.reading() as connection:
            body = (await connection.execute(kept)).scalar_one_or_none()
        return None if body is None else await asyncio.to_thread(zlib.decompress, body)

    async def digests(self, version: str) -> Digests | None:
        """Return the hashes of what readers get of a version; None where it is not kept any more."""
        async with self._database.reading() as connection:
            kept = select(bases.c.digests).where(bases.c.version == version)
            body = (await connection.execute(kept)).scalar_one_or_none()
        if body is None:
            return None
        parts = json.loads(await asyncio.to_thread(zlib.decompress, body))
        return {(kind, identifier): digest for kind, part in parts.items() for identifier, digest in part.items()}

    async def agree(
        self, new: Version, actor: str, action: AgreedBy, now: datetime, after: Agreement | None
    ) -> Agreement | None:
        """Let all processes answer from a version, and record what every fact says from now on.

        Return None if another agreement than `after` holds by now: then nothing is changed.
        """
        number = (after.number if after else 0) + 1
        values = (number, new.id, new.case, now.timestamp(), actor, action)
        row = self._database.insert(agreements).values(values).on_conflict_do_nothing()
        async with self._database.transaction() as connection:
            if (await connection.execute(row.returning(agreements.c.number))).scalar_one_or_none() is None:
                return None
            await self._keep_content(connection, new)
            await _record(connection, number, new.facts)
            await properties.keep(connection, self._database, _REFUSED, None)
        return Agreement(number, new.id, new.case, now, actor, action)

    async def _keep_content(self, connection: AsyncConnection, new: Version) -> None:
        parts: dict[str, dict[str, str]] = {FACT: {}, DOCUMENT: {}}
        for (kind, identifier), digest in new.digests.items():
            parts[kind][identifier] = digest
        packed = {"content": zlib.compress(new.content), "digests": zlib.compress(json.dumps(parts).encode())}
        row = self._database.insert(bases).values(version=new.id, form=new.form, **packed)
        await connection.execute(
            row.on_conflict_do_update(index_elements=["version"], set_={"form": new.form, **packed})
        )
        last = select(agreements.c.version).order_by(agreements.c.number.desc())
        kept = list(dict.fromkeys((await connection.execute(last)).scalars()))[:KEPT]
        await connection.execute(delete(bases).where(bases.c.version.not_in(kept)))

    async def refused(self) -> str | None:
        """Return the version that was last refused since the last agreement; None if none was."""
        async with self._database.reading() as connection:
            return await properties.read(connection, _REFUSED)

    async def refuse(self, version: str) -> None:
        """Keep that a version was refused, so that no process takes it by itself."""
        async with self._database.transaction() as connection:
            await properties.keep(connection, self._database, _REFUSED, version)


def before(all_agreements: Sequence[Agreement]) -> Agreement | None:
    """Return the agreement on the version before the one that holds; None if there was none in this case.

    It is the one before the first on the version that holds: who goes back twice does not come back.
    """
    if not all_agreements:
        return None
    last = all_agreements[-1]
    of_case = [agreement for agreement in all_agreements if agreement.case == last.case]
    first = next(number for number, agreement in enumerate(of_case) if agreement.version == last.version)
    return of_case[first - 1] if first else None


async def _record(connection: AsyncConnection, number: int, facts: Mapping[str, tuple[str, str]]) -> None:
    """Record what is said from an agreement on: what is said otherwise or no more ends with it."""
    open_rows = select(fact_versions.c.fact, fact_versions.c.digest).where(fact_versions.c.until.is_(None))
    said = {row.fact: row.digest for row in await connection.execute(open_rows)}
    ended = [fact for fact, digest in said.items() if fact not in facts or facts[fact][0] != digest]
    for start in range(0, len(ended), ROWS_AT_ONCE):
        some = fact_versions.c.fact.in_(ended[start : start + ROWS_AT_ONCE])
        still = fact_versions.c.until.is_(None)
        await connection.execute(update(fact_versions).where(some, still).values(until=number))
    rows = [
        {"fact": fact, "since": number, "digest": digest, "content": content}
        for fact, (digest, content) in facts.items()
        if said.get(fact) != digest
    ]
    for start in range(0, len(rows), ROWS_AT_ONCE):
        await connection.execute(insert(fact_versions), rows[start : start + ROWS_AT_ONCE])


def _agreement(row: Row[Any]) -> Agreement:
    at = datetime.fromtimestamp(row.at, UTC)
    return Agreement(row.number, row.version, row.case_id, at, row.actor, AgreedBy(row.action))
