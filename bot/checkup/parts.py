"""Checks of what the bot works on: the database and the case."""

from pathlib import Path

from bot.checkup.findings import Finding, fail, ok, warn
from bot.storage import StorageError
from bot.storage.inspection import inspect
from knowledge.casefile.problems import KnowledgeError
from knowledge.model import KnowledgeBase


async def check_database(url: str, key_file: Path) -> Finding:
    """Return whether the database can be used as it is."""
    try:
        found = await inspect(url, _key(key_file))
    except StorageError as error:
        return fail(
            "database", str(error), "The bot answers without memory, and sends no notices, until that is mended."
        )
    if found.version is None:
        return ok("database", "It is reachable and new: its tables are made at the first start.")
    if found.fits is False:
        return fail("database", "The key file is not the one that it was made with.", "Put the right key file back.")
    if found.version != found.newest:
        at = f"It is reachable; its tables are those of {found.version}, this Casewire has {found.newest}."
        return warn(
            "database", at, "casewire backup first; the next start, or casewire migrate, brings them up to date."
        )
    return ok("database", f"It is reachable; its tables are up to date ({found.version}).")


def _key(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None


def check_case(base: KnowledgeBase | KnowledgeError, folder: Path) -> Finding:
    """Return whether a case folder could be read; every quote is proved by that."""
    if isinstance(base, KnowledgeError):
        number = len(str(base).splitlines())
        return fail("case", f"{folder} is broken, {number} lines of problems.", f"casewire check {folder}")
    return ok("case", f"{base.case.id}: {len(base.facts)} facts, {len(base.documents)} documents, no problems.")
