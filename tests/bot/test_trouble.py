"""The running bot in trouble: a locked database, a full disk, two processes at once, a kill in a long queue."""

import resource
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from bot.application import now
from bot.publishing.recipients import recipients
from bot.storage import Storage, read_key
from knowledge.casefile.loading import load
from knowledge.notices.audience import About, Subscription
from knowledge.notices.content import packed
from tests.bot.running import Bot
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import NOTICE, QUESTION, STATEMENT, files, write
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow

ANN = 100
FOLLOWERS = range(2000, 2040)
UNDER_WAY = 4  # Messages that the sender has under way at most
Trouble = Callable[[Bot, Path], AbstractContextManager[None]]


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    """A fake Telegram with a reader and followers."""
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    _server.add_users(FOLLOWERS.start, len(FOLLOWERS))
    return _server


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case", {**files(), "notices/repair.yaml": NOTICE})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the bot keeps its database."""
    return tmp_path / ".local" / "share" / "casewire"


async def publish(case: Path, folder: Path, chats: range) -> None:
    """Publish a notice to chats that follow the case."""
    url = f"sqlite+aiosqlite:///{folder / 'casewire.sqlite3'}"
    storage, base = await Storage.open(url, read_key(folder / "casewire.key")), load(case)
    for chat in chats:
        await storage.subscribers.follow(chat, 0, Subscription(About.CASE), "en")
    notice = base.notices["repair"]
    await storage.publications.publish(notice.id, packed(notice), recipients(notice, base, now()), "test", now())
    await storage.close()


def notices(server: FakeTelegram) -> dict[int, int]:
    """Return how many messages each follower has."""
    return {chat: count for chat, count in server.message_counts().items() if chat in FOLLOWERS}


@contextmanager
def locked(bot: Bot, folder: Path) -> Iterator[None]:
    """Let another process write to the database, and not finish."""
    with closing(sqlite3.connect(folder / "casewire.sqlite3", isolation_level=None)) as database:
        database.execute("begin immediate")
        yield
        database.execute("rollback")


@contextmanager
def disk_full(bot: Bot, folder: Path) -> Iterator[None]:
    """Let no file of the bot grow beyond what the database has already."""
    number = bot.process.pid
    _, most = resource.prlimit(number, resource.RLIMIT_FSIZE)
    resource.prlimit(number, resource.RLIMIT_FSIZE, (32 * 1024, most))
    yield
    resource.prlimit(number, resource.RLIMIT_FSIZE, (most, most))


@pytest.mark.parametrize("trouble", [locked, disk_full])
async def test_questions_are_answered_and_no_notice_is_sent_until_it_can_be_recorded(
    server: FakeTelegram, case: Path, tmp_path: Path, folder: Path, trouble: Trouble
) -> None:
    people = [ANN, *server.add_users(3000, 11)]
    with Bot(server, case, tmp_path, intake__poll_seconds="1", intake__concurrency="8", notices__per_second="5") as bot:
        server.send_text(ANN, QUESTION)
        await server.wait_for_messages(ANN)
        await publish(case, folder, FOLLOWERS)
        await eventually(lambda: len(notices(server)) >= 3)
        with trouble(bot, folder):
            before = len(notices(server))
            for number in range(2):
                for person in people:
                    server.send_text(person, QUESTION)
                for person in people:
                    await server.wait_for_messages(person, number + 1 + (person == ANN))
            assert len(notices(server)) <= before + UNDER_WAY
        await eventually(lambda: len(notices(server)) == len(FOLLOWERS))
        await server.wait_until_idle()
    counts = server.message_counts()
    assert {person: counts[person] for person in people} == {person: 2 + (person == ANN) for person in people}
    assert sum(notices(server).values()) <= len(FOLLOWERS) + UNDER_WAY
    assert "the database cannot be used" in bot.log
    assert "Traceback" not in bot.log


async def test_of_two_processes_one_sends_and_the_other_goes_on_after_a_kill(
    server: FakeTelegram, case: Path, tmp_path: Path, folder: Path
) -> None:
    url = f"sqlite+aiosqlite:///{folder / 'casewire.sqlite3'}"
    settings = {"storage__url": url, "storage__key_file": str(folder / "casewire.key"), "notices__per_second": "20"}
    homes = [tmp_path / "one", tmp_path / "two"]
    for home in homes:
        home.mkdir()
    with Bot(server, case, homes[0], **settings) as first, Bot(server, case, homes[1], **settings) as second:
        await eventually(lambda: "sending notices" in first.log + second.log and "@" in first.log and "@" in second.log)
        leader, other = (first, second) if "sending notices" in first.log else (second, first)
        await publish(case, folder, FOLLOWERS)
        await eventually(lambda: sum(notices(server).values()) >= 10)
        assert "sending notices" not in other.log
        leader.end(signal.SIGKILL)
        await eventually(lambda: "sending notices" in other.log)
        await eventually(lambda: len(notices(server)) == len(FOLLOWERS))
    counts = notices(server)
    assert set(counts) == set(FOLLOWERS)
    assert sum(counts.values()) <= len(FOLLOWERS) + UNDER_WAY, "no more are repeated than were under way"


async def test_killed_in_the_middle_of_400_questions_every_one_is_answered_after_the_restart(
    server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    people = server.add_users(5000, 100)
    for number in range(4):
        for person in people:
            server.send_text(person, QUESTION if number % 2 else "Is the pier open: yes or no?")
    server.add_fault("slow", method="sendMessage", delay=0.03)
    for killed_at in (60, 180, 290):
        with Bot(server, case, tmp_path, intake__concurrency="8") as bot:
            await eventually(lambda at=killed_at: sum(server.message_counts().values()) >= at)  # type: ignore[misc]
            assert bot.end(signal.SIGKILL) == -signal.SIGKILL
    server.clear_faults()
    with Bot(server, case, tmp_path):
        await eventually(lambda: all(server.message_counts().get(person, 0) >= 4 for person in people))
    counts = server.message_counts()
    assert set(counts) == set(people)
    assert sum(counts.values()) <= 400 + 3 * 8, "at most what was under way at a kill is told twice"
    for person in people:
        texts = [message.text.split("\n")[0] for message in server.messages(person)]
        told = [text for place, text in enumerate(texts) if place == 0 or texts[place - 1] != text]
        assert told == ["The mayor said that the pier stays closed.", STATEMENT] * 2
