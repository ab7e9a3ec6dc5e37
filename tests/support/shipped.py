"""The case that comes with the project: read once and indexed once for all processes of the tests."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from bot.paths import cache_folder
from knowledge.answering.answerer import Answerer
from knowledge.casefile.opening import open_case
from knowledge.casefile.shipped import default_case
from knowledge.model import KnowledgeBase

CACHES = "CASEWIRE_TEST_CACHES"
"""The variable of the environment that names the folder of caches (XDG), which the first process makes and removes."""


def caches() -> dict[str, str]:
    """Return the settings by which a process finds the caches that all tests share; none outside of tests."""
    folder = os.environ.get(CACHES)
    return {"XDG_CACHE_HOME": folder} if folder else {}


@contextmanager
def _alone() -> Iterator[Path]:
    """Let one process at a time make what goes into the folder of caches; yield the product's own part of it."""
    with (Path(os.environ[CACHES]) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield cache_folder(caches())


@cache
def shipped() -> KnowledgeBase:
    """Return the case; the first process that asks reads it, and the others open what it has kept."""
    with _alone() as folder:
        return open_case(default_case(), folder)


@cache
def shipped_answerer() -> Answerer:
    """Return what answers from it; the first process that asks makes the index, and the others wait for it."""
    base = shipped()
    with _alone() as folder:
        return Answerer(base, folder)
