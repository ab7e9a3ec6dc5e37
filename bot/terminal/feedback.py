"""Shows an operator what readers say of answers, as text or as data."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.text import Text

from bot.config import Config
from bot.publishing.operator import storage_of
from bot.terminal.console import console, harmless
from handlers.replies.facts import gist, title_of
from knowledge.feedback import KeptReport, Rating
from knowledge.model import KnowledgeBase
from knowledge.notices.diff import wording_of


async def show(config: Config, base: KnowledgeBase, now: datetime, as_json: bool) -> None:
    """Print the reports that wait, and the counts of all wordings."""
    async with storage_of(config) as storage:
        reports, ratings = await storage.feedback.reports(now), await storage.feedback.ratings()
    if as_json:
        listed = {
            "reports": [_report(one, base) for one in reports],
            "ratings": [_rating(one, base) for one in ratings],
        }
        print(json.dumps(listed))  # in ASCII, for a reader's words may be made to control a terminal
        return
    _print(reports, ratings, base)


async def close(config: Config, ids: Sequence[str]) -> tuple[str, ...]:
    """Delete reports that are done; return the ids of those that there were."""
    async with storage_of(config) as storage:
        return await storage.feedback.close(ids)


def _report(kept: KeptReport, base: KnowledgeBase) -> dict[str, Any]:
    report = kept.report
    fact = base.facts.get(report.fact)
    return {
        "id": kept.id,
        "day": kept.day.isoformat(),
        "until": kept.until.isoformat(),
        "fact": report.fact,
        "wording": report.wording,
        "is_current": _is_current(report.fact, report.wording, base),
        "language": report.language,
        "statement": gist(fact, report.language) if fact else None,
        "words": report.words or None,
    }


def _rating(rating: Rating, base: KnowledgeBase) -> dict[str, Any]:
    is_current = _is_current(rating.fact, rating.wording, base)
    return {
        "fact": rating.fact,
        "wording": rating.wording,
        "is_current": is_current,
        "good": rating.good,
        "bad": rating.bad,
    }


def _is_current(fact_id: str, wording: str, base: KnowledgeBase) -> bool:
    """Whether a fact still reads as a reader saw it."""
    return fact_id in base.facts and wording_of(base.facts[fact_id]) == wording


def _print(reports: Sequence[KeptReport], ratings: Sequence[Rating], base: KnowledgeBase) -> None:
    out, language = console(), base.case.default_language
    how = f"Reports: {len(reports)}. When one is done: casewire reports close ID"
    out.print(how if reports else "No reports are waiting.")
    for kept in reports:
        fact = base.facts.get(kept.report.fact)
        out.print(Text(f"\n{kept.id}  {kept.day}  {kept.report.fact} [{kept.report.language}]", style="bold"))
        state = "" if _is_current(kept.report.fact, kept.report.wording, base) else " (changed since)"
        read = gist(fact, kept.report.language) if fact else "The fact is no longer in the case."
        out.print(Text(f"  told: {read}{state if fact else ''}"))
        out.print(Text(f"  the reader: {harmless(kept.report.words) or 'no words'}"))
        out.print(Text(f"  deleted on {kept.until} at the latest", style="dim"))
    if ratings:
        out.print("\nHelped and did not, by wording:")
    for rating in ratings:
        fact = base.facts.get(rating.fact)
        title = title_of(fact, language) if fact else "no longer in the case"
        state = "" if _is_current(rating.fact, rating.wording, base) else " (an earlier wording)"
        out.print(Text(f"  👍 {rating.good}  👎 {rating.bad}  {rating.fact}: {title}{state if fact else ''}"))
