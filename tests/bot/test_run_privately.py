"""What stands on the disk of a bot that was killed: no question, no id, no token; and of a forgotten chat nothing."""

import signal
import time
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.storage.crypto import pseudonym
from tests.bot.running import DATABASE, Bot
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import QUESTION, write
from tests.support.eventually import eventually
from tests.support.shipped import CACHES

pytestmark = pytest.mark.slow

PEOPLE = range(7_700_000_001, 7_700_000_021)
QUESTIONS = 200
"""Number of questions that are asked, each with a word of its own."""
MARK = "zqxv"
ERASED_WITHIN = 2.0
"""Maximum seconds from the press on the button until nothing of the chat is on the disk."""


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_users(PEOPLE.start, len(PEOPLE))
    return _server


@pytest.fixture
def bot(server: FakeTelegram, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bot:
    """A bot whose cache is searched too."""
    monkeypatch.setenv(CACHES, str(tmp_path / "cache"))
    return Bot(server, write(tmp_path / "case"), tmp_path, intake__poll_seconds="1")


def holders(folder: Path, secrets: Iterable[bytes]) -> dict[str, list[bytes]]:
    """Return the files of a bot's home that have one of some byte strings, its case left out."""
    found = {}
    for file in folder.rglob("*"):
        if file.is_file() and "case" not in file.relative_to(folder).parts:
            content = file.read_bytes()
            if here := [secret for secret in secrets if secret in content]:
                found[str(file.relative_to(folder))] = here
    return found


def names_of(chat: int, key: bytes) -> list[bytes]:
    """Return what a chat is known by: its id as text and as a number, and its pseudonym."""
    return [str(chat).encode(), chat.to_bytes(8, "big"), chat.to_bytes(8, "little"), pseudonym(key, "chat", chat)]


async def ask(server: FakeTelegram) -> None:
    for number in range(QUESTIONS):
        server.send_text(PEOPLE[number % len(PEOPLE)], f"{QUESTION} {MARK}{number}")
    await eventually(lambda: sum(server.message_counts().values()) >= QUESTIONS, seconds=60)


async def test_after_a_kill_the_disk_has_no_question_no_id_and_no_token(
    bot: Bot, server: FakeTelegram, tmp_path: Path
) -> None:
    with bot:
        await ask(server)
        bot.end(signal.SIGKILL)
    database = tmp_path / DATABASE
    assert database.with_name(f"{database.name}-wal").stat().st_size > 0, "the log is searched too"
    secrets = [MARK.encode(), MARK.encode("utf-16-le"), server.token.encode(), server.token.split(":")[1].encode()]
    for chat in PEOPLE:
        secrets += names_of(chat, b"")[:3]
    assert holders(tmp_path, secrets) == {}


async def test_two_seconds_after_forget_nothing_of_the_chat_is_on_the_disk(
    bot: Bot, server: FakeTelegram, tmp_path: Path
) -> None:
    gone, stays = PEOPLE[0], PEOPLE[1]
    with bot:
        await ask(server)
        key = (tmp_path / DATABASE).with_name("casewire.key").read_bytes()
        assert holders(tmp_path, names_of(gone, key)), "before, its pseudonym is there"
        count = server.message_counts()[gone]
        server.send_text(gone, "/forget")
        sure = (await server.wait_for_messages(gone, count + 1))[-1]
        begin = time.monotonic()
        server.press(sure, "Yes, forget")
        await eventually(lambda: not holders(tmp_path, names_of(gone, key)))
        assert time.monotonic() - begin < ERASED_WITHIN
        await server.wait_until_idle()
        bot.end(signal.SIGKILL)
    assert holders(tmp_path, names_of(gone, key)) == {}
    assert holders(tmp_path, names_of(stays, key)), "others are remembered"
