"""What a chat sets holds for what waits already, on both databases: the language, the digest's time, quiet hours."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.storage import Follower, Storage
from bot.storage.deliveries import Retry
from bot.storage.publications import Plan
from bot.storage.schema import deliveries
from knowledge.notices.audience import About, Rhythm, Settings, Subscription, due
from knowledge.notices.reasons import Reason

KEY = bytes(range(32))
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
"""A Monday."""
ANN, BEN = 1001, 1002
CASE = Subscription(About.CASE)


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, KEY)
    yield opened
    await opened.close()


async def publish(storage: Storage, rhythm: Rhythm = Rhythm.NOW) -> None:
    def decide(follower: Follower) -> Plan:
        return Plan(Reason.decode("case:"), rhythm, due(follower.settings, rhythm, False, NOW).timestamp())

    await storage.publications.publish("news", "text", decide, "me", NOW)


async def comes_at(storage: Storage) -> datetime:
    async with storage.database.reading() as connection:
        return datetime.fromtimestamp((await connection.execute(select(deliveries.c.due_at))).scalar_one(), UTC)


async def set_(storage: Storage, settings: Settings, now: datetime = NOW) -> None:
    await storage.subscribers.set_settings(ANN, settings, now.timestamp())


async def language_of_delivery(storage: Storage) -> str:
    (delivery,) = await storage.outbox.waiting(NOW.timestamp(), 10)
    return delivery.language


async def test_the_language_of_a_chat_is_that_of_a_notice_that_waits_already(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, CASE, "en")
    await publish(storage)
    await storage.set_language(ANN, "uk")
    assert await language_of_delivery(storage) == "uk"
    await storage.subscribers.follow(ANN, 0, Subscription(About.TOPIC, "a"), "ru")
    assert await language_of_delivery(storage) == "uk", "a press in another language does not change what was chosen"


async def test_a_language_that_is_given_back_gives_notices_that_of_telegram(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, CASE, "en")
    await publish(storage)
    await storage.set_language(ANN, "uk")
    await storage.set_language(ANN, None, "ru")
    assert await storage.language(ANN) is None
    assert await language_of_delivery(storage) == "ru"


async def test_the_time_of_the_digest_is_kept(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, CASE, "en")
    assert (await storage.subscribers.settings(ANN)).digest_minute == 9 * 60
    await set_(storage, Settings(digest_minute=18 * 60 + 30))
    assert (await storage.subscribers.settings(ANN)).digest_minute == 18 * 60 + 30


@pytest.mark.parametrize(
    ("rhythm", "settings", "then"),
    [
        (Rhythm.DAILY, Settings(digest_minute=18 * 60 + 30), NOW.replace(hour=18, minute=30)),
        (Rhythm.WEEKLY, Settings(digest_minute=8 * 60), NOW.replace(hour=8) + timedelta(days=7)),
        (Rhythm.DAILY, Settings("Europe/Kyiv"), NOW.replace(hour=7) + timedelta(days=1)),
        (Rhythm.DAILY, Settings("UTC+5:30"), NOW.replace(hour=3, minute=30) + timedelta(days=1)),
    ],
)
async def test_a_digest_that_waits_moves_to_the_new_time(
    storage: Storage, rhythm: Rhythm, settings: Settings, then: datetime
) -> None:
    await storage.subscribers.follow(ANN, 0, replace(CASE, rhythm=rhythm), "en")
    await publish(storage, rhythm)
    await set_(storage, settings)
    assert await comes_at(storage) == then


async def test_a_notice_that_waits_for_the_end_of_quiet_hours_follows_them(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, CASE, "en")
    await set_(storage, Settings(quiet=(11 * 60, 20 * 60)))
    await publish(storage)
    assert await comes_at(storage) == NOW.replace(hour=20)
    await set_(storage, Settings(quiet=(11 * 60, 15 * 60)))
    assert await comes_at(storage) == NOW.replace(hour=15)
    await set_(storage, Settings())
    assert await comes_at(storage) == NOW


async def test_settings_move_nothing_of_another_chat(storage: Storage) -> None:
    await storage.subscribers.follow(BEN, 0, replace(CASE, rhythm=Rhythm.DAILY), "en")
    await publish(storage, Rhythm.DAILY)
    await set_(storage, Settings(digest_minute=60))
    assert await comes_at(storage) == NOW.replace(hour=9) + timedelta(days=1)


async def test_what_is_tried_again_after_a_failure_keeps_its_time(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, replace(CASE, rhythm=Rhythm.DAILY), "en")
    await publish(storage, Rhythm.DAILY)
    then = NOW.replace(hour=9) + timedelta(days=1)
    lease = await storage.outbox.acquire("one")
    assert lease is not None
    (delivery,) = await storage.outbox.waiting(then.timestamp(), 10)
    assert await storage.outbox.claim(delivery, lease.fencing_token, then.timestamp())
    again = then + timedelta(minutes=2)
    await storage.outbox.record(Retry(delivery, again.timestamp(), "refused"), lease.fencing_token, then.timestamp())
    await set_(storage, Settings(digest_minute=60), then)
    assert await comes_at(storage) == again
