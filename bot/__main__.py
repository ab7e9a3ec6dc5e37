"""The command `casewire`."""

import errno
import io
import os
import sys
from contextlib import suppress

_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EPIPE})
"""Errors of an output that takes nothing any more."""


def main() -> None:
    """Run the command line; exits the process with its code."""
    _open_streams()
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
