"""What the storage promises: it keeps what was chosen, lets expire what must, and its file names nobody."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage import IN_MEMORY, KeyFileError, Storage, StorageError, read_key
from bot.storage.crypto import pseudonym
from tests.support.databases import sqlite_url

KEY = bytes(range(32))
NOW = datetime(2020, 5, 1, 12, tzinfo=UTC)
CHAT = 987654321987


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(sqlite_url(tmp_path / "bot.sqlite3"), KEY)
    yield opened
    await opened.close()


async def test_a_chosen_language_is_kept_and_can_be_taken_back(storage: Storage) -> None:
    assert await storage.language(CHAT) is None
    await storage.set_language(CHAT, "ru")
    await storage.set_language(CHAT, "uk")
    assert await storage.language(CHAT) == "uk"
    await storage.set_language(CHAT, None)
    assert await storage.language(CHAT) is None


async def test_the_last_facts_are_known_for_15_minutes_and_per_thread(storage: Storage) -> None:
    await storage.remember(CHAT, 0, ["a", "b"], NOW)
    await storage.remember(CHAT, 7, ["c"], NOW)
    assert (await storage.recall(CHAT, 0, NOW + timedelta(minutes=14, seconds=59)))[1] == ("a", "b")
    assert (await storage.recall(CHAT, 7, NOW))[1] == ("c",)
    assert (await storage.recall(CHAT, 0, NOW + timedelta(minutes=15)))[1] == ()
    assert (await storage.recall(CHAT + 1, 0, NOW))[1] == ()


async def test_what_expired_is_deleted_not_only_hidden(storage: Storage) -> None:
    await storage.remember(CHAT, 0, ["a"], NOW, (1, 2))
    await storage.expire(NOW + timedelta(hours=48))
    assert (await storage.recall(CHAT, 0, NOW))[1] == ()
    assert await storage.reply_to(CHAT, 1, NOW) is None


async def test_a_question_knows_its_answer_for_48_hours(storage: Storage) -> None:
    await storage.remember(CHAT, 0, [], NOW, (10, 11))
    await storage.remember(CHAT, 0, [], NOW, (10, 12))
    assert await storage.reply_to(CHAT, 10, NOW + timedelta(hours=47)) == 12
    assert await storage.reply_to(CHAT, 10, NOW + timedelta(hours=48)) is None
    assert await storage.reply_to(CHAT, 99, NOW) is None


async def test_forgetting_a_chat_leaves_nothing_of_it_and_all_of_others(storage: Storage) -> None:
    for chat in (CHAT, CHAT + 1):
        await storage.set_language(chat, "ru")
        await storage.remember(chat, 0, ["a"], NOW)
        await storage.remember(chat, 0, [], NOW, (1, 2))
    await storage.forget(CHAT, NOW)
    assert await storage.language(CHAT) is None
    assert (await storage.recall(CHAT, 0, NOW))[1] == ()
    assert await storage.reply_to(CHAT, 1, NOW) is None
    assert await storage.language(CHAT + 1) == "ru"
    assert await storage.reply_to(CHAT + 1, 1, NOW) == 2


async def test_finished_updates_are_known_over_a_restart_until_they_are_pruned(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}"
    first = await Storage.open(url, KEY)
    await asyncio.gather(*(first.inbox.finish(number, NOW) for number in (5, 6, 7, 6)))
    await first.close()
    second = await Storage.open(url, KEY)
    assert await second.inbox.known([4, 5, 6, 7, 8], NOW) == {5, 6, 7}
    await second.inbox.prune(7)
    assert await second.inbox.known([5, 6, 7], NOW) == {7}
    await second.close()


def test_no_chat_id_is_in_the_database_in_any_form(tmp_path: Path) -> None:
    asyncio.run(_fill(tmp_path))
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert str(CHAT).encode() not in stored
    assert CHAT.to_bytes(8, "big").lstrip(b"\0") not in stored
    assert pseudonym(KEY, "chat", CHAT) in stored


async def _fill(tmp_path: Path) -> None:
    opened = await Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}", KEY)
    await opened.set_language(CHAT, "ru")
    await opened.remember(CHAT, 0, ["a"], NOW)
    await opened.remember(CHAT, 0, [], NOW, (1, 2))
    await opened.close()


async def test_a_database_that_cannot_be_opened_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    for url in (f"sqlite+aiosqlite:///{tmp_path / 'file' / 'bot.sqlite3'}", "nonsense", "oracle://x"):
        with pytest.raises(StorageError, match=r"storage\.url: the database cannot be opened"):
            await Storage.open(url, KEY)


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "casewire.key"
    key = read_key(path)
    assert len(key) == 32
    assert read_key(path) == key
    assert stat.S_IMODE(path.stat().st_mode) == 0o400
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_is_no_key_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "key"
    path.write_bytes(b"short")
    with pytest.raises(KeyFileError, match="is not a key of Casewire"):
        read_key(path)
    assert path.read_bytes() == b"short"


async def test_a_database_that_fails_later_is_said_without_what_was_to_be_stored(
    storage: Storage, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3")) as database:
        database.execute("drop table contexts")
    with pytest.raises(StorageError, match=r"storage\.url: the database cannot be used: .*no such table") as error:
        await storage.remember(CHAT, 0, ["told-fact"], NOW)
    assert "told-fact" not in f"{error.value} {error.value.__cause__}"


@pytest.mark.parametrize("kind", ["file", "memory"])
async def test_many_chats_at_once_do_not_disturb_each_other(tmp_path: Path, kind: str) -> None:
    url = IN_MEMORY if kind == "memory" else f"sqlite+aiosqlite:///{tmp_path / 'many.sqlite3'}"
    storage = await Storage.open(url, KEY)

    async def use(chat: int) -> None:
        await storage.remember(chat, 0, [f"fact-{chat}"], NOW)
        await storage.inbox.finish(chat, NOW)
        assert (await storage.recall(chat, 0, NOW))[1] == (f"fact-{chat}",)

    await asyncio.gather(*(use(chat) for chat in range(100)))
    assert len(await storage.inbox.known(range(100), NOW)) == 100
    await storage.close()
