"""Shows an operator what is backed up and restored."""

import time
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Config
from bot.storage import StorageError, read_key
from bot.storage.backup import back_up, check
from bot.storage.backup_file import read_head
from bot.storage.erasures import list_beside
from bot.storage.restore import restore
from bot.terminal.console import console


async def write_backup(config: Config, out: Path) -> None:
    """Back up the storage of a configuration, and print what the file holds; raises `StorageError`."""
    url, key_file = _places(config)
    made = await back_up(url, read_key(key_file, make=False), out, _now())
    size = f"{made.size / 1e6:.1f} MB" if made.size >= 100_000 else f"{made.size / 1e3:.1f} kB"
    console().print(f"{out}: {made.rows} rows of {made.tables} tables, {size}, written and read back.")
    console().print(f"Without {key_file} nobody can read it, nor you. Keep a copy of that file elsewhere.")


async def show_backup(config: Config, path: Path) -> None:
    """Print when a backup was made, after reading it to its end; raises `StorageError`."""
    key = read_key(_places(config)[1], make=False)
    try:
        with path.open("rb") as file:
            head = read_head(file, key)
        rows = check(path, key).rows
    except OSError as error:
        raise StorageError(f"{path} cannot be read: {error.strerror}.") from error
    console().print(f"{path}: of {head.made:%Y-%m-%d %H:%M} UTC, {rows} rows, tables {head.version}.")


async def put_back(config: Config, path: Path) -> None:
    """Restore the storage of a configuration, and print what waits for a person; raises `StorageError`."""
    url, key_file = _places(config)
    done = await restore(url, read_key(key_file, make=False), path, list_beside(key_file), _now())
    console().print(f"Restored: {done.rows} rows, as of {done.head.made:%Y-%m-%d %H:%M} UTC.")
    console().print(f"Chats that were forgotten since, and stay so: {done.erased}.")
    console().print(
        f"Deliveries that are held, since they may have arrived: {done.held}. casewire deliveries shows them; "
        "notices that were published after the backup count as drafts again."
    )


def _places(config: Config) -> tuple[str, Path]:
    url, key_file = config.storage.url, config.storage.key_file
    assert url is not None, "load_config sets it"
    assert key_file is not None, "load_config sets it"
    return url, key_file


def _now() -> datetime:
    return datetime.fromtimestamp(time.time(), UTC)
