"""What shall be done with notices: proposed, until another admin approves it, or scheduled for a time."""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.audit_log import add_step
from bot.storage.crypto import decrypt_text, encrypt_text, pseudonym
from bot.storage.database import Database
from bot.storage.properties import keep as keep_property
from bot.storage.properties import read as read_property
from bot.storage.schema import pending
from knowledge.notices.states import NoticeState

SECOND_ADMIN = "second_admin"
"""Name of the property that says whether another admin has to approve ("true"), as the last bot that started has it."""


class ApprovalNeededError(Exception):
    """Another admin has to approve this, so it can only be proposed."""


@dataclass(frozen=True, slots=True)
class Place:
    """The message that shows an admin the progress, and in which language."""

    chat_id: int
    message_id: int
    language: str

    def encrypt(self, key: bytes) -> bytes:
        """Return the place as it is stored; `key` is that of the storage."""
        return encrypt_text(key, json.dumps([self.chat_id, self.message_id, self.language]))

    @classmethod
    def decrypt(cls, key: bytes, stored: bytes | None) -> "Place | None":
        """Return a stored place; None where there is none, or where it cannot be read any more."""
        text = decrypt_text(key, bytes(stored)) if stored is not None else None
        return cls(*json.loads(text)) if text else None


@dataclass(frozen=True, slots=True)
class Pending:
    """What shall be done with a notice, once another admin has approved it, or its time has come."""

    notice: str
    action: NoticeState
    """The state that the notice then has: published, corrected or recalled."""
    content: str
    actor: str
    proposed_by: bytes | None = None
    """What the admin is known by who proposed it, and may not approve it."""
    approved: bool = True
    due_at: float | None = None
    place: Place | None = None


class Approvals:
    """What is proposed and scheduled. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def admin(self, admin_id: int) -> bytes:
        """Return what an admin is known by: 32 bytes."""
        return pseudonym(self._database.key, "admin", admin_id)

    async def need_second_admin(self, needed: bool) -> None:
        """Keep whether another admin has to approve what is published; what one alone scheduled then waits for that."""
        async with self._database.transaction() as connection:
            if needed and not await needs_approval(connection):
                await connection.execute(update(pending).values(approved=False))
            await keep_property(connection, self._database, SECOND_ADMIN, str(needed).lower())

    async def propose(self, what: Pending, now: datetime) -> bool:
        """Keep what shall be done with a notice, in place of what was to be done before; return whether it is approved.

        Where another admin has to approve, it is not, whatever `what` says.
        """
        row: dict[str, object] = {
            "action": what.action,
            "content": what.content,
            "actor": what.actor,
            "proposed_by": what.proposed_by,
            "due_at": what.due_at,
            "reports_to": what.place.encrypt(self._database.key) if what.place else None,
        }
        async with self._database.transaction() as connection:
            approved = what.approved and not await needs_approval(connection)
            row["approved"] = approved
            upsert = self._database.insert(pending).values(notice=what.notice, **row)
            step = NoticeState.SCHEDULED if approved else NoticeState.PROPOSED
            await connection.execute(upsert.on_conflict_do_update(index_elements=["notice"], set_=row))
            await add_step(connection, now.timestamp(), what.actor, step, what.notice, digest_of(what.content))
        return approved

    async def pending(self, notice: str) -> Pending | None:
        """Return what shall be done with a notice, if anything."""
        return next(iter(await self._pending(pending.c.notice == notice)), None)

    async def planned(self) -> list[Pending]:
        """Return all that is proposed or scheduled."""
        return await self._pending(true())

    async def due(self, now: float) -> list[Pending]:
        """Return what is approved and whose time has come."""
        return await self._pending(and_(pending.c.approved, pending.c.due_at <= now))

    async def _pending(self, which: ColumnElement[bool]) -> list[Pending]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(pending).where(which).order_by(pending.c.notice))).mappings().all()
        return [
            Pending(
                row["notice"],
                NoticeState(row["action"]),
                row["content"],
                row["actor"],
                bytes(row["proposed_by"]) if row["proposed_by"] is not None else None,
                bool(row["approved"]),
                row["due_at"],
                Place.decrypt(self._database.key, row["reports_to"]),
            )
            for row in rows
        ]

    async def cancel(self, notice: str, actor: str, now: datetime) -> bool:
        """Drop what was to be done with a notice; False if nothing was."""
        dropped = delete(pending).where(pending.c.notice == notice).returning(pending.c.content)
        async with self._database.transaction() as connection:
            content = (await connection.execute(dropped)).scalar_one_or_none()
            if content is not None:
                await add_step(connection, now.timestamp(), actor, "cancelled", notice, digest_of(content))
        return content is not None

    async def approve(self, what: Pending, by: bytes, now: datetime) -> bool:
        """Keep that what is scheduled may happen in its time.

        False if it is not what is pending any more, or if the admin known as `by` proposed it.
        """
        yes = update(pending).where(is_still(what), of_another(by)).values(approved=True).returning(pending.c.notice)
        async with self._database.transaction() as connection:
            done = (await connection.execute(yes)).scalar_one_or_none() is not None
            if done:
                step = (named(by), "approved", what.notice, digest_of(what.content))
                await add_step(connection, now.timestamp(), *step)
        return done


def named(admin: bytes) -> str:
    """Return what an admin is called in the record, who is not named there."""
    return f"admin {admin.hex()[:8]}"


async def needs_approval(connection: AsyncConnection) -> bool:
    return await read_property(connection, SECOND_ADMIN) == "true"


async def refuse_alone(connection: AsyncConnection) -> None:
    if await needs_approval(connection):
        raise ApprovalNeededError


def of_another(by: bytes) -> ColumnElement[bool]:
    """Whether a row was proposed by another admin, or at the terminal."""
    return pending.c.proposed_by.is_distinct_from(by)


def digest_of(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()


def is_still(what: Pending) -> ColumnElement[bool]:
    """Whether a row is what was seen, by whom and for when it was proposed too."""
    seen = (pending.c.notice == what.notice, pending.c.action == what.action, pending.c.content == what.content)
    by, due = pending.c.proposed_by, pending.c.due_at
    return and_(*seen, by.is_not_distinct_from(what.proposed_by), due.is_not_distinct_from(what.due_at))
