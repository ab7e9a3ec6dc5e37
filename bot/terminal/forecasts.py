"""Prints what readers of a case will get, by its forecast."""

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from bot.terminal.case_reports import share
from bot.terminal.console import console
from knowledge.quality.forecast import Reply

if TYPE_CHECKING:
    from knowledge.quality.forecast import Forecast

FIRST = 10
"""Number of facts to work on first."""
_GOOD = 0.999
"""Threshold: a fact whose replies are worth as much needs no work."""


def print_forecast(forecast: "Forecast", full: bool) -> None:
    """Print what readers will get: in all, and for the facts to work on first; for every fact in a full check."""
    replies = forecast.replies
    out = console()
    if not replies:
        return
    parts = ", ".join(f"{reply.value} {share(replies[reply], replies.total())}" for reply in Reply)
    out.print(Text("\nForecast", style="bold"))
    out.print(f"Of {replies.total()} phrasings, each asked while it is left out: {parts}.")
    weak = [one for one in forecast.facts if full or one.worth < _GOOD]
    shown = weak if full else weak[:FIRST]
    if shown:
        out.print("All facts, the worst first:" if full else "Work on these first:")
        width = max(len(one.fact.id) for one in shown)
        for one in shown:
            line = Text(f"  {one.fact.id:{width}}  {_counts(one.replies)}")
            out.print(line.append(_example(one.missed), style="dim"))
        out.print(f"More words for them: casewire phrasings ask --weakest {min(FIRST, len(weak))}")
    if count := len(forecast.single):
        out.print(f"Of {count} {'fact' if count == 1 else 'facts'} with one phrasing alone nothing can be said.")


def _counts(replies: Counter[Reply]) -> str:
    return ", ".join(f"{reply.value} {replies[reply]}" for reply in Reply if replies[reply])


def _example(missed: list[str]) -> str:
    return f"; nothing for: {missed[0]}" if missed else ""
