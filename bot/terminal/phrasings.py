"""Prints what became of proposed phrasings."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from bot.terminal.case_reports import share
from bot.terminal.console import console
from knowledge.quality.forecast import Reply

if TYPE_CHECKING:
    from knowledge.model import KnowledgeBase
    from knowledge.phrasing.proving import Proof
    from knowledge.phrasing.taking import Taken
    from knowledge.phrasing.thinning import Thinned
    from knowledge.quality.comparison import Comparison


def print_taken(taken: "Taken") -> None:
    """Print what is kept, under what it is for, and what is dropped, each with its reason."""
    out = console()
    owner = ""
    for one in taken.kept:
        if one.reading.owner != owner:
            owner = one.reading.owner
            out.print(Text(f"{owner}{' (unanswered)' if one.unanswered else ''}", style="bold"))
        out.print(
            Text(f"  + {one.reading.text}  ").append(f"{one.reading.language}, gains {one.gain:.2f}", style="dim")
        )
    if taken.dropped:
        out.print(Text("\ndropped", style="bold"))
    for verdict in taken.dropped:
        name = f"{verdict.proposal.owner or '?'}: {verdict.proposal.text}"
        out.print(Text(f"  - {name}  ").append(verdict.reason, style="dim"))
    reasons = Counter(_kind(verdict.reason) for verdict in taken.dropped)
    said = "; ".join(f"{count} because {reason}" for reason, count in reasons.most_common())
    out.print(f"\n{len(taken.kept)} kept, {len(taken.dropped)} dropped{': ' if said else ''}{said}")


def _kind(reason: str) -> str:
    """Return a reason without the names in it, to count it."""
    words = ("the documents do not have", "the fact does not have", "it judges", "the case has no fact")
    if begins := next((word for word in words if reason.startswith(word)), None):
        return begins
    if reason.startswith("readers would get"):
        return "readers would get another fact"
    if reason.startswith("it is taken for"):
        return "it is taken for an unanswered question"
    if reason.startswith("it ") and " of " in reason and "measured" not in reason:
        return "another has it"
    return reason


def print_gained(proof: "Proof") -> None:
    """Print what readers get for the phrasings that were there, left out in turn, before and after."""
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for heading in ("", "answered", "nearest", "button", "nothing", "other fact"):
        table.add_column(heading, justify="left" if not heading else "right", no_wrap=True)
    for name, replies in (("before", proof.before), ("after", proof.after)):
        table.add_row(name, *(share(replies[reply], replies.total()) for reply in Reply))
    out = console()
    out.print("\nThe phrasings that were there, each asked while it is left out:")
    out.print(table)


def print_thinned(base: "KnowledgeBase", thinned: "Thinned", comparison: "Comparison") -> None:
    """Print how many phrasings go and stay, of facts and of unanswered questions, and what answers are worth then."""
    out = console()
    facts = sum(len(texts) for own in (thinned.dropped.get(one, {}) for one in base.facts) for texts in own.values())
    total = sum(len(own) for fact in base.facts.values() for own in fact.questions.values())
    others = sum(len(own) for one in base.unanswered for own in one.questions.values())
    out.print(f"phrasings of facts: {total - facts} of {total} stay; of unanswered questions: ", end="")
    out.print(f"{others - (thinned.count - facts)} of {others}")
    if comparison.before is None or comparison.after is None:
        out.print("The case has no golden questions, so nobody can say what answers are worth without them.")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for heading in ("", "found", "or suggested", "wrong"):
        table.add_column(heading, justify="left" if not heading else "right", no_wrap=True)
    for name, one in (("before", comparison.before), ("after", comparison.after)):
        shares = (one.found_share, one.suggested_share, one.wrong_share)
        table.add_row(name, *(f"{part:.1%}" for part in shares))
    out.print(table)


def print_written(files: Sequence[str], case: Path) -> None:
    """Print where phrasings were written."""
    places = f"{files[0]}" if len(files) == 1 else f"{len(files)} files"
    console().print(f"Written to {places} in {case}. casewire phrasings undo takes it back.")


def print_undone(files: Sequence[str]) -> None:
    """Print which files are as they were."""
    console().print(f"As before: {', '.join(files)}")
