"""The command `casewire`."""

import io
import os
import sys


def main() -> None:
    """Run the command line; exits the process with its code."""
    from bot.cli import app

    # python-telegram-bot warns at each flood control unless it may give durations as durations.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    app(prog_name="casewire")


if __name__ == "__main__":
    main()
