"""`casewire run` with a webhook: processes of their own, the strict fake Telegram posts to them in turns."""

import re
import signal
from collections import Counter
from pathlib import Path

import httpx
import pytest

from tests.bot.databases import Server
from tests.bot.running import Bot, call
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import QUESTION, STATEMENT, write
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow

READERS = range(100, 120)
URL = "https://bot.example.org/telegram"


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_users(READERS.start, len(READERS))
    _server.set_limits(enabled=False)
    return _server


@pytest.fixture
def database(postgresql: Server) -> str:
    return postgresql.url()


def bot(server: FakeTelegram, folder: Path, home: Path, **settings: str) -> Bot:
    home.mkdir(exist_ok=True)
    chosen = {"telegram__mode": "webhook", "telegram__webhook_url": URL, "web__listen": "127.0.0.1:0"} | settings
    return Bot(server, folder, home, **chosen)


async def address(bot: Bot) -> str:
    """Return where a running bot serves, once it is ready for updates."""
    found = await eventually(lambda: re.search(r"serving health and metrics\s+.*?address=(\S+)", bot.log))
    await eventually(lambda: re.search(r"\banswering\b", bot.log))
    return found[1]


async def test_questions_come_by_the_webhook_and_by_polling_again_afterwards(
    server: FakeTelegram, tmp_path: Path
) -> None:
    case = write(tmp_path / "case")
    running = bot(server, case, tmp_path / "home")
    with running:
        at = await address(running)
        server.carry(at)
        server.send_text(100, QUESTION)
        (reply,) = await server.wait_for_messages(100)
        await server.wait_until_idle()
        async with httpx.AsyncClient(trust_env=False) as client:
            forged = await client.post(f"http://{at}/telegram", json={"update_id": 1})
        assert forged.status_code == 403
        assert running.end(signal.SIGTERM) == 0
    assert reply.text.startswith(STATEMENT)
    assert set(server.carried()) == {200}
    (asked,) = server.log("setwebhook")
    assert asked.parameters["url"] == URL
    assert len(asked.parameters["secret_token"]) == 64
    assert asked.parameters["secret_token"] not in running.log
    with Bot(server, case, tmp_path / "home"):
        server.send_text(101, QUESTION)
        await server.wait_for_messages(101)
        await server.wait_until_idle()


async def test_replicas_that_are_killed_and_started_lose_nothing_and_keep_the_order(
    server: FakeTelegram, tmp_path: Path, database: str
) -> None:
    case = write(tmp_path / "case")
    settings = {"storage__url": database, "storage__key_file": str(tmp_path / "key")}
    one = bot(server, case, tmp_path / "one", **settings)
    other = bot(server, case, tmp_path / "other", **settings)
    third = bot(server, case, tmp_path / "third", **settings)
    with one, other:
        server.carry(await address(one), await address(other))
        for number in range(6):
            for reader in READERS:
                server.send_text(reader, f"{QUESTION} {number}")
        await eventually(lambda: sum(server.message_counts().values()) >= 20)
        one.end(signal.SIGKILL)
        with third:
            server.carry(await address(other), await address(third))
            await server.wait_until_idle()
            assert third.end(signal.SIGTERM) == 0
    counts = {reader: len(server.messages(reader)) for reader in READERS}
    assert min(counts.values()) == 6, "each question is answered"
    repeats = sum(counts.values()) - 6 * len(READERS)
    assert repeats <= len(READERS), "what was under way at the kill may have been sent, and is sent once more"
    for reader in READERS:
        answered = [message.reply_to for message in server.messages(reader) if message.reply_to]
        assert answered == sorted(answered), "a chat's questions are answered in their order"
    assert Counter(server.carried())[200] == 6 * len(READERS)


def test_an_address_that_telegram_does_not_take_ends_the_start_with_a_sentence(
    server: FakeTelegram, tmp_path: Path
) -> None:
    server.add_fault("error", method="setwebhook", status=400, description="Bad Request: bad webhook")
    running = bot(server, write(tmp_path / "case"), tmp_path / "home")
    with running:
        assert running.wait() == 1
    assert "telegram.webhook_url: Telegram does not take it" in running.log
    assert "Traceback" not in running.log


def test_a_webhook_needs_an_address_to_listen_on(server: FakeTelegram, tmp_path: Path) -> None:
    code, _, errors = call(tmp_path, "run", telegram__token="1:a", telegram__mode="webhook", web__listen="127.0.0.1:0")
    assert code == 1
    assert "telegram.mode webhook needs telegram.webhook_url" in errors
