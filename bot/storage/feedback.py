"""Keeps what readers say of answers: reports of errors, encrypted, until they are done; counts of what helped."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.crypto import decrypt_text, encrypt_text, pseudonym
from bot.storage.database import Database
from bot.storage.schema import ratings, reports
from knowledge.feedback import WORDS_LIMIT, Filed, KeptReport, Rating, Report, Verdict

OF_ONE_READER = 10
"""Maximum number of reports of one reader that wait at once; arbitrary."""
IN_ALL = 1000
"""Maximum number of reports that wait at once, so that nobody fills the database; arbitrary."""
_ID = 16
"""Number of hexadecimal digits of a report's id: no two reports share one."""


class Feedback:
    """Reports and counts. All methods raise `StorageError` if the database fails."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def rate(self, fact: str, wording: str, verdict: Verdict) -> None:
        """Count that a wording of a fact helped, or that it did not; nothing else is kept."""
        column = ratings.c.good if verdict is Verdict.GOOD else ratings.c.bad
        row = self._database.insert(ratings).values(fact=fact, wording=wording, **{column.name: 1})
        counted = row.on_conflict_do_update(index_elements=["fact", "wording"], set_={column.name: column + 1})
        async with self._database.transaction() as connection:
            await connection.execute(counted)

    async def ratings(self) -> tuple[Rating, ...]:
        """Return the counts, those with the most that did not help first."""
        found = select(ratings).order_by(ratings.c.bad.desc(), ratings.c.good, ratings.c.fact, ratings.c.wording)
        async with self._database.reading() as connection:
            rows = (await connection.execute(found)).all()
        return tuple(Rating(row.fact, row.wording, row.good, row.bad) for row in rows)

    async def file(self, reader: int, report: Report, now: datetime, days: int) -> Filed:
        """Keep the report of a reader (a Telegram id) for at most a number of days.

        A reader's second report of one wording in one language is none: its words are added to the first, and the day
        on which that is deleted stays.
        """
        chat, own = self._database.chat(reader), _id(self._database.key, reader, report)
        async with self._database.transaction() as connection:
            kept = await self._kept(connection, own)
            if kept is not None:
                return await self._add(connection, kept, report.words)
            all_ = await _count(connection)
            if all_ >= IN_ALL or await _count(connection, chat) >= OF_ONE_READER:
                return Filed.FULL
            day = now.astimezone(UTC).date()
            row = {"id": own, "chat": chat, "sealed": self._sealed(report, day), "until": _midnight(day, days)}
            new = self._database.insert(reports).values(**row).on_conflict_do_nothing().returning(reports.c.id)
            if (await connection.execute(new)).scalar_one_or_none() is None:
                return Filed.AGAIN  # A second press came in while this one was kept.
        return Filed.NEW if all_ else Filed.FIRST

    async def _add(self, connection: AsyncConnection, kept: KeptReport, words: str) -> Filed:
        """Add words to a report, in which they do not stand yet."""
        had = kept.report.words
        if not words or f"\n{words}\n" in f"\n{had}\n" or len(had) + len(words) >= WORDS_LIMIT:
            return Filed.AGAIN
        report = Report(kept.report.fact, kept.report.wording, kept.report.language, f"{had}\n{words}".strip())
        changed = update(reports).where(reports.c.id == kept.id).values(sealed=self._sealed(report, kept.day))
        await connection.execute(changed)
        return Filed.ADDED

    async def reports(self, now: datetime) -> tuple[KeptReport, ...]:
        """Return the reports that wait, the oldest first."""
        young = select(reports).where(reports.c.until > now.timestamp())
        async with self._database.reading() as connection:
            rows = (await connection.execute(young)).all()
        found = (self._read(row.id, row.sealed, row.until) for row in rows)
        return tuple(sorted(filter(None, found), key=lambda one: (one.day, one.id)))

    async def close(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Delete reports that are done; return the ids of those that there were."""
        gone = delete(reports).where(reports.c.id.in_(ids)).returning(reports.c.id)
        async with self._database.transaction() as connection:
            found = tuple((await connection.execute(gone)).scalars())
        if found:
            await self._database.wipe_log()
        return found

    async def _kept(self, connection: AsyncConnection, own: str) -> KeptReport | None:
        row = (await connection.execute(select(reports).where(reports.c.id == own).with_for_update())).one_or_none()
        return self._read(row.id, row.sealed, row.until) if row else None

    def _sealed(self, report: Report, day: date) -> bytes:
        values = [report.fact, report.wording, report.language, report.words[:WORDS_LIMIT], day.isoformat()]
        return encrypt_text(self._database.key, json.dumps(values, ensure_ascii=False, separators=(",", ":")))

    def _read(self, own: str, sealed: bytes, until: float) -> KeptReport | None:
        text = decrypt_text(self._database.key, bytes(sealed))
        if text is None:
            return None
        fact, wording, language, words, day = json.loads(text)
        last = datetime.fromtimestamp(until, UTC).date()
        return KeptReport(own, Report(fact, wording, language, words), date.fromisoformat(day), last)


async def expire(connection: AsyncConnection, now: datetime) -> bool:
    """Delete the reports whose time is over, as a part of a transaction; return whether there were any."""
    gone = delete(reports).where(reports.c.until <= now.timestamp()).returning(reports.c.id)
    return bool((await connection.execute(gone)).all())


async def _count(connection: AsyncConnection, chat: bytes | None = None) -> int:
    which = select(func.count()).select_from(reports)
    return (await connection.execute(which if chat is None else which.where(reports.c.chat == chat))).scalar_one()


def _id(key: bytes, reader: int, report: Report) -> str:
    return pseudonym(key, "report", reader, report.fact, report.wording, report.language).hex()[:_ID]


def _midnight(day: date, days: int) -> float:
    """Return the end of a report's time in UTC seconds: midnight, for the hour of a press is nobody's business."""
    return (datetime.combine(day, time(), UTC) + timedelta(days=days)).timestamp()
