"""Reads the questions that wait for an answer, for those who keep the case, and which of them are dealt with."""

from collections import Counter
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import decrypt_text, pseudonym
from bot.storage.database import Database
from bot.storage.followers import WAITS
from bot.storage.properties import keep, read
from bot.storage.schema import subscriptions

READABLE, DONE = "readable_questions", "reviewed_questions"
"""Names of the properties that have the codes of questions that may be read, and of those that are dealt with."""
_DIGITS = 16
"""Number of hexadecimal digits of a question's code: no two questions share one."""


class Reviewed:
    """Questions that wait, without who asked them. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def code(self, question: str) -> str:
        """Return what a question is known by; it tells nothing of it without the key."""
        return pseudonym(self._database.key, "review", question).hex()[:_DIGITS]

    async def asked(self) -> Mapping[str, int]:
        """Return the questions that wait, may be read and are not dealt with, each with the number of its chats."""
        async with self._database.reading() as connection:
            waiting = await self._waiting(connection)
            readable, done = [set((await read(connection, name) or "").split()) for name in (READABLE, DONE)]
        return {text: number for text, number in waiting.items() if self.code(text) in readable - done}

    async def allow(self, question: str) -> None:
        """Keep that a question that waits may be read: who left it was told so."""
        await self._keep(READABLE, [question])

    async def mark(self, questions: Iterable[str]) -> None:
        """Keep that questions are dealt with; they go on waiting for their answer."""
        await self._keep(DONE, questions)

    async def _keep(self, name: str, questions: Iterable[str]) -> None:
        """Add the codes of questions to a property; those of questions that wait no more are forgotten."""
        new = {self.code(one) for one in questions}
        async with self._database.transaction() as connection:
            waiting = {self.code(text) for text in await self._waiting(connection)}
            known = {*(await read(connection, name) or "").split(), *new}
            await keep(connection, self._database, name, " ".join(sorted(known & waiting)) or None)

    async def _waiting(self, connection: AsyncConnection) -> Counter[str]:
        sealed = (await connection.execute(select(subscriptions.c.sealed).where(WAITS))).scalars().all()
        return Counter(filter(None, (decrypt_text(self._database.key, bytes(one or b"")) for one in sealed)))
