"""Each check of readiness names what does not work, and only that."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from telegram import Bot

from bot.delivery.lease_watch import new_holder
from bot.network import Contact
from bot.storage import Storage
from bot.terminal.offline_telegram import OfflineTelegram
from bot.web.health import Readiness, failures
from tests.support.databases import sqlite_url

DEAD = new_holder().replace(" ", " 99999999 ", 1)


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(sqlite_url(tmp_path / "bot.sqlite3"), bytes(32))
    yield opened
    await opened.close()


@pytest.fixture
async def readiness(storage: Storage) -> AsyncIterator[Readiness]:
    """The checks of a process that answers, and could reach Telegram but has not done so for a while."""
    telegram = OfflineTelegram()
    async with Bot("7:token", request=telegram, get_updates_request=telegram) as bot:
        made = Readiness(storage.outbox, bot, Contact())
        made.loaded(asyncio.Event())
        yield made


async def failing(readiness: Readiness) -> dict[str, str]:
    return {name: why for name, why in (await failures(readiness.checks)).items() if why}


async def test_a_process_that_can_do_its_work_is_ready(readiness: Readiness, storage: Storage) -> None:
    await storage.outbox.acquire(new_holder())
    assert await failing(readiness) == {}


async def test_notices_need_a_sender_that_lives(readiness: Readiness, storage: Storage) -> None:
    assert await failing(readiness) == {"sender": "no process has taken the lease"}
    await storage.outbox.acquire(DEAD)
    assert await failing(readiness) == {"sender": "the process that has the lease gives no sign of life"}


async def test_a_database_that_fails_is_named_without_its_address(readiness: Readiness, storage: Storage) -> None:
    async with storage.database.transaction() as connection:
        await connection.execute(text("DROP TABLE leases"))
    found = await failing(readiness)
    assert set(found) == {"database", "sender"}
    assert "sqlite" not in str(found)


async def test_who_stops_gets_no_more_questions(storage: Storage, readiness: Readiness) -> None:
    await storage.outbox.acquire(new_holder())
    stop = asyncio.Event()
    readiness.loaded(stop)
    stop.set()
    assert await readiness.base() == "the process stops"


async def test_a_check_that_hangs_fails_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.health._SECONDS", 0.05)

    async def hangs() -> None:
        await asyncio.Event().wait()

    async def works() -> None:
        return None

    assert await failures({"one": hangs, "other": works}) == {"one": "no answer within 0 seconds", "other": None}
