"""Orders reloads: for admins in the chat, for SIGHUP, and for a case folder that has changed."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from bot.config import KnowledgeConfig
from bot.reloading.aside import RELOAD, ROLL_BACK
from bot.reloading.folder_watch import FolderWatch
from bot.reloading.replica import Replica
from bot.storage.approvals import Approvals, named
from handlers.reloads import ReloadOutcome, ReloadResult

SWAP_PATIENCE = 120.0
"""Maximum seconds to wait until this process answers from what was agreed on; arbitrary."""
TAKEN = frozenset({ReloadOutcome.DONE, ReloadOutcome.UNDONE, ReloadOutcome.SAME})
"""Outcomes after which the case folder, or the version before, is served."""
Tell = Callable[[ReloadResult], Awaitable[None]]

log = structlog.get_logger()


class Reloader:
    """Has a case folder taken in, one order after the other."""

    def __init__(self, replica: Replica, approvals: Approvals, asked: asyncio.Event) -> None:
        """Take what is set when an operator asks for a reload by SIGHUP."""
        self.replica = replica
        self._approvals = approvals
        self._turn = asyncio.Lock()
        self._asked = asked
        self._tell: Tell | None = None

    def tell_refusals(self, tell: Tell) -> None:
        """Have it told why a case was not taken in, where no admin asked for it in the chat."""
        self._tell = tell

    async def reload(self, admin_id: int) -> ReloadResult:
        """Take the case folder in as it is now, for an admin."""
        return await self._do(RELOAD, named(self._approvals.admin(admin_id)))

    async def roll_back(self, admin_id: int) -> ReloadResult:
        """Go back to the version before, for an admin."""
        return await self._do(ROLL_BACK, named(self._approvals.admin(admin_id)))

    async def run(self, config: KnowledgeConfig, folder: Path) -> None:
        """Do what is asked for by SIGHUP, and follow the folder if the configuration says so, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._obey())
            if config.reload_on != "never":
                tasks.create_task(self._watch(FolderWatch(folder, config.reload_on), config.reload_seconds))

    async def _obey(self) -> None:
        while True:
            await self._asked.wait()
            self._asked.clear()
            await self._unasked("SIGHUP")

    async def _watch(self, watch: FolderWatch, seconds: float) -> None:
        while True:
            if await watch.has_changed():
                await self._unasked("change of the folder")
            await asyncio.sleep(seconds)

    async def _unasked(self, why: str) -> None:
        """Take the case folder in, and tell the admins if it is refused."""
        result = await self._do(RELOAD, why)
        if result.outcome not in TAKEN and self._tell is not None:
            await self._tell(result)

    async def _do(self, task: str, actor: str) -> ReloadResult:
        async with self._turn:
            result = await self.replica.aside.run(task, actor)
            if result.outcome in {ReloadOutcome.DONE, ReloadOutcome.UNDONE}:
                await self.replica.has_reached(result.number, SWAP_PATIENCE)
        report = log.info if result.outcome in TAKEN else log.error
        fallen = [f"{one.name} {one.before:.1%} -> {one.after:.1%}" for one in result.fallen]
        report("the case folder was looked at", outcome=result.outcome, problems=[*result.problems, *fallen])
        return result
