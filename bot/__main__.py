"""The command `casewire`."""

import sys


def main() -> None:
    """Run the command line; exits the process with its code."""
    from bot.cli import app

    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app(prog_name="casewire")


if __name__ == "__main__":
    main()
