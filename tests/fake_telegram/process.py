"""The fake server's process: starting it, ending it, and one request to its control door."""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self

TOKEN = "123456789:FAKE-TOKEN-for-tests_0000000000000"
USERNAME = "casewire_test_bot"
_ROOT = Path(__file__).resolve().parents[2]


class ControlError(RuntimeError):
    """The fake server refused what the test asked of it."""


class ServerProcess:
    """The fake server in a process of its own; use it as a context manager."""

    def __init__(self, token: str = TOKEN, username: str = USERNAME, port: int = 0) -> None:
        self.token = token
        self.username = username
        self.port = port
        self._process: subprocess.Popen[str] | None = None
        self._connection: http.client.HTTPConnection | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @property
    def url(self) -> str:
        """The server's root, for `telegram.api_url`."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls `base_url`."""
        return f"{self.url}/bot"

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])

    def start(self) -> None:
        """Spawn the server and wait until it listens; raises ControlError if it does not."""
        command = [sys.executable, "-m", "tests.fake_telegram", "--port", str(self.port)]
        command += ["--token", self.token, "--username", self.username]
        self._process = subprocess.Popen(command, cwd=_ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        line = self._process.stdout.readline() if self._process.stdout else ""
        if not line.strip().isdigit():
            self.stop()
            raise ControlError("the fake Telegram server did not start")
        self.port = int(line)

    def stop(self) -> None:
        """End the server; everything it knew is gone."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._process is None:
            return
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def call(self, control: str, **given: Any) -> Any:
        """One request to the control door; raises ControlError."""
        body = json.dumps(given).encode()
        headers = {"Content-Type": "application/json"}
        if self._connection is None:
            self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        self._connection.request("POST", f"/control/{control}", body, headers)
        response = self._connection.getresponse()
        value = json.loads(response.read())
        if response.status != 200:
            raise ControlError(value["error"])
        return value
