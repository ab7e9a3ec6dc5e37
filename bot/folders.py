"""Where Casewire keeps what is its own on a machine (XDG base directory specification)."""

from collections.abc import Mapping
from pathlib import Path


def data_folder(environment: Mapping[str, str]) -> Path:
    """Return the user's folder for what must not be lost: the database and the key."""
    return _folder(environment, "XDG_DATA_HOME", ".local/share")


def cache_folder(environment: Mapping[str, str]) -> Path:
    """Return the user's folder for what can be made again: the index of a large base."""
    return _folder(environment, "XDG_CACHE_HOME", ".cache")


def state_folder(environment: Mapping[str, str]) -> Path:
    """Return the user's folder for what belongs to this machine and to no backup."""
    return _folder(environment, "XDG_STATE_HOME", ".local/state")


def _folder(environment: Mapping[str, str], name: str, usual: str) -> Path:
    home = Path(environment.get("HOME") or Path.home())
    return Path(environment.get(name) or home / usual) / "casewire"
