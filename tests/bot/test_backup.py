"""A backup holds all that must not be lost, tells nobody anything, and brings back nobody who asked to be forgotten."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.storage import Follower, KeyFileError, Storage, StorageError
from bot.storage.approvals import Pending
from bot.storage.backup import back_up, check
from bot.storage.backup_file import BackupWriter, Head, read_head, read_lines
from bot.storage.database import make_engine
from bot.storage.erasures import read_list
from bot.storage.inspection import file_of
from bot.storage.migrations import NEWEST, changing, upgrade
from bot.storage.publications import Plan
from bot.storage.restore import restore
from bot.storage.schema import properties as storage_properties
from bot.storage.table_rows import row_of
from knowledge.notices.audience import About, Subscription
from knowledge.notices.reasons import Reason
from knowledge.notices.states import NoticeState
from tests.bot.databases import Server
from tests.bot.running import DATABASE, Bot, call
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import NOTICE, QUESTION, files, write
from tests.support.databases import new_sqlite_url, sqlite_url
from tests.support.eventually import eventually

KEY = bytes(range(32))
ANN, BEN, CLEO = 987654321001, 987654321002, -1009876543213
WORDS = "harbour dredging contract"


def now() -> datetime:
    return datetime.now(UTC)


class Place:
    """A database with its key file, and a backup of it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.backup, self.key_file = url, folder / "backup", folder / "casewire.key"
        self.key_file.write_bytes(KEY)
        self.erased = self.key_file.with_suffix(".erased")

    async def open(self) -> Storage:
        return await Storage.open(self.url, self.key_file)


@pytest.fixture
def place(url: str, tmp_path: Path) -> Place:
    return Place(url, tmp_path)


@pytest.fixture
async def storage(place: Place) -> AsyncIterator[Storage]:
    """A storage in which two people and a group follow something, and one notice waits to be sent."""
    opened = await place.open()
    await opened.set_language(ANN, "uk")
    await opened.subscribers.follow(ANN, 0, Subscription(About.WORDS, text=WORDS), "en")
    await opened.subscribers.follow(BEN, 0, Subscription(About.CASE), "ru")
    await opened.subscribers.follow(CLEO, 7, Subscription(About.CASE), "en")
    await opened.publications.publish("news", "text", at_once, "me", now())
    await opened.approvals.propose(Pending("more", NoticeState.PUBLISHED, "text", "me", due_at=60.0), now())
    yield opened
    await opened.close()


def at_once(follower: Follower) -> Plan:
    return Plan(Reason.decode("case:"), "now", 0.0)


async def back(place: Place, url: str | None = None) -> Storage:
    """Restore the backup and open what came of it."""
    await restore(url or place.url, KEY, place.backup, place.erased, now())
    return await Storage.open(url or place.url, place.key_file)


async def test_what_was_followed_chosen_and_published_comes_back(storage: Storage, place: Place) -> None:
    made = await back_up(place.url, KEY, place.backup, now())
    assert made.rows == check(place.backup, KEY).rows
    await storage.set_language(ANN, "ru")
    await storage.subscribers.unfollow(ANN, 0)
    await storage.close()
    restored = await back(place)
    try:
        assert await restored.language(ANN) == "uk"
        assert [one.text for one in await restored.subscribers.followed(ANN, 0)] == [WORDS]
        assert (await restored.notices.states())["news"][0] is NoticeState.PUBLISHED
        assert len(await restored.audit_log.steps()) == 2
    finally:
        await restored.close()


async def test_what_waited_is_held_and_what_was_planned_needs_an_approval(storage: Storage, place: Place) -> None:
    await back_up(place.url, KEY, place.backup, now())
    await storage.close()
    restored = await back(place)
    try:
        why = "the database was restored from a backup"
        assert await restored.outbox.counts() == [("news", "held", why, 3)]
        assert [one.approved for one in await restored.approvals.planned()] == [False]
        assert await restored.approvals.due(now().timestamp()) == []
    finally:
        await restored.close()


