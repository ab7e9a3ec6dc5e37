"""Runs the work of a reload in a process of its own, so that no answer waits for it."""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from handlers.reloads import Fallen, ReloadOutcome, ReloadResult

RELOAD, ROLL_BACK, INDEX = "reload", "roll back", "index"
"""What the process can be asked to do; `INDEX` has the index of a version on this machine's disk."""


@dataclass(frozen=True, slots=True)
class Aside:
    """Starts processes for one database and case folder."""

    url: str
    key_file: Path
    folder: Path
    margin: float
    """By how much a golden figure may fall, as a share."""

    async def run(self, task: str, actor: str = "", *, version: str = "", force: bool = False) -> ReloadResult:
        """Return what came of a task; one that is cancelled takes its process with it."""
        asked = {"url": self.url, "key_file": str(self.key_file), "folder": str(self.folder), "margin": self.margin}
        asked |= {"task": task, "actor": actor, "version": version, "force": force}
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.reloading", stdin=pipe, stdout=pipe, stderr=pipe
        )
        try:
            output, errors = await process.communicate(json.dumps(asked).encode())
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        if process.returncode:
            said = errors.decode(errors="replace").strip().splitlines()
            return failed(said[-1] if said else f"the process ended with code {process.returncode}")
        return read_result(output)


def failed(why: str) -> ReloadResult:
    """Return the result of what could not be done."""
    return ReloadResult(ReloadOutcome.FAILED, problems=(why,))


def written(result: ReloadResult) -> bytes:
    """Return a result as JSON."""
    return json.dumps(asdict(result)).encode()


def read_result(body: bytes) -> ReloadResult:
    """Return the result that `written` made JSON of."""
    told: dict[str, Any] = json.loads(body)
    new, changed, gone = told["changes"]
    fallen = tuple(Fallen(**one) for one in told["fallen"])
    return ReloadResult(
        ReloadOutcome(told["outcome"]),
        told["number"],
        told["facts"],
        (new, changed, gone),
        tuple(told["problems"]),
        fallen,
    )
