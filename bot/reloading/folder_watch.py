"""Notices that a case folder has changed: by its files, or by the git revision that last touched it."""

import asyncio
import hashlib
from pathlib import Path

import structlog

from bot.config import ReloadOn

log = structlog.get_logger()


class FolderWatch:
    """Looks at a folder now and then. A change counts once two looks see the same: a copy or a pull is over then."""

    def __init__(self, folder: Path, by: ReloadOn) -> None:
        self._folder = folder
        self._by = by
        self._known: str | None = None
        self._seen: str | None = None

    async def has_changed(self) -> bool:
        """Whether the folder differs from the last time that this was so, or from the first look."""
        now = await (_revision(self._folder) if self._by == "revision" else asyncio.to_thread(_files, self._folder))
        if now is None:
            return False
        self._known = self._known or now
        settled, self._seen = now == self._seen, now
        if now == self._known or not settled:
            return False
        self._known = now
        return True


def _files(folder: Path) -> str | None:
    """Return what changes with the names, sizes and times of the files; None where they cannot be listed."""
    digest = hashlib.sha256()
    try:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                status = file.stat()
                digest.update(f"{file}\0{status.st_size}\0{status.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    except OSError:
        return None
    return digest.hexdigest()


async def _revision(folder: Path) -> str | None:
    """Return the last commit that touched a folder; None where git does not know it."""
    pipe = asyncio.subprocess.PIPE
    command = ("git", "-C", str(folder), "log", "-1", "--format=%H", "--", ".")
    try:
        process = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    except OSError:
        log.warning("git is not there, so changes of the case folder are not noticed", folder=str(folder))
        return None
    output, _ = await process.communicate()
    return output.decode().strip() or None
