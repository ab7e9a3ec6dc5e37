"""Publishing in the chat, and the outbox worker: what is scheduled goes out, and its admin sees how far it is."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.delivery.outbox_worker import OutboxWorker
from bot.delivery.telegram_channel import TelegramChannel
from bot.publishing.admin_publishing import AdminPublishing, fingerprint
from bot.publishing.publisher import Publisher
from bot.publishing.schedule import Schedule
from bot.storage import Storage
from bot.storage.approvals import Pending, Place
from bot.storage.notices import Progress
from handlers.ports import Admin
from knowledge.notices.audience import About, Rhythm, Subscription, Unreachable
from knowledge.notices.content import packed
from knowledge.notices.states import Action, NoticeState
from tests.bot.delivering import BASE, KEY, PATIENCE, READERS, notice, now, until_done
from tests.fake_telegram import FakeTelegram
from tests.support.databases import sqlite_url
from tests.support.eventually import eventually, steadily

pytestmark = pytest.mark.slow

ADMIN = 50
NEWS = notice()


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_users(READERS.start, len(READERS))
    _server.add_user(ADMIN, "Ada", "en")
    _server.set_limits(enabled=False)
    return _server


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(sqlite_url(tmp_path / "bot.sqlite3"), KEY)
    for chat in READERS:
        await opened.subscribers.follow(chat, 0, Subscription(About.CASE), "en")
    yield opened
    await opened.close()


def publishing(storage: Storage) -> AdminPublishing:
    return AdminPublishing(publisher(storage))


def publisher(storage: Storage) -> Publisher:
    return Publisher(storage, replace(BASE, notices={NEWS.id: NEWS}), lambda _: None, now)


@asynccontextmanager
async def sending(server: FakeTelegram, storage: Storage, rate: float = 200) -> AsyncIterator[Bot]:
    request = HTTPXRequest(connection_pool_size=8, read_timeout=PATIENCE)
    async with Bot(server.token, base_url=server.base_url, request=request) as bot:
        channel = TelegramChannel(bot, BASE)
        sender = OutboxWorker(storage.outbox, channel, now, rate, lease=1.0, schedule=Schedule(publisher(storage)))
        task = asyncio.create_task(sender.run())
        try:
            yield bot
        finally:
            sender.stop()
            await task


async def test_what_is_scheduled_goes_out_in_its_time_from_one_of_two_senders(
    server: FakeTelegram, storage: Storage
) -> None:
    def at(then: datetime) -> Pending:
        return Pending(NEWS.id, NoticeState.PUBLISHED, packed(NEWS), "me", due_at=then.timestamp())

    await storage.approvals.propose(at(now() + timedelta(hours=1)), now())
    async with sending(server, storage), sending(server, storage):
        await steadily(lambda: not server.message_counts())
        await storage.approvals.propose(at(now()), now())
        await server.wait_for_messages(READERS[-1])
        assert await until_done(storage) == {"sent": len(READERS)}
    assert server.message_counts() == dict.fromkeys(READERS, 1)


async def test_what_was_scheduled_for_hours_ago_waits_for_a_persons_word(
    server: FakeTelegram, storage: Storage
) -> None:
    then = now() - timedelta(hours=7)
    await storage.approvals.propose(
        Pending(NEWS.id, NoticeState.PUBLISHED, packed(NEWS), "me", due_at=then.timestamp()), then
    )
    async with sending(server, storage):
        await eventually(storage.outbox.counts)
        assert await until_done(storage) == {"held": len(READERS)}
        await steadily(lambda: not server.message_counts())
    assert server.message_counts() == {}


@pytest.mark.parametrize("trouble", [None, "bad_gateway", "error"])
async def test_the_admin_sees_how_far_a_notice_is_and_how_it_ended(
    server: FakeTelegram, storage: Storage, monkeypatch: pytest.MonkeyPatch, trouble: str | None
) -> None:
    monkeypatch.setattr("bot.delivery.progress.EVERY", 0.3)
    server.set_chat_state(READERS[0], "blocked")
    daily = Subscription(About.CASE, rhythm=Rhythm.DAILY)
    await storage.subscribers.follow(READERS[1], 0, daily, "en")
    if trouble:
        server.add_fault(trouble, method="editMessageText", times=2)
    await storage.subscribers.mark_unreachable(READERS[2], Unreachable.BLOCKED, now().timestamp())
    async with sending(server, storage, rate=2) as bot:
        shown = await bot.send_message(ADMIN, "Publish?")
        newsroom, mark = publishing(storage), fingerprint(NEWS)
        who = Admin(9, ADMIN, shown.message_id, "en")
        done = await newsroom.act(Action.PUBLISH, mark, who, newsroom.stamp(Action.PUBLISH, mark, ADMIN))
        assert (done.outcome, done.chats) == ("done", len(READERS))

        async def reported() -> bool:
            return not await storage.notices.progress(now().timestamp())

        await eventually(reported)
    edits = [str(record.parameters["text"]) for record in server.log("editMessageText")]
    assert any(" of 9 done" in text and "a second" in text for text in edits[:-1])
    assert edits[-1] == "Notice 1: done, 9 of 9.\nsent: 7\ncannot be reached: 2\nwith the next digest: 1"
    assert len(server.messages(ADMIN)) == 1
    assert {chat: count for chat, count in server.message_counts().items() if chat != ADMIN} == dict.fromkeys(
        READERS[3:], 1
    )


async def test_a_progress_that_stands_still_is_shown_once_and_flood_control_is_obeyed_by_all(
    server: FakeTelegram, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.progress.EVERY", 0.1)
    held = Progress("news", 1, Place(ADMIN, 0, "en"), {"sent": 1, "waiting": 1})
    looks: list[float] = []

    class Still(Schedule):
        async def progress(self, now: float) -> list[Progress]:
            looks.append(time.monotonic())
            return [replace(held, place=Place(ADMIN, shown.message_id, "en"))]

    async with Bot(server.token, base_url=server.base_url) as bot:
        shown = await bot.send_message(ADMIN, "Publish?")
        server.add_fault("flood", method="editMessageText", times=1, retry_after=2)
        still = Still(publisher(storage))
        sender = OutboxWorker(storage.outbox, TelegramChannel(bot, BASE), now, lease=1.0, schedule=still)
        task = asyncio.create_task(sender.run())
        await eventually(lambda: len(server.log("editMessageText")) == 2)
        seen = len(looks)
        await eventually(lambda: len(looks) > seen + 4)
        sender.stop()
        await task
    refused, *done = server.log("editMessageText")
    assert len(done) == 1, "what has not changed is not shown again"
    assert done[0].at - refused.at >= 2, "nothing is sent in the pause that Telegram asks for"
