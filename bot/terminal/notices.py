"""Shows notices, what became of them, and what changed, in a terminal."""

import asyncio
import time
from datetime import UTC, datetime

from rich.console import JustifyMethod
from rich.live import Live
from rich.table import Table
from rich.text import Text

from bot.config import Config
from bot.publishing.drafts import States, change_lines
from bot.publishing.operator import check_published, storage_of
from bot.storage.audit_log import Step, first_flaw
from bot.storage.properties import OUTAGE
from bot.terminal.console import console
from bot.terminal.printing import print_html
from handlers.replies.notices import NoticeForChat, render_notice
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.audience import About
from knowledge.notices.diff import Changes
from knowledge.notices.reasons import Reason
from knowledge.notices.states import ENDED, DeliveryState, NoticeState


def show(notice: Notice, base: KnowledgeBase, number: int, change: NoticeState | None = None) -> None:
    """Print a notice as readers will see it, in each language; `change` may be that it is corrected or recalled."""
    reason = Reason(change or About.CASE)
    out = console()
    for language in base.case.languages:
        out.print(Text(f"── {language} ", style="dim"))
        reply = render_notice(NoticeForChat(notice, number, reason), base, language)
        print_html(out, reply.html)
        out.print(Text("  ".join(f"[{button.text}]" for row in reply.buttons for button in row), style="cyan"))


def show_changes(changes: Changes) -> None:
    """Print what changed, with the ids, and what to do about facts that are gone."""
    for line in change_lines(changes):
        console().print(line)
    if changes.gone_facts:
        console().print(
            "Who was told a fact that is gone learns more if you keep it and add a change of kind withdrawn."
        )


def show_notices(base: KnowledgeBase, states: States) -> None:
    """Print the notices of a case, and those whose file is gone, with what became of them."""
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for heading in ("notice", "date", "state", "number", "due", "headline"):
        justify: JustifyMethod = "right" if heading == "number" else "left"
        table.add_column(heading, justify=justify, no_wrap=heading != "headline")
    for notice_id in (*base.notices, *(known for known in states if known not in base.notices)):
        state, number, due_at = states.get(notice_id, (NoticeState.DRAFT, 0, None))
        notice = base.notices.get(notice_id)
        day, headline = (notice.date.text, notice.headline[base.case.default_language]) if notice else ("", "(no file)")
        due = _time(due_at) if due_at is not None else ""
        table.add_row(notice_id, day, state, str(number or ""), due, headline)
    console().print(table if table.row_count else "The case has no notices. To draft one: casewire notices draft")


async def show_verification(config: Config) -> bool:
    """Print whether the audit log holds, in one sentence; return whether it does."""
    async with storage_of(config) as storage:
        steps = await storage.audit_log.steps()
    flaw = first_flaw(steps)
    if flaw is not None:
        console().print(_broken(*flaw))
    elif steps:
        last = steps[-1]
        count = f"{len(steps)} step{'s' if len(steps) != 1 else ''}"
        console().print(f"The audit log holds: {count}, the last at {_time(last.at)}, with the hash {last.digest}.")
    else:
        console().print("The audit log is empty: nothing was published, proposed or scheduled yet.")
    return flaw is None


def _broken(number: int, step: Step) -> str:
    """Return which step breaks the chain, and what to do; `number` is the one that it should have."""
    what = f"step {step.number} ({_time(step.at)}, {step.action}, notice {step.notice}, by {step.actor})"
    if step.number != number:
        why = f"step {number} is missing before {what}"
    else:
        why = f"{what} was changed after it was written, or the one before it was"
    return f"The audit log is broken: {why}. Compare the table `audit` with a backup made before that."


def _time(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"


async def show_deliveries(config: Config, notice_id: str | None, watch: bool) -> None:
    """Print how many deliveries are in which state, and why; with `watch`, until none is left.

    Raises `PublishingError` for a notice that was never published.
    """
    async with storage_of(config) as storage:
        if notice_id is not None:
            await check_published(storage, notice_id)
        counts = await storage.outbox.counts(notice_id)
        if since := await storage.properties.get(OUTAGE):
            console().print(f"Telegram has not answered since {since} UTC. What waits is sent once it does.")
        if not watch:
            console().print(_table(counts))
            return
        begun, first = time.monotonic(), _done(counts)
        with Live(_table(counts), console=console(), refresh_per_second=2) as live:
            while _left(counts):
                await asyncio.sleep(0.5)
                counts = await storage.outbox.counts(notice_id)
                rate = (_done(counts) - first) / (time.monotonic() - begun)
                live.update(_table(counts, rate))


def _table(counts: list[tuple[str, DeliveryState, str, int]], rate: float | None = None) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2))
    for heading in ("notice", "state", "chats", "why"):
        table.add_column(heading, justify="right" if heading == "chats" else "left")
    for notice, state, note, count in counts:
        table.add_row(notice, state, str(count), note)
    if rate is not None:
        left = _left(counts)
        seconds = f", {left / rate:.0f} s to go" if rate else ""
        table.add_row("", "", "", f"{rate:.1f} a second, {_done(counts)} done, {left} left{seconds}")
    return table


def _done(counts: list[tuple[str, DeliveryState, str, int]]) -> int:
    return sum(count for _, state, _, count in counts if state in ENDED)


def _left(counts: list[tuple[str, DeliveryState, str, int]]) -> int:
    return sum(count for _, state, _, count in counts if state not in {*ENDED, DeliveryState.HELD})
