"""The audit log of every step of every notice, which only grows; and up to which step a chat has seen the notices."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.schema import audit, notices, visits
from knowledge.notices.content import Announced, unpacked
from knowledge.notices.states import ANNOUNCED, NoticeState

_HASHED = ("step", "at", "actor", "action", "notice", "detail")
"""Columns that a step's digest takes in, in this order, after the digest of the step before."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a notice."""

    number: int
    """Counts the steps of all notices from 1 on."""
    at: float
    """In UTC seconds since 1970."""
    actor: str
    action: str
    notice: str
    detail: str
    digest: str
    """SHA-256 of the step and of the digest before."""
    fits: bool
    """Whether the digest is that of this step after the one before."""


class AuditLog:
    """What was announced, and who has seen how much of it. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def announced(self, limit: int, after: int = 0, before: int | None = None) -> tuple[Announced, ...]:
        """Return the notices whose last step lies between two steps of the record, the newest first, as they are now.

        Without `before`, all that came after `after`.
        """
        last = func.max(audit.c.step)
        steps = select(audit.c.notice, last.label("step")).where(audit.c.action.in_(ANNOUNCED)).group_by(audit.c.notice)
        steps = steps.having(last > after)
        if before is not None:
            steps = steps.having(last < before)
        found = steps.subquery()
        rows = (
            select(notices.c.content, notices.c.number, notices.c.state, found.c.step)
            .join(found, found.c.notice == notices.c.id)
            .order_by(found.c.step.desc())
            .limit(limit)
        )
        async with self._database.reading() as connection:
            kept = (await connection.execute(rows)).all()
        return tuple(
            Announced(unpacked(content), number, NoticeState(state), step) for content, number, state, step in kept
        )

    async def visited(self, chat_id: int, thread: int) -> int | None:
        """Return up to which step a thread of a chat has seen the notices; None before its first visit."""
        own = select(visits.c.step).where(visits.c.chat == self._database.chat(chat_id), visits.c.thread == thread)
        async with self._database.reading() as connection:
            return (await connection.execute(own)).scalar_one_or_none()

    async def visit(self, chat_id: int, thread: int, step: int) -> None:
        """Keep up to which step a thread of a chat has seen the notices."""
        row = self._database.insert(visits).values(chat=self._database.chat(chat_id), thread=thread, step=step)
        seen = row.on_conflict_do_update(index_elements=["chat", "thread"], set_={"step": step})
        async with self._database.transaction() as connection:
            await connection.execute(seen)

    async def steps(self) -> list[Step]:
        """Return every step of every notice, in order."""
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(audit).order_by(audit.c.step))).mappings().all()
        found: list[Step] = []
        for row in rows:
            before = found[-1].digest if found else ""
            fits = row["digest"] == _chained(before, [row[name] for name in _HASHED])
            known = (row["step"], row["at"], row["actor"], row["action"], row["notice"], row["detail"])
            found.append(Step(*known, row["digest"], fits))
        return found


def first_flaw(steps: Sequence[Step]) -> tuple[int, Step] | None:
    """Return the first step of the log that breaks the chain, with the number that it should have; None if it holds."""
    return next(
        ((number, step) for number, step in enumerate(steps, 1) if step.number != number or not step.fits), None
    )


async def add_step(connection: AsyncConnection, at: float, actor: str, action: str, notice: str, detail: str) -> None:
    """Add a step to the record; its hash takes in the hash of the step before."""
    last = select(audit.c.step, audit.c.digest).order_by(audit.c.step.desc()).limit(1)
    row = (await connection.execute(last)).one_or_none()
    step, before = (row[0] + 1, row[1]) if row else (1, "")
    values = (step, at, actor, action, notice, detail)
    await connection.execute(
        insert(audit).values(**dict(zip(_HASHED, values, strict=True)), digest=_chained(before, values))
    )


def _chained(before: str, values: Iterable[object]) -> str:
    return hashlib.sha256(json.dumps([before, *values], ensure_ascii=False).encode()).hexdigest()
