"""Prints how far the writing of a site is, and what came of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console

from bot.site.writing import Watch, Written
from bot.terminal.console import console


@contextmanager
def site_progress(expected: int) -> Iterator[Watch]:
    """Show a bar on standard error; nothing where that is not a terminal."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TimeElapsedColumn

    with Progress(
        BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True), transient=True
    ) as bar:
        task = bar.add_task("", total=expected)
        yield lambda done: bar.update(task, completed=done, total=max(done, expected))


def print_written(folder: Path, written: Written, *, has_url: bool) -> None:
    """Print how many files there are, and how many were written anew."""
    out = console()
    gone = f", {written.removed} removed" if written.removed else ""
    out.print(
        f"{folder}: {written.files} files, {written.changed} written{gone}; largest page {written.largest:,} bytes."
    )
    out.print(f"Open {folder / 'index.html'}, or: casewire site serve")
    if not has_url:
        out.print("Without site.url there is no sitemap, and feeds have relative links.")
