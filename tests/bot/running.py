"""The bot as its users run it: `casewire run` in a process of its own, against the fake Telegram."""

import os
import signal
import sqlite3
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryFile
from types import TracebackType
from typing import Self

from tests.fake_telegram import FakeTelegram
from tests.support.forks import ROOT, Fork
from tests.support.shipped import caches

PATIENCE = 240.0
"""Maximum seconds for a process to end: long, because only one that hangs takes them, and a busy machine is slow."""
DATABASE = Path(".local/share/casewire/casewire.sqlite3")  # Where a bot keeps it, from its home on


UNLIMITED = {"intake__burst": "100000", "intake__per_hour": "1000000"}
"""Settings by which readers are not limited: in tests one person asks what many would."""


def casewire(*arguments: str | Path) -> list[str]:
    """Return the command line of `casewire`."""
    return [sys.executable, "-m", "bot", *map(str, arguments)]


def environment(home: Path, **settings: str) -> dict[str, str]:
    """Return a process's environment with this home and these settings (`section__key`), none of the tester's."""
    own = {"HOME": str(home), "PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(ROOT), **caches()}
    return own | {f"CASEWIRE_{name}".upper(): value for name, value in settings.items()}


def call(home: Path, *arguments: str | Path, typed: bytes = b"", **settings: str) -> tuple[int, str, str]:
    """Run `casewire`; return its exit code, output and errors, after making sure that there is no traceback."""
    code, output, errors = run_forked([*map(str, arguments)], environment(home, **settings), typed)
    assert "Traceback" not in errors, errors
    return code, output, errors


def run_forked(arguments: Sequence[str], environment: dict[str, str], typed: bytes = b"") -> tuple[int, str, str]:
    """Run `casewire` in a fork, with no more in its environment; return its exit code, output and errors."""
    with TemporaryFile() as given, TemporaryFile() as output, TemporaryFile() as errors:
        given.write(typed)
        given.seek(0)
        code = ended(Fork(arguments, environment, (given, output, errors)))
        for stream in (output, errors):
            stream.seek(0)
        return code, output.read().decode(), errors.read().decode()


def ended(process: Fork, seconds: float = PATIENCE) -> int:
    """Return the exit code of a process once it has ended; kill one that does not, and raise `TimeoutError`."""
    try:
        return process.wait(seconds)
    except TimeoutError:
        process.kill()
        process.wait()
        raise


def deliveries(home: Path) -> dict[str, int]:
    """Return how many deliveries of notices are in each state, as the bot has recorded it."""
    with closing(sqlite3.connect(home / DATABASE)) as database:
        return dict(database.execute("select state, count(*) from deliveries group by state"))


def make_due(home: Path) -> None:
    """Let the time come for which notices are scheduled."""
    with closing(sqlite3.connect(home / DATABASE)) as database, database:
        database.execute("update pending set due_at = ?", (time.time(),))


class Bot:
    """A running bot; use it as a context manager, which stops it in good order."""

    def __init__(self, server: FakeTelegram, case: Path, home: Path, **settings: str) -> None:
        chosen = {"telegram__token": server.token, "telegram__api_url": server.url} | UNLIMITED | settings
        self._arguments = ["run", "--knowledge", str(case)]
        self._environment = environment(home, **chosen)
        self._log = home / "bot.log"
        self._process: Fork | None = None

    def __enter__(self) -> Self:
        with self._log.open("ab") as log, Path(os.devnull).open("rb") as nothing:
            self._process = Fork(self._arguments, self._environment, (nothing, log, log))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.end(signal.SIGTERM)

    @property
    def process(self) -> Fork:
        """The process; raises `AssertionError` before the start."""
        assert self._process is not None
        return self._process

    def end(self, number: signal.Signals, seconds: float = PATIENCE) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.wait(seconds)

    def wait(self, seconds: float = PATIENCE) -> int:
        """Return the exit code once the process has ended by itself."""
        return ended(self.process, seconds)

    @property
    def log(self) -> str:
        """What the bot has written so far."""
        return self._log.read_text(encoding="utf-8")
