"""Keeps what chats chose and were shown, and deletes what has expired."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Executable, Table, delete, select, update
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.storage.approvals import Approvals
from bot.storage.audit_log import AuditLog
from bot.storage.baseline import Baseline
from bot.storage.bases import Bases
from bot.storage.claims import Claims
from bot.storage.crypto import KeyFileError, read_key
from bot.storage.database import Database, StorageError, make_engine, reason
from bot.storage.deliveries import ASKED
from bot.storage.erasures import OF_A_CHAT, Erasures, list_beside
from bot.storage.fact_history import FactHistory
from bot.storage.feedback import Feedback
from bot.storage.feedback import expire as expire_reports
from bot.storage.inbox import UPDATE_LIFE, Inbox
from bot.storage.key_check import check_key, encrypt_words
from bot.storage.marks import Marks
from bot.storage.migrations import Survey, migrate, needs_key, survey
from bot.storage.notices import Notices
from bot.storage.outbox import Outbox
from bot.storage.properties import Properties
from bot.storage.publications import Publications
from bot.storage.replicas import Replicas
from bot.storage.reviewed import Reviewed
from bot.storage.schema import chats, contexts, deliveries, followers, replies, subscriptions, updates
from bot.storage.stored import stored
from bot.storage.subscribers import Subscribers
from handlers.ports import Stored
from knowledge.notices.content import Announced

CONTEXT_LIFE = timedelta(minutes=15)
"""How long a short question may lean on the last answer."""
CORRECTIONS_LIFE = timedelta(days=90)
"""How long a chat whose questions are all answered can still get corrections."""
GONE_LIFE = timedelta(days=90)
"""How long a chat that cannot be reached is remembered: then it is forgotten as if it had asked for that."""
REPLY_LIFE = timedelta(hours=48)
"""How long an edited question still edits its answer; Telegram allows no later edits."""


class Storage:
    """What the bot remembers, in one database. All methods raise `StorageError` if it fails."""

    def __init__(self, database: Database, erased_file: Path | None = None) -> None:
        """Take the file that also keeps which chats were forgotten; None for no file."""
        self.database = database
        self.erasures = Erasures(database, erased_file)
        self.subscribers = Subscribers(database)
        self.outbox = Outbox(database)
        self.notices = Notices(database)
        self.publications = Publications(database)
        self.approvals = Approvals(database)
        self.audit_log = AuditLog(database)
        self.baseline = Baseline(database)
        self.bases = Bases(database)
        self.fact_history = FactHistory(database)
        self.replicas = Replicas(database)
        self.inbox = Inbox(database)
        self.claims = Claims(database)
        self.properties = Properties(database)
        self.marks = Marks(database)
        self.feedback = Feedback(database)
        self.reviewed = Reviewed(database)
        self._keep_context = _upsert(database, contexts, "facts", "told_at")
        self._keep_reply = _upsert(database, replies, "reply_id", "sent_at")

    @classmethod
    async def open(cls, url: str, key: bytes | Path) -> "Storage":
        """Open the database at an SQLAlchemy URL, and bring its tables up to date.

        `key` may be the file that holds the key; it is made beside a new database. Raises `StorageError` if the
        database cannot be opened, and `KeyFileError` if the key is missing or not that of the database.
        """
        try:
            engine = make_engine(url)
        except (SQLAlchemyError, ArgumentError, OSError, ImportError, ValueError) as error:
            raise StorageError(f"storage.url: the database cannot be opened: {reason(error)}") from error
        try:
            found = await _survey(engine)
            erased_file = list_beside(key) if isinstance(key, Path) else None
            if isinstance(key, Path):
                key = read_key(key, make=not await needs_key(engine, found))
            await migrate(engine, found)
            database = Database(engine, key)
            await check_key(database)
            await encrypt_words(database)
            storage = cls(database, erased_file)
            await storage.erasures.catch_up(datetime.now(UTC))
        except (StorageError, KeyFileError):
            await engine.dispose()
            raise
        except (SQLAlchemyError, OSError) as error:
            await engine.dispose()
            raise StorageError(f"storage.url: the database cannot be opened: {reason(error)}") from error
        return storage

    async def close(self) -> None:
        """Close all connections."""
        await self.database.engine.dispose()

    async def seen(self, chat_id: int, now: datetime) -> None:
        """Keep that a chat showed a sign of life: what could not be sent there is tried again."""
        await self.subscribers.mark_reachable(chat_id, now.timestamp())

    async def newest(self, limit: int) -> tuple[Announced, ...]:
        """Return the notices that were announced last, the newest first."""
        return await self.audit_log.announced(limit)

    async def language(self, chat_id: int) -> str | None:
        """Return the language that a chat chose, or None."""
        async with self.database.reading() as connection:
            query = select(chats.c.language).where(chats.c.chat == self.database.chat(chat_id))
            return (await connection.execute(query)).scalar_one_or_none()

    async def set_language(self, chat_id: int, language: str | None, otherwise: str | None = None) -> None:
        """Keep the language that a chat chose, for answers and notices; None forgets it.

        Notices then come in the language `otherwise`, that of the person's Telegram.
        """
        chat = self.database.chat(chat_id)
        async with self.database.transaction() as connection:
            if language is not None:
                row = self.database.insert(chats).values(chat=chat, language=language)
                kept = row.on_conflict_do_update(index_elements=["chat"], set_={"language": language})
                await connection.execute(kept)
                return
            await connection.execute(delete(chats).where(chats.c.chat == chat))
            if otherwise is not None:
                own = update(followers).where(followers.c.chat == chat)
                await connection.execute(own.values(language=otherwise))

    async def recall(self, chat_id: int, thread_id: int, now: datetime) -> tuple[str | None, tuple[str, ...]]:
        """Return the language that a chat chose, or None, and what a thread of it is about.

        That is forgotten after `CONTEXT_LIFE`.
        """
        chat = self.database.chat(chat_id)
        shown = select(contexts.c.facts).where(
            contexts.c.chat == chat,
            contexts.c.thread == thread_id,
            contexts.c.told_at > (now - CONTEXT_LIFE).timestamp(),
        )
        chosen = select(chats.c.language).where(chats.c.chat == chat)
        async with self.database.reading() as connection:
            row = (await connection.execute(select(chosen.scalar_subquery(), shown.scalar_subquery()))).one()
        return row[0], tuple((row[1] or "").split())

    async def remember(
        self, chat_id: int, thread_id: int, facts: Sequence[str], now: datetime, reply: tuple[int, int] | None = None
    ) -> None:
        """Keep what a thread is about (`knowledge.answering.context`), and which message answered which.

        `reply` is the id of the question's message, and that of the answer's.
        """
        chat, at, rows = self.database.chat(chat_id), now.timestamp(), []
        if facts:
            shown = {"chat": chat, "thread": thread_id, "facts": " ".join(facts), "told_at": at}
            rows.append((self._keep_context, shown))
        if reply is not None:
            answered = {"chat": chat, "question_id": reply[0], "reply_id": reply[1], "sent_at": at}
            rows.append((self._keep_reply, answered))
        if rows:
            await self.database.keep(*rows)

    async def reply_to(self, chat_id: int, message_id: int, now: datetime) -> int | None:
        """Return the id of the message that answered a question's message, if that is not older than `REPLY_LIFE`."""
        async with self.database.reading() as connection:
            query = select(replies.c.reply_id).where(
                replies.c.chat == self.database.chat(chat_id),
                replies.c.question_id == message_id,
                replies.c.sent_at > (now - REPLY_LIFE).timestamp(),
            )
            return (await connection.execute(query)).scalar_one_or_none()

    async def expire(self, now: datetime) -> None:
        """Delete what has expired."""
        async with self.database.transaction() as connection:
            await connection.execute(delete(contexts).where(contexts.c.told_at <= (now - CONTEXT_LIFE).timestamp()))
            await connection.execute(delete(replies).where(replies.c.sent_at <= (now - REPLY_LIFE).timestamp()))
            await connection.execute(delete(updates).where(updates.c.finished_at <= (now - UPDATE_LIFE).timestamp()))
            reported = await expire_reports(connection, now)
            await self.erasures.expire(connection, now)
            answered = deliveries.c.why.startswith(ASKED)
            lately = deliveries.c.changed_at > (now - CORRECTIONS_LIFE).timestamp()
            corrigible = select(deliveries.c.chat).where(answered, lately)
            follows = select(subscriptions.c.chat)
            ended = followers.c.chat.not_in(follows) & followers.c.chat.not_in(corrigible)
            await connection.execute(delete(followers).where(ended))
            unknown = followers.c.gone.is_not(None) & followers.c.gone_at.is_(None)
            await connection.execute(update(followers).where(unknown).values(gone_at=now.timestamp()))
            over = select(followers.c.chat).where(followers.c.gone_at <= (now - GONE_LIFE).timestamp())
            lost = (await connection.execute(over)).scalars().all()
            for table in OF_A_CHAT if lost else ():
                await connection.execute(delete(table).where(table.c.chat.in_(over)))
        self.erasures.tidy(now)
        if lost or reported or self.database.log_is_due:
            await self.database.wipe_log()

    async def stored(self, chat_id: int) -> Stored:
        """Return what is stored about a chat."""
        return await stored(self.database, chat_id)

    async def forget(self, chat_id: int, now: datetime) -> None:
        """Delete everything that is stored about a chat, and keep that no backup may bring it back."""
        async with self.database.transaction() as connection:
            await self.inbox.drop(connection, chat_id)
            mark = await self.erasures.add(connection, self.database.chat(chat_id), now)
        self.erasures.write_down(mark, now)
        await self.database.wipe_log()


async def _survey(engine: AsyncEngine) -> Survey:
    """Look at a database; raises `StorageError` also where its driver cannot read the URL or its own environment."""
    try:
        return await survey(engine)
    except (TypeError, ValueError, OverflowError) as error:
        raise StorageError(
            f"storage.url: the database cannot be opened: {reason(error)}. "
            "Correct the URL, or the environment's variables that begin with PG."
        ) from error


def _upsert(database: Database, table: Table, *columns: str) -> Executable:
    """Return an INSERT that changes some columns of a row that is there."""
    row = database.insert(table)
    keys = [column.name for column in table.primary_key]
    upsert: Executable = row.on_conflict_do_update(
        index_elements=keys, set_={column: row.excluded[column] for column in columns}
    )
    return upsert
