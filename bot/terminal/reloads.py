"""Takes a case folder in at a terminal, waits until every running process has it, and says what came of it."""

import asyncio
import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.config import Config
from bot.paths import cache_or_none
from bot.publishing.operator import operator, storage_of
from bot.publishing.serving import lacking, serving, versions_served
from bot.reloading.work import Order, roll_back
from bot.reloading.work import take_in as take_in_now
from bot.storage import Storage
from bot.terminal.console import console
from handlers.reloads import Fallen, ReloadOutcome, ReloadResult
from knowledge.language.kept_lists import keep_in
from knowledge.model import KnowledgeBase, Notice

_NICE = 10
"""How much this command leaves the processor to a bot on the same machine; arbitrary."""
_PATIENCE = 120.0
"""Maximum seconds to wait for the running processes; arbitrary."""
_LOOK = 0.2
"""Seconds between two looks at what they answer from; arbitrary."""
_FIGURES = {
    "found": "answered rightly",
    "silent": "rightly left without an answer",
    "wrong": "answered wrongly",
}
_SAID = {
    ReloadOutcome.SAME: "Nothing has changed: version {number} has all that is in the case folder.",
    ReloadOutcome.BROKEN: "The old version stays: the case folder has problems.",
    ReloadOutcome.WORSE: "The old version stays: with the changed case, the golden questions get worse answers. "
    "To take it in all the same: casewire reload --force",
    ReloadOutcome.OVERTAKEN: "Another reload came first, so nothing is changed. Look at what is served, and try again.",
    ReloadOutcome.NOTHING_BEFORE: "There is no version before the one that is served.",
    ReloadOutcome.NOT_KEPT: "The version before is not kept any more, or another release of Casewire wrote it. "
    "Put the case folder back as it was, then: casewire reload",
    ReloadOutcome.FAILED: "That did not work; the old version stays.",
}


async def take_in(
    config: Config, folder: Path, *, rollback: bool = False, force: bool = False
) -> tuple[ReloadResult, int]:
    """Take a case folder in, or go back to the version before.

    Return what came of it, and how many running processes answer from it: -1 if some still do not. Raises
    `StorageError`.
    """
    os.nice(_NICE)
    keep_in(cache_or_none(os.environ))
    order = Order(folder, operator().name, config.knowledge.margin / 100, force)
    async with storage_of(config) as storage:
        with console().status("") as status:
            work = roll_back if rollback else take_in_now
            result = await work(storage, order, _now, status.update)
            if result.outcome not in {ReloadOutcome.DONE, ReloadOutcome.UNDONE, ReloadOutcome.SAME}:
                return result, 0
            status.update("waiting for the running bot")
            return result, await _reached(storage)


async def is_lacking(config: Config, base: KnowledgeBase, notice: Notice) -> bool:
    """Whether a running process lacks something that a notice names, or has it otherwise; raises `StorageError`."""
    async with storage_of(config) as storage:
        return bool(lacking(notice, base, await serving(storage, _now().timestamp())))


async def _reached(storage: Storage) -> int:
    """Wait until all running processes answer from what is agreed on; return how many these are, -1 if some do not."""
    deadline = asyncio.get_running_loop().time() + _PATIENCE
    while True:
        agreed, now = await storage.bases.agreed(), _now().timestamp()
        if agreed is None or await versions_served(storage, now) <= {agreed.version}:
            return len(await storage.replicas.seen(now))
        if asyncio.get_running_loop().time() > deadline:
            return -1
        await asyncio.sleep(_LOOK)


def print_reload(result: ReloadResult, processes: int) -> bool:
    """Print what came of a reload; return whether the case folder, or the version before, is served now."""
    out: Callable[[str], None] = console().print
    for problem in result.problems:
        out(problem)
    for fall in result.fallen:
        out(_fallen(fall))
    if result.outcome in _SAID:
        out(_SAID[result.outcome].format(number=result.number))
        return result.outcome is ReloadOutcome.SAME
    new, changed, gone = result.changes
    begun = "The version before is served again, as" if result.outcome is ReloadOutcome.UNDONE else "Taken in as"
    out(f"{begun} version {result.number}. Facts: {result.facts} (new: {new}, changed: {changed}, gone: {gone}).")
    if processes < 0:
        out("Not every running process has it yet; what one of them lacks cannot be published.")
    elif processes:
        out(f"Running processes that answer from it: {processes}.")
    else:
        out("No bot runs; the next one answers from it.")
    return processes >= 0


def _fallen(fall: Fallen) -> str:
    return f"{_FIGURES[fall.name]}: {fall.before:.1%} before, {fall.after:.1%} now"


def _now() -> datetime:
    return datetime.now(UTC)
