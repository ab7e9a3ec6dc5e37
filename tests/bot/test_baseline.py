"""What was told of the base is kept whole, on both databases: with a publication, or not at all."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.storage import Storage, StorageError
from bot.storage.baseline import keep

KEY = bytes(range(32))


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, KEY)
    yield opened
    await opened.close()


async def tell(storage: Storage, digests: dict[tuple[str, str], str]) -> None:
    async with storage.database.transaction() as connection:
        await keep(connection, storage.database, digests)


async def test_nothing_is_told_at_first(storage: Storage) -> None:
    assert await storage.baseline.read() == {}


async def test_what_is_told_replaces_what_was_told_before(storage: Storage) -> None:
    many = {("fact", f"fact-{number}"): f"{number:064x}" for number in range(1200)} | {("document", "fact-1"): "d"}
    await tell(storage, many)
    assert await storage.baseline.read() == many
    few = {("fact", "fact-1"): "new", ("fact", "fact-2000"): "e"}
    await tell(storage, few)
    assert await storage.baseline.read() == few
    await tell(storage, {})
    assert await storage.baseline.read() == {}


async def test_a_transaction_that_fails_leaves_what_was_told_before(storage: Storage) -> None:
    before = {("fact", "a"): "1"}
    await tell(storage, before)

    async def fail() -> None:
        async with storage.database.transaction() as connection:
            await keep(connection, storage.database, {("fact", "b"): "2"})
            raise StorageError("the notice cannot be kept")

    with pytest.raises(StorageError):
        await fail()
    assert await storage.baseline.read() == before


async def test_of_publications_at_once_one_is_kept_whole(storage: Storage, url: str) -> None:
    others = [await Storage.open(url, KEY) for _ in range(4)]
    bases = [{("fact", f"fact-{number}"): f"by {who}" for number in range(who, 40 + who)} for who in range(4)]
    try:
        await asyncio.gather(*(tell(other, digests) for other, digests in zip(others, bases, strict=True)))
    finally:
        for other in others:
            await other.close()
    assert await storage.baseline.read() in bases
