"""Gathers the sources that a curator names: files, and pages of the web."""

import asyncio
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.importing.fetching import FetchError, fetch
from bot.importing.limits import MEGABYTE, Limits
from knowledge.importing.draft import Source

_AT_ONCE = 4
"""Maximum number of pages that are fetched at a time; arbitrary."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A source as the curator named it; `refusal` is the sentence why it could not be had."""

    name: str
    source: Source | None
    refusal: str = ""


def gather(names: Sequence[str], limits: Limits, private: bool = False) -> list[Gathered]:
    """Return the sources in their order; `private` allows addresses of this machine and of local networks."""
    return asyncio.run(_gather(names, limits, private))


async def _gather(names: Sequence[str], limits: Limits, private: bool) -> list[Gathered]:
    free = asyncio.Semaphore(_AT_ONCE)

    async def one(name: str) -> Gathered:
        if not is_address(name):
            return _read(name, limits)
        async with free:
            try:
                return Gathered(name, await fetch(name, limits, private))
            except FetchError as error:
                return Gathered(name, None, str(error))

    return list(await asyncio.gather(*map(one, names)))


def is_address(name: str) -> bool:
    """Whether a source is named by an address of the web, or by one of another kind, which is refused as such."""
    return "://" in name


def _read(name: str, limits: Limits) -> Gathered:
    path = Path(name)
    try:
        if path.is_dir():
            return Gathered(name, None, "is a folder; give the files in it")
        if not path.is_file():
            return Gathered(name, None, "is no file" if path.exists() else "is not there; check the path")
        with path.open("rb") as file:
            data = file.read(limits.source + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "no such name is possible"
        return Gathered(name, None, f"cannot be read ({reason}); check its permissions")
    if len(data) > limits.source:
        return Gathered(name, None, f"is larger than {limits.source // MEGABYTE} MB; split it")
    now = datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Gathered(name, Source(path.name, data, captured=now))
