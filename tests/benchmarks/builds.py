"""A build of the project in a folder, measured from outside: what its commands cost, and how soon it answers."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.fake_telegram import FakeTelegram

_PEAK_OF = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
"""
"""Runs a command and prints its largest resident memory, in KB: of a child, Linux counts that of its parent as well."""


class BuildError(Exception):
    """A build does not do what is to be measured."""


@dataclass(frozen=True, slots=True)
class Build:
    """A checkout of the project, run by the Python of this process and with its packages."""

    name: str
    folder: Path
    home: Path
    """Where it keeps what it caches and stores."""

    def environment(self, settings: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return a process's environment with this build's code and home, and settings as `section__key`."""
        own = {"HOME": str(self.home), "PATH": os.environ["PATH"], "PYTHONPATH": str(self.folder)}
        return own | {f"CASEWIRE_{name}".upper(): value for name, value in (settings or {}).items()}

    def python(self, *arguments: str | Path) -> str:
        """Return what Python prints, run with this build's code; raises `BuildError` where it fails."""
        command = [sys.executable, *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment(), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise BuildError(f"{self.name}: {' '.join(map(str, arguments))}\n{done.stderr}")
        return done.stdout

    def verify(self) -> None:
        """Raise `BuildError` if the code that runs is another build's."""
        for package in ("bot", "knowledge"):
            found = Path(self.python("-c", f"import {package}; print({package}.__file__)").strip())
            if not found.is_relative_to(self.folder):
                raise BuildError(f"{self.name}: {package} comes from {found}, not from {self.folder}")

    def has_full_check(self) -> bool:
        """Whether what the base's own phrasings find is a check of its own, `casewire check --full`."""
        return "--full" in self.python("-m", "bot", "check", "--help")

    def cpu(self, *arguments: str) -> float:
        """Return the CPU seconds, user and system, of a command of `casewire` from its start to its end."""
        before = os.times()
        self.python("-m", "bot", *arguments)
        after = os.times()
        return (after.children_user - before.children_user) + (after.children_system - before.children_system)

    def asked(self, *, conversation: bool = False) -> "Asked":
        """Return a process that answers questions, for a `with` statement."""
        options = ["--conversation"] if conversation else []
        return Asked(self, ["ask", "--json", *options, "-"])

    def peak_of_run(self, questions: Sequence[str]) -> float:
        """Return the largest resident memory in MB of `casewire run` that has answered questions from Telegram."""
        with FakeTelegram() as server, tempfile.TemporaryDirectory() as stored:
            settings = {"telegram__token": server.token, "telegram__api_url": server.url, "log__level": "error"}
            command = [sys.executable, "-m", "bot", "run"]
            own = self.environment(settings) | {"XDG_DATA_HOME": stored}  # this server numbers updates anew
            with subprocess.Popen(command, cwd=self.folder, env=own) as process:
                for reader, question in zip(server.add_users(5_000_000, len(questions)), questions, strict=True):
                    server.send_text(reader, question)
                while len(server.log("sendMessage")) < len(questions):
                    if process.poll() is not None:
                        raise BuildError(f"{self.name}: casewire run ended")
                    time.sleep(0.1)
                peak = _peak(process.pid)
                process.terminate()
        return peak

    def peak_of_chat(self, questions: Iterable[str]) -> float:
        """Return the largest resident memory in MB of `casewire chat` that has answered questions."""
        command = [sys.executable, "-c", _PEAK_OF, sys.executable, "-m", "bot", "chat"]
        typed = "".join(f"{question}\n" for question in questions)
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment(), input=typed, capture_output=True, text=True, check=True
        )
        return int(done.stderr.splitlines()[-1]) * 1024 / 1e6


class Asked:
    """`casewire ask` in a process of its own, asked a line at a time."""

    def __init__(self, build: Build, arguments: Sequence[str]) -> None:
        self._build = build
        self._command = [sys.executable, "-m", "bot", *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(
            self._command, cwd=self._build.folder, env=self._build.environment(), stdin=pipe, stdout=pipe
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        self._process.communicate()

    def ask(self, question: str) -> float:
        """Return the seconds until a question was answered."""
        assert self._process is not None
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        begun = time.perf_counter()
        self._process.stdin.write(f"{question}\n".encode())
        self._process.stdin.flush()
        if not self._process.stdout.readline():
            raise BuildError(f"{self._build.name}: {question} was not answered")
        return time.perf_counter() - begun

    def cpu(self) -> float:
        """Return the CPU seconds of all threads of the process so far."""
        assert self._process is not None
        threads = Path(f"/proc/{self._process.pid}/task").iterdir()
        return sum(int((thread / "schedstat").read_text(encoding="ascii").split()[0]) for thread in threads) / 1e9


def _peak(process: int) -> float:
    """Return the largest resident memory of a process so far, in MB."""
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / 1e6
    raise BuildError(f"process {process} has no memory")
