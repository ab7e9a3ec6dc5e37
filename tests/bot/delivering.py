"""A sender beside the test, over the strict fake Telegram, and what it sends to whom."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.delivery.heartbeat_file import HeartbeatFile
from bot.delivery.outbox_worker import OutboxWorker
from bot.delivery.telegram_channel import TelegramChannel
from bot.publishing.recipients import recipients
from bot.storage import Storage
from bot.storage.properties import Properties
from knowledge.model import Notice
from knowledge.notices.audience import About, Subscription
from knowledge.notices.content import packed
from tests.fake_telegram import FakeTelegram
from tests.support.databases import sqlite_url
from tests.support.eventually import eventually
from tests.support.shipped import shipped

BASE = shipped()
FACT = next(iter(BASE.facts.values()))
KEY = bytes(32)
REPEATS = (0.5, 1.0)
"""Seconds before a message that perhaps arrived is sent again: short, for a test."""
PATIENCE = 60.0
"""Maximum seconds for an answer of Telegram's, where it does answer: a message of which it is late is sent again."""
READERS = range(100, 110)


def notice(text: str = "Something has changed.") -> Notice:
    words = dict.fromkeys(BASE.case.languages, text)
    document = next(iter(BASE.documents.values()))
    return Notice("news", document.date, "news", words, words, (FACT.id,))


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_users(READERS.start, len(READERS))
    _server.set_limits(enabled=False)
    return _server


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(sqlite_url(tmp_path / "bot.sqlite3"), KEY)
    yield opened
    await opened.close()


@asynccontextmanager
async def sending(
    server: FakeTelegram,
    outbox: Any,
    rate: float = 200,
    clock: Callable[[], datetime] = now,
    heartbeat_file: HeartbeatFile | None = None,
    lease: float = 1.0,
    properties: Properties | None = None,
    read_timeout: float = PATIENCE,
) -> AsyncIterator[OutboxWorker]:
    """Run a sender beside the test."""
    request = HTTPXRequest(connection_pool_size=8, read_timeout=read_timeout)
    async with Bot(server.token, base_url=server.base_url, request=request) as bot:
        channel = TelegramChannel(bot, BASE)
        sender = OutboxWorker(
            outbox,
            channel,
            clock,
            rate,
            lease=lease,
            heartbeat_file=heartbeat_file,
            properties=properties,
            repeats=REPEATS,
        )
        task = asyncio.create_task(sender.run())
        try:
            yield sender
        finally:
            sender.stop()
            await task


async def publish(storage: Storage, *chats: int) -> None:
    for chat in chats:
        await storage.subscribers.follow(chat, 0, Subscription(About.CASE), "en")
    await storage.publications.publish("news", packed(notice()), recipients(notice(), BASE, now()), "test", now())


async def until_done(storage: Storage) -> dict[str, int]:
    """Wait until nothing is left to send; return the number of deliveries by state."""

    async def done() -> dict[str, int] | None:
        found: dict[str, int] = {state: count for _, state, _, count in await storage.outbox.counts()}
        return None if {"waiting", "sending"} & set(found) else found

    return await eventually(done)
