"""Fail-open storage of conversations: while the database is down, questions are answered without memory."""

from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import TypeVar

from bot.outages import OutageLog
from bot.storage import AuditLog, Feedback, Reviewed, Storage, StorageError, Subscribers
from knowledge.notices.content import Announced

T = TypeVar("T")


class FailOpenChats:
    """What is remembered about chats, where it can be; only what a person asks to be kept or deleted may fail.

    `set_language`, `stored`, `forget`, and all of `subscribers`, `audit_log`, `feedback` and `reviewed` raise
    `StorageError`.
    """

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self._outage = OutageLog("answering without the storage, which fails", "error")
        self.set_language = storage.set_language
        self.forget = storage.forget
        self.stored = storage.stored

    @property
    def subscribers(self) -> Subscribers:
        """Who follows what."""
        return self._storage.subscribers

    @property
    def audit_log(self) -> AuditLog:
        """What was announced."""
        return self._storage.audit_log

    @property
    def feedback(self) -> Feedback:
        """What readers say of answers."""
        return self._storage.feedback

    @property
    def reviewed(self) -> Reviewed:
        """Which questions may be read."""
        return self._storage.reviewed

    async def seen(self, chat_id: int, now: datetime) -> None:
        """Keep that a chat showed a sign of life."""
        await self._or(None, self._storage.seen(chat_id, now))

    async def newest(self, limit: int) -> Sequence[Announced]:
        """Return the notices that were announced last, the newest first."""
        return await self._or((), self._storage.newest(limit))

    async def language(self, chat_id: int) -> str | None:
        """Return the language that a chat chose, or None."""
        return await self._or(None, self._storage.language(chat_id))

    async def recall(self, chat_id: int, thread_id: int, now: datetime) -> tuple[str | None, tuple[str, ...]]:
        """Return the language that a chat chose, or None, and what a thread of it is about."""
        return await self._or((None, ()), self._storage.recall(chat_id, thread_id, now))

    async def remember(
        self, chat_id: int, thread_id: int, facts: Sequence[str], now: datetime, reply: tuple[int, int] | None = None
    ) -> None:
        """Keep what a thread is about, and which message answered which."""
        await self._or(None, self._storage.remember(chat_id, thread_id, facts, now, reply))

    async def reply_to(self, chat_id: int, message_id: int, now: datetime) -> int | None:
        """Return the id of the message that answered a question's message."""
        return await self._or(None, self._storage.reply_to(chat_id, message_id, now))

    async def _or(self, default: T, work: Awaitable[T]) -> T:
        """Return the result of the storage, or a default if it fails."""
        try:
            found = await work
        except StorageError as error:
            self._outage.failed(error=str(error))
            return default
        self._outage.over()
        return found
