"""Shows what the bot said of facts, and when."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.text import Text

from bot.config import Config
from bot.publishing.operator import storage_of
from bot.storage.fact_history import FactVersion
from bot.terminal.console import console
from handlers.replies.dates import format_date
from handlers.texts import SPOKEN
from knowledge.edtf import parse_edtf


async def versions(config: Config, fact: str | None, day: datetime | None) -> tuple[FactVersion, ...]:
    """Return all recorded versions of a fact, or what was said on a day (UTC), of a fact alone where both are given.

    Raises `StorageError`.
    """
    async with storage_of(config) as storage:
        if day is None:
            return await storage.fact_history.of(fact or "")
        begin = day.replace(tzinfo=UTC)
        said = await storage.fact_history.during(begin, begin + timedelta(days=1))
    return tuple(one for one in said if fact in {None, one.fact})


def print_history_json(found: Sequence[FactVersion]) -> None:
    """Print versions as JSON, the times in UTC as ISO 8601."""
    print(json.dumps([_plain(one) for one in found], ensure_ascii=False, indent=2))


def _plain(version: FactVersion) -> dict[str, Any]:
    until = version.until.isoformat() if version.until else None
    return {"fact": version.fact, "since": version.since.isoformat(), "until": until, **version.content}


def print_history(found: Sequence[FactVersion]) -> None:
    """Print versions: when each was said, its wording in each language, its date, and the passages that bear it out."""
    out = console()
    for number, version in enumerate(found):
        if number:
            out.print()
        until = f"until {_time(version.until)}" if version.until else "until now"
        out.print(Text(version.fact, style="bold"), Text(f"from {_time(version.since)} {until}"))
        for line in _lines(version.content):
            out.print(f"  {line}")


def _lines(content: dict[str, Any]) -> list[str]:
    lines = [f"{language}: {text}" for language, text in content["statement"].items()]
    if content["asserted_by"]:
        lines.append(f"says: {content['asserted_by'].get(SPOKEN) or next(iter(content['asserted_by'].values()))}")
    if content["date"]:
        lines.append(f"date: {format_date(parse_edtf(content['date']), SPOKEN)}")
    lines += [f"worked out ({language}): {text}" for language, text in content["derived"].items()]
    if content["disputes"]:
        lines.append(f"disputes: {', '.join(content['disputes'])}")
    if change := content["change"]:
        note = change["note"].get(SPOKEN) or next(iter(change["note"].values()), "")
        lines.append(f"{change['kind']} on {format_date(parse_edtf(change['date']), SPOKEN)}: {note}")
    for cited in content["citations"]:
        quote = " ".join(cited["quote"].split())
        published = format_date(parse_edtf(cited["date"]), SPOKEN)
        lines.append(f"“{quote}” {cited['title']} ({cited['publisher']}, {published}) {cited['url']}".rstrip())
    return lines


def _time(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"
