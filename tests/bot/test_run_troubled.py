"""`casewire run` in trouble, end to end: new numbering, garbled updates, hidden members, outages and what is logged."""

import signal
import sqlite3
from pathlib import Path

import pytest

from tests.bot.running import Bot
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import QUESTION, STATEMENT, write
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow

ANN = 100

BOSS = 900


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    """A fake Telegram with a reader and an admin of the bot."""
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    _server.add_user(BOSS, "Boss", "ru")
    return _server


@pytest.fixture
def bot(server: FakeTelegram, tmp_path: Path) -> Bot:
    return Bot(server, write(tmp_path / "case"), tmp_path, intake__poll_seconds="5", telegram__admins=str(BOSS))


async def test_new_numbering_and_garbled_updates_stop_nothing_and_tell_nothing(bot: Bot, server: FakeTelegram) -> None:
    with bot:
        server.send_text(ANN, QUESTION)
        await server.wait_for_messages(ANN)
        await server.wait_until_idle()
        server.renumber(117_000_001)
        garbled = {"message_id": "x", "text": "my secret", "from": {"id": ANN}, "chat": {"id": ANN}}
        for update in ({"message": garbled}, {"message": garbled}, "my secret", {"update_id": -5, "message": garbled}):
            server.push_raw(update)
        server.send_text(ANN, QUESTION)
        await server.wait_for_messages(ANN, 2)
        (told,) = await server.wait_for_messages(BOSS)
        await server.wait_until_idle()
        polls = server.status()["by_method"]["getupdates"]
        server.send_text(ANN, QUESTION)
        await server.wait_for_messages(ANN, 3)
        assert server.status()["by_method"]["getupdates"] <= polls + 20
    assert "message" in told.text
    assert bot.log.count("an update cannot be read") == 2
    assert "secret" not in bot.log
    assert "Traceback" not in bot.log
    assert len(server.messages(ANN)) == 3


async def test_where_members_are_hidden_a_press_is_explained(bot: Bot, server: FakeTelegram) -> None:
    group = server.add_group(members=[ANN])
    with bot:
        server.send_text(group, "/language", ANN)
        (menu,) = await server.wait_for_messages(group)
        server.hide_members(group)
        query = server.press(menu, menu.buttons[0].text, ANN)
        await server.wait_for_callback_answer(query)
        *_, told = await server.wait_for_messages(group, 2)
    assert "make me an administrator of this group" in told.text


async def test_an_outage_and_a_kill_in_it_lose_no_answer(bot: Bot, server: FakeTelegram, tmp_path: Path) -> None:
    readers = server.add_users(3000, 10)
    with bot:
        server.send_text(ANN, QUESTION)
        await server.wait_for_messages(ANN)
        server.outage(60, "bad_gateway", ["sendMessage", "getMe"])
        for reader in readers:
            server.send_text(reader, QUESTION)
        await server.wait_until_idle()
        database = next((tmp_path / ".local/share/casewire").glob("*.sqlite3"))
        stored = b"".join(file.read_bytes() for file in database.parent.glob("*.sqlite3*"))
        assert QUESTION.encode() not in stored
        assert bot.end(signal.SIGKILL) == -signal.SIGKILL
    with sqlite3.connect(database) as opened:
        assert opened.execute("select count(*) from updates where parked is not null").fetchone() == (10,)
    opened.close()
    server.end_outage()
    with bot:
        await eventually(lambda: all(server.message_counts().get(reader) == 1 for reader in readers))
        await eventually(lambda: not _parked(database))
    assert all(message.text.startswith(STATEMENT) for reader in readers for message in server.messages(reader))
    assert bot.log.count("Telegram does not take answers") <= 2


def _parked(database: Path) -> int:
    opened = sqlite3.connect(database)
    try:
        return int(opened.execute("select count(*) from updates where parked is not null").fetchone()[0])
    finally:
        opened.close()


async def test_a_question_from_a_group_that_has_moved_is_answered_there(bot: Bot, server: FakeTelegram) -> None:
    group, new = server.add_group("Old", kind="group", members=[ANN]), server.add_group("New", members=[ANN])
    posted = server.send_text(group, f"/ask@{server.username} {QUESTION}", ANN)
    assert posted.update_id is not None
    server.set_chat_state(group, "migrated", migrate_to=new)
    with bot:
        (answer,) = await server.wait_for_messages(new, seconds=30)
    assert STATEMENT in answer.text
