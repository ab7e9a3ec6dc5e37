"""Prints what was drafted from a document."""

from collections import Counter
from pathlib import Path

from rich.text import Text

from bot.terminal.console import console
from knowledge.drafting.drafts import Drafting

_NEW_NAMES = 20
"""Maximum number of new names that are listed; arbitrary."""


def print_drafting(made: Drafting, file: Path) -> None:
    """Print how many drafts there are, what they lack, which names are new, and what was left out."""
    out, drafts = console(), made.drafts
    if drafts:
        out.print(Text(f"{len(drafts)} draft{'s' if len(drafts) != 1 else ''} in {file}", style="bold"))
        out.print(f"  asserted by a name of the case: {sum(bool(one.asserter.id) for one in drafts)}")
        out.print(f"  with one date: {sum(len(one.dates) == 1 for one in drafts)}")
        out.print(f"  with a question: {sum(bool(one.title) for one in drafts)}")
    else:
        out.print("Nothing to draft.")
    if made.left_out:
        reasons = ", ".join(f"{count} {reason}" for reason, count in made.left_out.most_common())
        out.print(f"Sentences left out: {reasons}")
    new = Counter(name for one in drafts for name in one.new_names)
    if new:
        out.print("Names that case.yaml does not have, as they are written:")
        for name, count in new.most_common(_NEW_NAMES):
            out.print(Text(f"  {name} ({count})"))
        if len(new) > _NEW_NAMES:
            out.print(f"  and {len(new) - _NEW_NAMES} more")
    if drafts:
        out.print("Nobody is told a draft. Approve one by removing its status; casewire check says what it lacks.")
