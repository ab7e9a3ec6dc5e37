"""What is known of updates over restarts: finished for a day, parked and sealed until answered, on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.storage import Storage
from bot.storage.inbox import Parked
from bot.storage.schema import updates

NOW = datetime(2020, 5, 1, 12, tzinfo=UTC)
KEY = bytes(range(32))


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, KEY)
    yield opened
    await opened.close()


def parked(update_id: int, copies: int = 0, due_at: float = 0.0) -> Parked:
    raw: dict[str, Any] = {"update_id": update_id, "message": {"text": "Where is my secret? \ud800"}}
    return Parked(update_id, raw, copies, due_at)


async def test_a_finished_id_is_trusted_for_a_day_only(storage: Storage) -> None:
    await storage.inbox.finish(5, NOW)
    assert await storage.inbox.known([4, 5], NOW + timedelta(hours=23)) == {5}
    assert await storage.inbox.known([5], NOW + timedelta(hours=24)) == frozenset()
    await storage.inbox.finish(5, NOW + timedelta(hours=25))
    assert await storage.inbox.known([5], NOW + timedelta(hours=26)) == {5}


async def test_parked_updates_come_back_as_they_were_in_their_order(storage: Storage) -> None:
    some = [parked(7), parked(5, 2, 1234.5)]
    await storage.inbox.park(some, NOW)
    assert await storage.inbox.known([5, 7], NOW) == {5, 7}
    assert await storage.inbox.parked(NOW) == [some[1], some[0]]
    await storage.inbox.repark(parked(7, 1, 9.0))
    assert await storage.inbox.parked(NOW) == [some[1], parked(7, 1, 9.0)]


async def test_what_is_finished_is_parked_no_more(storage: Storage) -> None:
    await storage.inbox.park([parked(5), parked(6)], NOW)
    await storage.inbox.finish(5, NOW)
    await storage.inbox.repark(parked(5, 1))
    assert await storage.inbox.parked(NOW) == [parked(6)]
    assert await storage.inbox.known([5], NOW) == {5}


async def test_what_finished_while_it_was_parked_stays_finished(storage: Storage) -> None:
    await storage.inbox.finish(5, NOW)
    await storage.inbox.park([parked(5)], NOW)
    assert await storage.inbox.parked(NOW) == []


async def test_pruning_and_forgetting_keep_what_is_parked(storage: Storage) -> None:
    await storage.inbox.park([parked(5)], NOW)
    for update_id in (4, 6, 8):
        await storage.inbox.finish(update_id, NOW)
    await storage.inbox.prune(7)
    assert await storage.inbox.known([4, 5, 6, 8], NOW) == {5, 8}
    await storage.inbox.forget()
    assert await storage.inbox.known([5, 8], NOW) == {5}


async def test_nothing_parked_outlives_a_day(storage: Storage) -> None:
    await storage.inbox.park([parked(5)], NOW)
    later = NOW + timedelta(hours=24)
    assert await storage.inbox.parked(later) == []
    await storage.expire(later)
    async with storage.database.reading() as connection:
        assert (await connection.execute(select(updates))).all() == []


async def test_what_is_parked_cannot_be_read_in_the_database(storage: Storage) -> None:
    await storage.inbox.park([parked(5)], NOW)
    async with storage.database.reading() as connection:
        row = (await connection.execute(select(updates.c.parked))).scalar_one()
    assert b"secret" not in bytes(row)
