"""Keeps outside the database how far the sender was: a database that is less far came from a backup."""

import hashlib
from collections.abc import Mapping
from pathlib import Path

import structlog

from bot.paths import NoHomeError, state_folder

log = structlog.get_logger()


class HeartbeatFile:
    """A file with the greatest number of heartbeats that the sender's lease had when this machine last kept it."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @classmethod
    def of(cls, url: str, environment: Mapping[str, str]) -> "HeartbeatFile | None":
        """Return the file for the database at a URL; None where there is no folder for it."""
        name = hashlib.sha256(url.encode()).hexdigest()[:16]
        try:
            return cls(state_folder(environment) / f"sender-{name}")
        except NoHomeError:
            return None

    def read(self) -> int:
        """Return the number of heartbeats; 0 if none is known."""
        try:
            return int(self._path.read_text(encoding="ascii"))
        except (OSError, ValueError):
            return 0

    def write(self, heartbeats: int) -> None:
        """Keep the number of heartbeats; where that is impossible, a restored database is not noticed."""
        draft = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            draft.write_text(str(heartbeats), encoding="ascii")
            draft.replace(self._path)
        except OSError as error:
            log.warning("a database from a backup would not be noticed", file=str(self._path), error=error.strerror)
