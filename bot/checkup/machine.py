"""Checks on this machine: who can read the secrets, how much room the disk has, and who administers the bot."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from bot.checkup.findings import Finding, fail, ok, warn
from bot.config import Config
from bot.paths import is_open_to_others
from bot.storage.crypto import KEY_BYTES

_LITTLE = 1_000_000_000
"""Threshold: bytes free on the disk below which it is said; arbitrary."""
_NONE = 100_000_000
"""Threshold: bytes free on the disk below which the database may soon not be written; arbitrary."""


def check_secrets(config: Config) -> Iterator[Finding]:
    """Yield whether the files with the token and the key are there, whole, and their owner's alone."""
    if config.telegram.token_file is not None:
        yield _file("token file", config.telegram.token_file)
    elif config.telegram.token is not None:
        advice = "Put it into a file of its own (telegram.token_file): a configuration is copied and shown around."
        yield warn("token file", "The token stands in the configuration or the environment.", advice)
    key = config.storage.key_file
    assert key is not None, "load_config sets it"
    if not key.exists():
        yield ok("key file", f"{key} is not there yet: it is made beside a new database.")
    elif key.is_file() and key.stat().st_size != KEY_BYTES:
        yield fail("key file", f"{key} is not a key of {KEY_BYTES} bytes.", "Put the right file back from your backup.")
    else:
        yield _file("key file", key)


def _file(check: str, path: Path) -> Finding:
    if not path.is_file():
        return fail(check, f"{path} is not there.", "Name the right file, or put it back.")
    if is_open_to_others(path):
        return fail(check, f"Others on this machine can read {path}.", f"chmod 600 {path}")
    return ok(check, f"{path} is readable by its owner alone.")


def check_disk(folder: Path) -> Finding:
    """Return how much room there is where the database is; of a folder that is to be made, where it will be."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    found = f"{free / 1e9:.1f} GB are free at {folder}."
    if free < _NONE:
        return fail("disk", found, "Make room: a database that cannot be written remembers nothing.")
    return warn("disk", found, "Make room soon.") if free < _LITTLE else ok("disk", found)


def check_admins(config: Config) -> Finding:
    """Return how many people administer the bot; who they are is not said."""
    number = len(set(config.telegram.admins))
    found = f"{number} set."
    if number == 0:
        return warn("admins", found, "Put Telegram ids into telegram.admins: reports and problems are shown to them.")
    if number == 1 and config.notices.second_admin:
        advice = "notices.second_admin wants another admin's approval: set a second one, or nothing can be published."
        return fail("admins", found, advice)
    return ok("admins", found)
