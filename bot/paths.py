"""Where Casewire keeps what is its own on a machine (XDG base directory specification)."""

import re
from collections.abc import Mapping
from pathlib import Path

_HOME = re.compile(r"\A(~|\$HOME|\$\{HOME\})(?=/|\Z)")
"""The home folder as people write it for a shell."""


class NoHomeError(Exception):
    """Neither the environment nor the system says where the home folder is."""


def data_folder(environment: Mapping[str, str]) -> Path:
    """Return the user's folder for what must not be lost: the database and the key; raises `NoHomeError`."""
    return _folder(environment, "XDG_DATA_HOME", ".local/share")


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return the user's folder for what can be made again: the index of a large base; raises `NoHomeError`."""
    return _folder(environment, "XDG_CACHE_HOME", ".cache")


def cache_or_none(environment: Mapping[str, str]) -> Path | None:
    """Return `cache_folder`; None where there is no home folder, so that everything is made anew."""
    try:
        return cache_folder(environment)
    except NoHomeError:
        return None


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return the user's folder for what belongs to this machine and to no backup; raises `NoHomeError`."""
    return _folder(environment, "XDG_STATE_HOME", ".local/state")


def expanded(path: str, environment: Mapping[str, str]) -> str:
    """Return a path with the home folder written out that it may begin with; raises `NoHomeError`."""
    return str(_home(environment)) + path[found.end() :] if (found := _HOME.match(path)) else path


def is_open_to_others(path: Path) -> bool:
    """Whether a file is there that other people of the machine may read or change."""
    try:
        return bool(path.stat().st_mode & 0o077)
    except OSError:
        return False


def _folder(environment: Mapping[str, str], name: str, usual: str) -> Path:
    chosen = environment.get(name)
    return (Path(chosen) if chosen else _home(environment) / usual) / "casewire"


def _home(environment: Mapping[str, str]) -> Path:
    try:
        return Path(environment.get("HOME") or Path.home())
    except RuntimeError as error:  # The user is in no list of users.
        raise NoHomeError("there is no home folder") from error
