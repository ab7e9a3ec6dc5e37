"""A database from a backup sends nothing twice, also where nothing but Telegram is left of the machine."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from telegram import Bot as TelegramBot

from bot.delivery.restore_guard import RestoreGuard, TelegramMark
from bot.storage import Follower, Storage
from bot.storage.approvals import Pending
from bot.storage.publications import Plan
from knowledge.notices.audience import About, Subscription
from knowledge.notices.reasons import Reason
from knowledge.notices.states import DeliveryState, NoticeState
from tests.bot.running import Bot, call
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import NOTICE, files, write
from tests.support.eventually import eventually

KEY = bytes(range(32))
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
READERS = range(300, 306)


class Memory:
    """A mark that a test can read."""

    def __init__(self) -> None:
        self.written: list[tuple[str, int]] = []

    async def read(self, identity: str) -> int:
        return max((count for one, count in self.written if one == identity), default=0)

    async def write(self, identity: str, count: int) -> None:
        self.written.append((identity, count))


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, KEY)
    for chat in READERS:
        await opened.subscribers.follow(chat, 0, Subscription(About.CASE), "en")
    yield opened
    await opened.close()


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_users(READERS.start, len(READERS))
    return _server


def at_once(follower: Follower) -> Plan:
    return Plan(Reason.decode("case:"), "now", AT)


async def test_a_database_that_is_behind_holds_what_waits_and_what_is_planned(storage: Storage) -> None:
    await storage.publications.publish("news", "text", at_once, "me", NOW)
    planned = Pending("more", NoticeState.PUBLISHED, "text", "me", due_at=AT + 60)
    await storage.approvals.propose(planned, NOW)
    memory = Memory()
    guard = RestoreGuard(storage.marks, memory, lambda: NOW)
    await guard.check()
    assert await storage.outbox.counts() == [("news", "waiting", "", len(READERS))]
    await memory.write(storage.marks.identity, 7)
    await guard.check()
    held = ("news", "held", "the database was restored from a backup", len(READERS))
    assert await storage.outbox.counts() == [held]
    assert await storage.approvals.due(AT + 60) == []
    assert await storage.approvals.planned() == [replace(planned, approved=False)]
    await storage.outbox.release("news", DeliveryState.WAITING, "me", AT)
    await guard.check()
    assert await storage.outbox.counts() == [("news", "waiting", "", len(READERS))], "once it is known, it is no news"


async def test_the_count_of_another_database_says_nothing(storage: Storage) -> None:
    await storage.publications.publish("news", "text", at_once, "me", NOW)
    memory = Memory()
    await memory.write("another", 99)
    await RestoreGuard(storage.marks, memory, lambda: NOW).check()
    assert [state for _, state, _, _ in await storage.outbox.counts()] == ["waiting"]


async def test_the_first_message_is_marked_at_once_and_the_last_at_the_end(storage: Storage) -> None:
    memory = Memory()
    guard = RestoreGuard(storage.marks, memory, lambda: NOW, every=60)
    marking = asyncio.create_task(guard.run())
    await guard.flush()
    assert memory.written == [], "nothing was sent"
    guard.sent()
    await eventually(lambda: len(memory.written) == 1)
    for _ in range(5):
        guard.sent()
    marking.cancel()
    await guard.flush()
    assert [count for _, count in memory.written] == [1, 2]
    await guard.check()
    assert await storage.outbox.counts() == []


async def test_telegram_keeps_the_count_apart_from_the_menus_that_readers_see(server: FakeTelegram) -> None:
    async with TelegramBot(server.token, base_url=server.base_url) as bot:
        await bot.set_my_commands([("ask", "Ask a question")])
        mark = TelegramMark(bot)
        assert await mark.read("one") == 0
        await mark.write("one", 41)
        await mark.write("one", 42)
        assert (await mark.read("one"), await mark.read("two")) == (42, 0)
        assert [command.command for command in await bot.get_my_commands()] == ["ask"]


@pytest.mark.slow
async def test_a_restored_database_tells_nobody_twice_though_the_state_folder_is_lost(
    server: FakeTelegram, tmp_path: Path
) -> None:
    case = write(tmp_path / "case", {**files(), "notices/repair.yaml": NOTICE})
    folder = tmp_path / ".local" / "share" / "casewire"
    storage = await Storage.open(f"sqlite+aiosqlite:///{folder / 'casewire.sqlite3'}", folder / "casewire.key")
    for chat in READERS:
        await storage.subscribers.follow(chat, 0, Subscription(About.CASE), "en")
    await storage.close()
    assert call(tmp_path, "publish", "repair", "--knowledge", case, "--yes")[0] == 0
    shutil.copytree(folder, tmp_path / "backup")
    with Bot(server, case, tmp_path):
        await eventually(lambda: server.message_counts() == dict.fromkeys(READERS, 1))
    shutil.rmtree(folder)
    shutil.rmtree(tmp_path / ".local" / "state")
    shutil.move(tmp_path / "backup", folder)
    with Bot(server, case, tmp_path) as bot:
        await eventually(lambda: "the database was restored from a backup" in bot.log)
        await eventually(lambda: "sending notices" in bot.log)
    assert server.message_counts() == dict.fromkeys(READERS, 1)
    shown = call(tmp_path, "deliveries", "repair")[1]
    assert "held" in shown
