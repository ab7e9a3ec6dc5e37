"""Reads the notices that were published, and keeps up to which step of the record a chat has seen them."""

from sqlalchemy import func, select

from bot.storage.database import Database
from bot.storage.schema import audit, notices, visits
from knowledge.notices import Announced, unpacked

_TOLD = ("published", "corrected", "recalled")
"""Steps of the record that readers hear of."""


class Record:
    """What was announced, and who has seen how much of it. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def announced(self, limit: int, after: int = 0, before: int | None = None) -> tuple[Announced, ...]:
        """Return the notices whose last step lies between two steps of the record, the newest first, as they are now.

        Without `before`, all that came after `after`.
        """
        last = func.max(audit.c.step)
        steps = select(audit.c.notice, last.label("step")).where(audit.c.action.in_(_TOLD)).group_by(audit.c.notice)
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
        return tuple(Announced(unpacked(content), number, state, step) for content, number, state, step in kept)

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