async def test_who_was_forgotten_after_the_backup_stays_forgotten(storage: Storage, place: Place) -> None:
    await back_up(place.url, KEY, place.backup, now())
    await storage.forget(ANN, now())
    await storage.close()
    restored = await back(place)
    try:
        assert await restored.subscribers.followed(ANN, 0) == ()
        assert await restored.language(ANN) is None
        assert len(await restored.subscribers.followed(BEN, 0)) == 1
    finally:
        await restored.close()


async def test_the_list_beside_the_key_suffices_where_the_database_is_lost(
    storage: Storage, place: Place, new_url: str
) -> None:
    await back_up(place.url, KEY, place.backup, now())
    await storage.forget(ANN, now())
    restored = await back(place, new_url if new_url != place.url else new_sqlite_url(place.backup.with_name("new")))
    try:
        assert await restored.subscribers.followed(ANN, 0) == ()
        assert len(await restored.subscribers.followed(BEN, 0)) == 1
    finally:
        await restored.close()


async def test_a_file_that_was_copied_back_by_hand_brings_nobody_back_either(tmp_path: Path) -> None:
    place = Place(sqlite_url(tmp_path / "bot.sqlite3"), tmp_path)
    first = await place.open()
    await first.set_language(ANN, "uk")
    await first.set_language(BEN, "uk")
    await first.close()
    copy = (tmp_path / "bot.sqlite3").read_bytes()
    second = await place.open()
    await second.forget(ANN, now())
    await second.close()
    (tmp_path / "bot.sqlite3").write_bytes(copy)
    third = await place.open()
    try:
        assert (await third.language(ANN), await third.language(BEN)) == (None, "uk")
    finally:
        await third.close()


async def test_who_came_back_before_the_backup_is_restored(storage: Storage, place: Place) -> None:
    await storage.forget(ANN, now() - timedelta(hours=1))
    await storage.set_language(ANN, "ru")
    await back_up(place.url, KEY, place.backup, now())
    await storage.close()
    restored = await back(place)
    try:
        assert await restored.language(ANN) == "ru"
    finally:
        await restored.close()


async def test_a_backup_tells_nothing_without_the_key(storage: Storage, place: Place) -> None:
    await back_up(place.url, KEY, place.backup, now())
    content = place.backup.read_bytes()
    secrets = [WORDS.encode(), b"harbour", b"uk", b"followers", KEY, *(str(chat).encode() for chat in (ANN, BEN, CLEO))]
    secrets += [storage.database.chat(chat) for chat in (ANN, BEN, CLEO)]
    body = content.partition(b"\n")[2]
    assert not [secret for secret in secrets if len(secret) > 3 and secret in body]
    assert place.backup.stat().st_mode & 0o077 == 0
    with pytest.raises(KeyFileError, match="another key"):
        check(place.backup, bytes(32))


async def test_a_backup_with_another_key_is_refused(storage: Storage, place: Place) -> None:
    with pytest.raises(KeyFileError, match="not the key that this database was made with"):
        await back_up(place.url, bytes(32), place.backup, now())
    assert not place.backup.exists()


async def test_a_list_of_the_forgotten_that_cannot_be_read_brings_nobody_back(storage: Storage, place: Place) -> None:
    await back_up(place.url, KEY, place.backup, now())
    await storage.close()
    place.erased.unlink(missing_ok=True)
    place.erased.mkdir()
    with pytest.raises(StorageError, match="list of forgotten chats"):
        await restore(place.url, KEY, place.backup, place.erased, now())


def test_a_damaged_line_of_the_forgotten_counts_as_none(tmp_path: Path) -> None:
    whole = f"{'0a' * 32} 1700000000"
    (tmp_path / "list").write_bytes(f"{'zz' * 32} 1\n{whole}\n".encode() + b"\xff\xfe 2\n" + b"0a0a")
    assert read_list(tmp_path / "list") == {bytes.fromhex("0a" * 32): 1700000000.0}


