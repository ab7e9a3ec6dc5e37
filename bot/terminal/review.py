"""Shows an operator what readers asked and did not get, one after the other, with a key for each decision."""

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from bot.config import Config
from bot.publishing.operator import storage_of
from bot.reviewer import Reviewer
from bot.terminal.console import console, harmless
from handlers.replies.facts import title_of
from handlers.reviewing import Asked
from knowledge.casefile.writing import WritingError
from knowledge.model import KnowledgeBase
from knowledge.reviewing.decision import Decision

if TYPE_CHECKING:
    from knowledge.answering.answerer import Answerer

_KEYS = "1-3 phrasing of that fact, d draft, g golden question, u unanswered, x dismiss, Enter later, q quit"
_ACTIONS = {"d": Decision.DRAFT, "u": Decision.UNANSWERED, "x": Decision.DISMISS}
_QUIT, _LATER = "q", ""


async def print_json(
    config: Config, base: KnowledgeBase, answerer: "Callable[[], Answerer]", folder: Path, clock: Callable[[], datetime]
) -> None:
    """Print what waits, and whether questions may be read."""
    async with storage_of(config) as storage:
        reviewer = Reviewer(storage, answerer, folder, clock, config.feedback.review_questions)
        found = {
            "reads_questions": reviewer.reads_questions,
            "asked": [asdict(reviewer.with_facts(one)) for one in await reviewer.asked()],
        }
    print(json.dumps(found))  # in ASCII, for a reader's words may be made to control a terminal


async def go_through(
    config: Config, base: KnowledgeBase, answerer: "Callable[[], Answerer]", folder: Path, clock: Callable[[], datetime]
) -> None:
    """Show what waits, one after the other, and do what the operator decides."""
    out = console()
    async with storage_of(config) as storage:
        reviewer = Reviewer(storage, answerer, folder, clock, config.feedback.review_questions)
        if not reviewer.reads_questions:
            out.print("Questions are not read: feedback.review_questions is off. Reports in words are.")
        asked = await reviewer.asked()
        if not asked:
            out.print("Nothing waits.")
        for number, one in enumerate(map(reviewer.with_facts, asked), start=1):
            _show(one, number, len(asked), base)
            if not await _decide(reviewer, one):
                break


def _show(one: Asked, number: int, total: int, base: KnowledgeBase) -> None:
    out = console()
    what = "a report" if one.is_report else f"asked by {one.count}"
    out.print(Text(f"\n{number} of {total}, {what} [{one.language}]", style="bold"))
    for text in one.texts:
        out.print(Text(f"  {harmless(text)}"))
    for place, fact in enumerate(one.nearest, start=1):
        title = title_of(base.facts[fact], one.language) if fact in base.facts else "no longer in the case"
        out.print(Text(f"    {place} {fact}: {title}", style="dim"))


async def _decide(reviewer: Reviewer, one: Asked) -> bool:
    """Ask for a key until one can be obeyed; return whether to go on with the next."""
    out = console()
    while True:
        key = typer.prompt(_KEYS, default=_LATER, show_default=False).strip().casefold()
        if key in {_QUIT, _LATER}:
            return key == _LATER
        decided = _decided(key, one.nearest)
        if decided is None:
            out.print("No such key.")
            continue
        try:
            written = await reviewer.act(one.code, *decided)
        except WritingError as error:
            out.print(Text(f"Nothing was written. {error}"))
            continue
        out.print(Text(f"Written to {written}." if written else "Gone." if written is None else "Dismissed."))
        return True


def _decided(key: str, nearest: Sequence[str]) -> tuple[Decision, str] | None:
    """Return what a key means; None for one that means nothing here."""
    if key in _ACTIONS:
        return _ACTIONS[key], ""
    if key == "g":
        options = [*nearest, ""]
        place = typer.prompt("The fact that answers it (0: none does)", type=int, default=0)
        return (Decision.GOLDEN, options[place - 1]) if 0 <= place < len(options) else None
    if key.isdecimal() and 1 <= int(key) <= len(nearest):
        return Decision.PHRASING, nearest[int(key) - 1]
    return None
