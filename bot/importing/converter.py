"""Converts sources in processes of their own, each with limits on time, memory and output."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from queue import SimpleQueue
from typing import IO, cast

from bot.importing.limits import Limits
from bot.importing.messages import BrokenMessageError, read_result, write_source
from bot.importing.worker import TOO_LARGE
from knowledge.importing.draft import Draft, Source

_MAX_PROCESSES = 4
"""Maximum number of conversions at a time; arbitrary."""
GAVE_UP = "made its reader end without a word: it is broken, or needs more memory than is allowed; save it anew"
Converted = tuple[Draft, ...] | str
"""The documents of a source, or the sentence why there are none."""


def convert_all(sources: Sequence[Source], limits: Limits) -> Iterator[tuple[int, Converted]]:
    """Yield the place of each source in the sequence with what came of it, as they are done."""
    count = max(1, min(len(sources), os.cpu_count() or 1, _MAX_PROCESSES))
    idle: SimpleQueue[Converting] = SimpleQueue()
    for _ in range(count):
        idle.put(Converting(limits))

    def convert(source: Source) -> Converted:
        process = idle.get()
        try:
            return process.convert(source)
        finally:
            idle.put(process)

    with ThreadPoolExecutor(count) as threads:
        try:
            waiting = {threads.submit(convert, source): place for place, source in enumerate(sources)}
            for done in as_completed(waiting):
                yield waiting[done], done.result()
        finally:
            threads.shutdown(wait=True, cancel_futures=True)
            for _ in range(count):
                idle.get().close()


class Converting:
    """A converting process; it is started when it is first needed, and anew after one that ended."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._process: subprocess.Popen[bytes] | None = None

    def convert(self, source: Source) -> Converted:
        """Return what came of a source; whatever happens to the process, it is a sentence."""
        process = self._process or self._start()
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._limits.seconds, end)
        timer.start()
        try:
            write_source(cast("IO[bytes]", process.stdin), source)
            return read_result(cast("IO[bytes]", process.stdout), self._limits.output)
        except (BrokenMessageError, BrokenPipeError) as error:
            self.close()
            if late.is_set():
                return f"takes longer than {self._limits.seconds:.0f} seconds; give it more with --seconds, or split it"
            return TOO_LARGE if "more" in str(error) else GAVE_UP
        finally:
            timer.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "bot.importing.worker", str(self._limits.memory), str(self._limits.source)]
        environment = {
            **{name: os.environ[name] for name in ("PATH", "COVERAGE_PROCESS_CONFIG") if name in os.environ},
            "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
        }
        self._process = subprocess.Popen(  # noqa: S603 - the interpreter itself, with a module of ours
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
        )
        return self._process

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is None:
            return
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(BrokenPipeError):  # What was not yet sent is of no use.
                    stream.close()
        self._process.wait()
        self._process = None
