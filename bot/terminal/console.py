"""The console that everything is printed on."""

import sys

from rich.console import Console


def console() -> Console:
    """Return a console on standard output: no colours and no wrapping where that is not a terminal."""
    terminal = sys.stdout.isatty()
    return Console(highlight=False, soft_wrap=not terminal, no_color=not terminal, emoji=False, markup=False)


def harmless(words: str) -> str:
    """Return a reader's words on a line, without signs that could control a terminal or turn the text round."""
    return "".join(sign if sign.isprintable() else " " for sign in words)