@pytest.mark.parametrize("spoil", ["changed", "cut", "frame", "longer"])
async def test_a_damaged_backup_is_refused_and_the_database_stays_as_it_is(
    spoil: str, storage: Storage, place: Place
) -> None:
    for number in range(5):  # More than one frame, which no compression makes one.
        await storage.properties.set(f"filler{number}", os.urandom(20_000).hex())
    await back_up(place.url, KEY, place.backup, now())
    content = place.backup.read_bytes()
    head = content.index(b"\n") + 1
    length = int.from_bytes(content[head : head + 4], "big")
    spoilt = {
        "changed": content[:-20] + bytes([content[-20] ^ 1]) + content[-19:],
        "cut": content[:-30],
        "frame": content[: head + 4 + length],
        "longer": content + content[head : head + 4 + length],
    }[spoil]
    place.backup.write_bytes(spoilt)
    await storage.close()
    with pytest.raises(StorageError, match="damaged"):
        await restore(place.url, KEY, place.backup, place.erased, now())
    opened = await place.open()
    try:
        assert await opened.outbox.counts() == [("news", "waiting", "", 3)]
    finally:
        await opened.close()


async def test_a_backup_of_a_newer_casewire_and_an_old_one_are_refused_with_a_sentence(
    storage: Storage, place: Place
) -> None:
    for version, made, why in (
        ("9000", now(), "made by a newer Casewire"),
        (NEWEST, now() - timedelta(days=400), "asked to be forgotten"),
    ):
        with place.backup.open("wb") as file:
            BackupWriter(file, Head.new(version, made, KEY), KEY).finish()
        with pytest.raises(StorageError, match=why):
            await restore(place.url, KEY, place.backup, place.erased, now())
    assert await storage.language(ANN) == "uk"


async def test_a_database_of_an_earlier_version_is_backed_up_as_it_is_and_restored_up_to_date(
    new_url: str, tmp_path: Path
) -> None:
    place = Place(new_url, tmp_path)
    engine = make_engine(new_url)
    async with changing(engine) as connection:
        await connection.run_sync(partial(upgrade, version="0003"))
        row = "INSERT INTO visits (chat, thread, step) VALUES ({0}, 0, 5)"
        chat = "'\\x" + "01" * 32 + "'" if engine.dialect.name == "postgresql" else "x'" + "01" * 32 + "'"
        await connection.exec_driver_sql(row.format(chat))
    await engine.dispose()
    made = await back_up(new_url, KEY, place.backup, now())
    assert made.head.version == "0003"
    restored = await back(place)
    try:
        async with restored.database.reading() as reading:
            assert (await reading.exec_driver_sql("SELECT step FROM visits")).scalars().all() == [5]
            assert (await reading.exec_driver_sql("SELECT version_num FROM alembic_version")).scalar() == NEWEST
    finally:
        await restored.close()


async def test_a_backup_shows_one_moment_though_others_write(storage: Storage, place: Place) -> None:
    """Two properties always have the same value; a backup that saw half of a change would have two."""
    stop = asyncio.Event()

    async def write() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            async with storage.database.transaction() as connection:
                for name in ("aa-first", "zz-last"):
                    row = storage.database.insert(storage_properties).values(name=name, value=str(number))
                    kept = row.on_conflict_do_update(index_elements=["name"], set_={"value": str(number)})
                    await connection.execute(kept)

    writing = asyncio.create_task(write())
    values = []
    try:
        for number in range(5):
            backup = place.backup.with_name(f"backup{number}")
            await back_up(place.url, KEY, backup, now())
            with backup.open("rb") as file:
                head = read_head(file, KEY)
                rows = [row_of(line) for line in read_lines(file, head, KEY)]
            found = {row["name"]: row["value"] for name, row in rows if name == "properties"}
            values.append((found.get("aa-first"), found.get("zz-last")))
    finally:
        stop.set()
        with suppress(StorageError):
            await writing
    assert all(first == last for first, last in values), values
    assert values[-1] != (None, None), "it was written to meanwhile"


