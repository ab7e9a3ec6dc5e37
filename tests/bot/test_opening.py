"""What opening a database promises: the right key or none, nobody else's database, and files that only we can read."""

import os
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.storage import KeyFileError, Storage, StorageError, read_key
from bot.storage.migrations import NEWEST
from knowledge.notices.audience import About, Subscription

KEY, OTHER = bytes(range(32)), bytes(range(1, 33))
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
ANN = 1001
NOT_THE_KEY = r"storage\.key_file: this is not the key that this database was made with"


@pytest.fixture
def url(new_url: str) -> str:
    """The URL of an empty database."""
    return new_url


async def opened(url: str, key: bytes | Path = KEY) -> None:
    await (await Storage.open(url, key)).close()


async def filled(url: str, key: bytes | Path = KEY) -> None:
    """Open a database, and let a chat follow something."""
    storage = await Storage.open(url, key)
    await storage.subscribers.follow(ANN, 0, Subscription(About.CASE), "en")
    await storage.close()


async def run(url: str, *statements: str) -> None:
    storage = await Storage.open(url, KEY)
    async with storage.database.transaction() as connection:
        for statement in statements:
            await connection.execute(text(statement))
    await storage.close()


@pytest.mark.parametrize(
    ("where", "variable"),
    [
        ("127.0.0.1:1/x?sslmode=require", {}),
        ("127.0.0.1:1/x?command_timeout=soon", {}),
        ("127.0.0.1:99999/x", {}),
        ("127.0.0.1/x", {"PGPORT": "soon"}),
        ("127.0.0.1/x", {"PGSSLMODE": "perhaps"}),
    ],
)
async def test_settings_that_the_driver_cannot_read_are_a_sentence(
    monkeypatch: pytest.MonkeyPatch, where: str, variable: dict[str, str]
) -> None:
    for name, value in variable.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(StorageError, match=r"storage\.url: the database cannot be opened: .*"):
        await opened(f"postgresql+asyncpg://me:secret@{where}")


async def test_another_key_is_refused_from_the_first_start_on(url: str) -> None:
    await opened(url)
    with pytest.raises(KeyFileError, match=NOT_THE_KEY):
        await opened(url, OTHER)
    await opened(url)


async def test_another_key_is_refused_for_a_database_from_before_keys_were_checked(url: str) -> None:
    await filled(url)
    await run(url, "delete from properties where name = 'key'")
    with pytest.raises(KeyFileError, match=NOT_THE_KEY):
        await opened(url, OTHER)
    await opened(url)
    await run(url, "delete from followers", "delete from subscriptions")
    with pytest.raises(KeyFileError, match=NOT_THE_KEY):
        await opened(url, OTHER)


async def test_a_missing_key_file_is_never_made_anew_beside_an_old_database(url: str, tmp_path: Path) -> None:
    key_file = tmp_path / "keys" / "casewire.key"
    await filled(url, key_file)
    key = key_file.read_bytes()
    key_file.unlink()
    for _ in range(2):
        with pytest.raises(KeyFileError, match=r"casewire\.key is missing, .* the database .* Put the key file back"):
            await opened(url, key_file)
        assert not key_file.exists()
    key_file.write_bytes(key)
    await opened(url, key_file)


async def test_a_missing_key_file_is_not_made_beside_a_database_from_before_keys_were_checked(
    url: str, tmp_path: Path
) -> None:
    await filled(url)
    await run(url, "delete from properties")
    with pytest.raises(KeyFileError, match="is missing"):
        await opened(url, tmp_path / "new.key")


async def test_an_old_key_serves_a_new_database(url: str, tmp_path: Path) -> None:
    key = read_key(tmp_path / "key")
    await filled(url, tmp_path / "key")
    assert read_key(tmp_path / "key") == key


async def test_a_database_of_a_newer_casewire_is_left_alone_with_a_sentence(url: str) -> None:
    await run(url, "update alembic_version set version_num = '9999'")
    with pytest.raises(StorageError, match=rf"newer Casewire \(tables 9999, this one knows {NEWEST}\)\. Update"):
        await opened(url)


async def test_the_database_of_another_program_with_migrations_is_refused(url: str) -> None:
    await run(url, "update alembic_version set version_num = 'ae1027a6acf'")
    with pytest.raises(StorageError, match="belongs to another program"):
        await opened(url)


@pytest.mark.parametrize(
    "broken", ["alter table followers drop column gone_at", "drop table properties", "drop table deliveries"]
)
async def test_a_database_that_lacks_a_part_is_refused_with_what_it_lacks(url: str, broken: str) -> None:
    await filled(url)
    await run(url, broken)
    missing = broken.rsplit(maxsplit=1)[-1]
    with pytest.raises(StorageError, match=rf"not whole: .*{missing}.* Restore .* backup"):
        await opened(url)


async def test_a_step_of_a_migration_that_fails_leaves_nothing_of_it_behind(url: str) -> None:
    await filled(url)
    old = ("drop table properties", "update alembic_version set version_num = '0003'")
    lost = ("digest_minute", "gone_at")
    await run(url, *old, *(f"alter table followers drop column {name}" for name in lost))
    for _ in range(2):  # deliveries.failures is there already, so the last statement fails
        with pytest.raises(StorageError, match=r"cannot be brought up to date: .*failures"):
            await opened(url)
    engine_only = (await raw(url, "select version_num from alembic_version"))[0][0]
    assert engine_only == "0003"
    with pytest.raises(Exception, match="properties"):
        await raw(url, "select * from properties")


async def raw(url: str, statement: str) -> list[tuple[object, ...]]:
    """Return the rows of a statement, without opening the storage."""
    from sqlalchemy.ext.asyncio import create_async_engine

    engine = create_async_engine(url)
    try:
        async with engine.connect() as connection:
            return [tuple(row) for row in await connection.execute(text(statement))]
    finally:
        await engine.dispose()


def other_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("create table moz_places (id integer)")


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.write_text("Dear diary, " * 100, encoding="utf-8"), "is not an SQLite database"),
        (lambda path: path.mkdir(), "is a folder"),
        (os.mkfifo, "is not a file"),
        (other_program, "belongs to another program"),
        (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\xff" * 5000), "cannot be opened"),
    ],
)
async def test_what_is_no_database_of_ours_is_refused_and_not_changed(
    tmp_path: Path, make: Callable[[Path], object], sentence: str
) -> None:
    path = tmp_path / "theirs.sqlite3"
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(StorageError, match=rf"storage\.url: .*{sentence}") as error:
        await opened(f"sqlite+aiosqlite:///{path}")
    assert len(str(error.value).splitlines()) == 1
    assert (path.read_bytes() if path.is_file() else b"") == before
    assert names(tmp_path) == [path.name], "nothing is left beside it"


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_nobody_else_can_read_what_sqlite_writes(tmp_path: Path) -> None:
    path = tmp_path / "new" / "bot.sqlite3"
    old = os.umask(0)
    try:
        storage = await Storage.open(f"sqlite+aiosqlite:///{path}", KEY)
        await storage.set_language(ANN, "ru")
    finally:
        os.umask(old)
    modes = {name: stat.S_IMODE((path.parent / name).stat().st_mode) for name in names(path.parent)}
    assert {name.removeprefix("bot.sqlite3") for name in modes} == {"", "-wal", "-shm", ".lock"}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    await storage.close()


async def test_files_that_others_could_read_are_closed_to_them(tmp_path: Path) -> None:
    path = tmp_path / "bot.sqlite3"
    await opened(f"sqlite+aiosqlite:///{path}")
    path.chmod(0o644)
    await opened(f"sqlite+aiosqlite:///{path}")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
