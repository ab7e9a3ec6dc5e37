"""The command `casewire`."""

import errno
import io
import os
import sys
from collections.abc import MutableMapping
from contextlib import suppress

_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EPIPE})
"""Errors of an output that takes nothing any more."""
_BLAS_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS")
"""Variables by which the linear algebra below numpy is given its number of threads, when it is loaded."""


def main() -> None:
    """Run the command line; exits the process with its code."""
    _open_streams()
    use_one_blas_thread(os.environ)
    from bot.cli import app

    sys.argv = [*map(_readable, sys.argv)]
    # python-telegram-bot warns at each flood control unless it may give durations as durations.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        try:
            app(prog_name="casewire")
        finally:
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in _NOT_WRITTEN:
            raise
        if error.errno != errno.EPIPE:
            with suppress(OSError):
                sys.stderr.write(f"The output cannot be written: {error.strerror}.\n")
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # What is left in memory goes nowhere, in silence.
        sys.exit(1)


def use_one_blas_thread(environment: MutableMapping[str, str]) -> None:
    """Let numpy multiply in the thread that asks for it, unless the environment says otherwise; before it is imported.

    The products of an answer are small: to wake other threads for them costs more than it saves, and on a busy machine
    each waits for all.
    """
    if not any(name in environment for name in _BLAS_THREADS):
        environment.update(dict.fromkeys(_BLAS_THREADS, "1"))


def _readable(argument: str) -> str:
    """Return an argument; one with bytes that the locale cannot read is read as UTF-8."""
    try:
        argument.encode()
    except UnicodeEncodeError:
        return os.fsencode(argument).decode("utf-8", "replace")
    return argument


def _open_streams() -> None:
    """Open what the caller has closed, so that no file of ours takes its number and gets what is printed."""
    while (number := os.open(os.devnull, os.O_RDWR)) < 3:
        pass
    os.close(number)
    sys.stdin = sys.stdin or open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = sys.stdout or open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = sys.stderr or open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115


if __name__ == "__main__":
    main()
