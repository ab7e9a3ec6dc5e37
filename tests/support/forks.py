"""Runs `casewire` in processes forked from one that has loaded it: a test pays for the command, not for imports.

Such a process has its own arguments, environment, folder and streams, and ends as any other does. What a command loads,
and what the environment does to an interpreter that starts, is seen only in one that is started anew.
"""

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO

from tests.support.fork_server import NUMBER

ROOT = Path(__file__).parents[2]


class Fork:
    """A running command, in the way of `subprocess.Popen`."""

    def __init__(
        self, arguments: Sequence[str], environment: Mapping[str, str], streams: tuple[IO[bytes], IO[bytes], IO[bytes]]
    ) -> None:
        """Start `casewire` in the project's folder; the streams are those of input, output and errors."""
        self._answers, theirs = socket.socketpair()
        request = {"arguments": [*arguments], "environment": {**environment}, "folder": str(ROOT)}
        descriptors = [theirs.fileno(), *(stream.fileno() for stream in streams)]
        with theirs:
            socket.send_fds(_server(), [json.dumps(request).encode()], descriptors)
        self._returncode: int | None = None
        self.pid = self._answer()

    def _answer(self) -> int:
        (number,) = NUMBER.unpack(self._answers.recv(NUMBER.size, socket.MSG_WAITALL))
        return int(number)

    def wait(self, seconds: float | None = None) -> int:
        """Return the exit code once the process has ended, a signal as a negative one; raise `TimeoutError`."""
        if self._returncode is None:
            self._answers.settimeout(seconds)
            self._returncode = os.waitstatus_to_exitcode(self._answer())
            self._answers.close()
        return self._returncode

    def poll(self) -> int | None:
        """Return the exit code, or None while the process runs."""
        try:
            return self.wait(0)
        except BlockingIOError:
            return None

    def send_signal(self, number: signal.Signals) -> None:
        """Send a signal, unless the process has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the process at once."""
        self.send_signal(signal.SIGKILL)


@cache
def _server() -> socket.socket:
    """Start the server of this process, once; it ends with it."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with theirs:
        command = [sys.executable, "-m", "tests.support.fork_server", str(theirs.fileno())]
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.DEVNULL, pass_fds=[theirs.fileno()])
    atexit.register(process.wait)
    atexit.register(ours.close)
    return ours
