"""What the storage promises of readers' reports and thumbs: encrypted, kept once, not for long, erased on request."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.storage import Storage
from bot.storage.feedback import IN_ALL, OF_ONE_READER
from bot.storage.schema import metadata, ratings, reports
from knowledge.feedback import WORDS_LIMIT, Filed, KeptReport, Rating, Report, Verdict
from tests.support.databases import sqlite_url

KEY = bytes(range(32))
NOW = datetime(2021, 3, 1, 12, 34, 56, tzinfo=UTC)
ANN, BEN = 987654321987, 987654321988
WRONG = Report("refused", "1a2b3c4d", "en")
WORDS = Report("refused", "1a2b3c4d", "en", "Нет, отказали 2 марта")


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, KEY)
    yield opened
    await opened.close()


async def file(storage: Storage, report: Report = WRONG, reader: int = ANN, days: int = 30) -> Filed:
    return await storage.feedback.file(reader, report, NOW, days)


async def waiting(storage: Storage) -> list[Report]:
    return [one.report for one in await storage.feedback.reports(NOW)]


async def rows(storage: Storage, table: object = reports) -> list[Mapping[str, object]]:
    async with storage.database.reading() as connection:
        return [dict(row) for row in (await connection.execute(select(table))).mappings()]  # type: ignore[call-overload]


def files(folder: Path) -> list[Path]:
    return list(folder.iterdir())


async def test_a_report_says_what_was_reported_and_until_when_it_is_kept(storage: Storage) -> None:
    assert await file(storage, WORDS) is Filed.FIRST
    (kept,) = await storage.feedback.reports(NOW)
    assert kept == KeptReport(kept.id, WORDS, date(2021, 3, 1), date(2021, 3, 31))


async def test_the_first_that_waits_is_told_from_others(storage: Storage) -> None:
    assert [await file(storage), await file(storage, reader=BEN)] == [Filed.FIRST, Filed.NEW]
    await storage.feedback.close([one.id for one in await storage.feedback.reports(NOW)])
    assert await file(storage, reader=BEN) is Filed.FIRST


async def test_one_reader_reports_one_wording_once(storage: Storage) -> None:
    await file(storage)
    assert await file(storage) is Filed.AGAIN
    assert await file(storage, WORDS) is Filed.ADDED
    assert await file(storage, WORDS) is Filed.AGAIN
    assert await file(storage, Report("refused", "1a2b3c4d", "en", "x" * WORDS_LIMIT)) is Filed.AGAIN
    assert await waiting(storage) == [WORDS]
    assert await file(storage, Report("refused", "99999999", "en")) is Filed.NEW


async def test_two_presses_at_once_are_one_report(storage: Storage) -> None:
    came = await asyncio.gather(*(file(storage) for _ in range(5)))
    assert sorted(came) == [*[Filed.AGAIN] * 4, Filed.FIRST]
    assert await waiting(storage) == [WRONG]


async def test_neither_words_nor_fact_nor_reader_nor_hour_stand_in_the_database(storage: Storage) -> None:
    await file(storage, WORDS)
    (row,) = await rows(storage)
    for part in (str(ANN), "refused", "1a2b", "отказали"):
        assert part.encode() not in b"".join(
            one if isinstance(one, bytes) else str(one).encode() for one in row.values()
        )
    assert datetime.fromtimestamp(float(str(row["until"])), UTC) == datetime(2021, 3, 31, tzinfo=UTC)


async def test_with_another_key_nothing_is_read(storage: Storage) -> None:
    await file(storage, WORDS)
    storage.database.key = bytes(32)
    assert await storage.feedback.reports(NOW) == ()


async def test_a_report_goes_when_its_time_is_over_whatever_the_configuration_says_by_then(storage: Storage) -> None:
    await file(storage, days=30)
    await file(storage, reader=BEN, days=90)
    after = NOW.replace(hour=0, minute=0, second=0) + timedelta(days=30)
    await storage.expire(after - timedelta(seconds=1))
    assert len(await rows(storage)) == 2
    assert len(await storage.feedback.reports(after)) == 1, "it is not shown either"
    await storage.expire(after)
    assert len(await rows(storage)) == 1


async def test_who_is_forgotten_takes_the_reports_along_and_no_others(storage: Storage) -> None:
    await file(storage, WORDS)
    await file(storage, reader=BEN)
    await storage.forget(ANN, NOW)
    assert await waiting(storage) == [WRONG]


async def test_what_is_done_is_deleted(storage: Storage) -> None:
    await file(storage)
    (one,) = await storage.feedback.reports(NOW)
    assert await storage.feedback.close([one.id, "0123456789abcdef"]) == (one.id,)
    assert await rows(storage) == []
    assert await storage.feedback.close([one.id]) == ()


async def test_one_reader_cannot_fill_the_list_nor_all_the_database(
    storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = [Report(f"fact-{number}", "1a2b3c4d", "en") for number in range(OF_ONE_READER + 1)]
    assert [await file(storage, one) for one in many][-2:] == [Filed.NEW, Filed.FULL]
    assert await file(storage, reader=BEN) is Filed.NEW
    assert IN_ALL > OF_ONE_READER
    monkeypatch.setattr("bot.storage.feedback.IN_ALL", OF_ONE_READER + 1)
    assert await file(storage, many[0], reader=BEN) is Filed.FULL


async def test_thumbs_are_counted_by_wording_and_nothing_else_is_kept(storage: Storage) -> None:
    for verdict in (Verdict.GOOD, Verdict.BAD, Verdict.GOOD):
        await storage.feedback.rate("refused", "1a2b3c4d", verdict)
    await storage.feedback.rate("refused", "99999999", Verdict.BAD)
    assert set(await storage.feedback.ratings()) == {
        Rating("refused", "1a2b3c4d", 2, 1),
        Rating("refused", "99999999", 0, 1),
    }
    assert set((await rows(storage, ratings))[0]) == {"fact", "wording", "good", "bad"}
    filled = [table.name for table in metadata.sorted_tables if await rows(storage, table)]
    assert set(filled) <= {"ratings", "properties"}, "a thumb leaves no trace elsewhere"


async def test_the_words_are_overwritten_in_the_file(tmp_path: Path) -> None:
    storage = await Storage.open(sqlite_url(tmp_path / "bot.sqlite3"), KEY)
    await file(storage, WORDS)
    (row,) = await rows(storage)
    sealed = row["sealed"]
    assert isinstance(sealed, bytes)
    await storage.feedback.close([str(row["id"])])
    assert sealed not in b"".join(path.read_bytes() for path in files(tmp_path)), "nor in the log beside the file"
    await storage.close()