async def test_while_the_bot_runs_nothing_is_restored(storage: Storage, place: Place) -> None:
    await back_up(place.url, KEY, place.backup, now())
    await storage.replicas.show("here", "v1", now().timestamp())
    with pytest.raises(StorageError, match="Stop it"):
        await restore(place.url, KEY, place.backup, place.erased, now())
    assert (await storage.outbox.counts())[0][1] == "waiting"


async def test_nothing_is_written_over_and_nothing_half_is_left(storage: Storage, place: Place) -> None:
    await back_up(place.url, KEY, place.backup, now())
    with pytest.raises(StorageError, match="there already"):
        await back_up(place.url, KEY, place.backup, now())
    with pytest.raises(StorageError, match="cannot be made"):
        await back_up(place.url, KEY, place.backup.with_name("none") / "backup", now())
    assert [one.name for one in place.backup.parent.iterdir() if "part" in one.name] == []
    file = file_of(place.url)
    assert file is None or file.exists()


@pytest.fixture
def other(url: str, postgresql: Server, tmp_path: Path) -> str:
    """The URL of an empty database in the other engine."""
    return postgresql.new_url() if url.startswith("sqlite") else new_sqlite_url(tmp_path / "other.sqlite3")


@pytest.mark.slow
async def test_a_backup_of_sqlite_is_restored_into_postgresql_and_the_other_way(
    storage: Storage, place: Place, other: str
) -> None:
    await back_up(place.url, KEY, place.backup, now())
    restored = await back(place, other)
    try:
        assert [one.text for one in await restored.subscribers.followed(ANN, 0)] == [WORDS]
        assert await restored.language(ANN) == "uk"
    finally:
        await restored.close()


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    """A fake Telegram with five readers."""
    _server.reset()
    _server.add_users(300, 5)
    return _server


@pytest.mark.slow
async def test_at_the_terminal_a_restored_outbox_tells_nobody_twice(server: FakeTelegram, tmp_path: Path) -> None:
    case = write(tmp_path / "case", {**files(), "notices/repair.yaml": NOTICE})
    folder = tmp_path / DATABASE.parent
    storage = await Storage.open(f"sqlite+aiosqlite:///{tmp_path / DATABASE}", folder / "casewire.key")
    for chat in range(300, 305):
        await storage.subscribers.follow(chat, 0, Subscription(About.CASE), "en")
    await storage.close()
    assert call(tmp_path, "publish", "repair", "--knowledge", case, "--yes")[0] == 0
    backup = tmp_path / "backup"
    assert "written and read back" in call(tmp_path, "backup", backup)[1]
    with Bot(server, case, tmp_path):
        await eventually(lambda: server.message_counts() == dict.fromkeys(range(300, 305), 1))
    shutil.rmtree(tmp_path / ".local" / "state")
    code, _, errors = call(tmp_path, "restore", case / "case.yaml", "--yes")
    assert code == 1
    assert "Traceback" not in errors
    assert "This is no backup" in errors
    code, output, _ = call(tmp_path, "restore", backup, "--yes")
    assert code == 0
    assert "held, since they may have arrived: 5." in output
    with Bot(server, case, tmp_path) as bot:
        await eventually(lambda: "sending notices" in bot.log)
        server.send_text(300, QUESTION)
        await server.wait_for_messages(300, 2)
    assert [server.message_counts()[chat] for chat in range(301, 305)] == [1] * 4
    assert "5" in call(tmp_path, "deliveries", "repair")[1]
    assert call(tmp_path, "restore", backup, typed=b"n\n")[0] == 1
