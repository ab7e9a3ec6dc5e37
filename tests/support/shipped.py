"""The case that comes with the project: loaded once in each process of the tests, indexed once for all of them."""

import fcntl
import os
from functools import cache
from pathlib import Path

from bot.paths import cache_folder
from knowledge.answering.answerer import Answerer
from knowledge.casefile.loading import default_case, load
from knowledge.model import KnowledgeBase

CACHES = "CASEWIRE_TEST_CACHES"
"""The variable of the environment that names the folder of caches (XDG), which the first process makes and removes."""


def caches() -> dict[str, str]:
    """Return the settings by which a process finds the caches that all tests share; none outside of tests."""
    folder = os.environ.get(CACHES)
    return {"XDG_CACHE_HOME": folder} if folder else {}


@cache
def shipped() -> KnowledgeBase:
    """Return the case, read anew."""
    return load(default_case())


@cache
def shipped_answerer() -> Answerer:
    """Return what answers from it; the first process that asks makes the index, and the others wait for it."""
    folder = cache_folder(caches())
    with (Path(os.environ[CACHES]) / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return Answerer(shipped(), folder)
