"""Shows what `casewire doctor` found, and the counts of `casewire stats`."""

import json
import os
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from rich.text import Text

from bot.checkup.findings import Finding, State, fail
from bot.checkup.machine import check_admins, check_disk, check_secrets
from bot.checkup.parts import check_case, check_database
from bot.checkup.telegram import check_telegram
from bot.config import Config, ConfigError
from bot.network import check_environment
from bot.publishing.operator import storage_of
from bot.storage.inspection import file_of
from bot.storage.statistics import Statistics, statistics
from bot.terminal.console import console
from knowledge.casefile.problems import KnowledgeError
from knowledge.model import KnowledgeBase

_STYLES = {State.OK: "green", State.WARN: "yellow", State.FAIL: "red bold"}


async def findings(config: Config, base: KnowledgeBase | KnowledgeError, folder: Path) -> AsyncIterator[Finding]:
    """Yield what a checkup finds, part by part."""
    url, key_file = config.storage.url, config.storage.key_file
    assert url is not None, "load_config sets it"
    assert key_file is not None, "load_config sets it"
    try:
        check_environment(os.environ)
        token = config.token()
    except ConfigError as error:
        yield fail("token", str(error), "Nothing was asked at Telegram.")
    else:
        told = config.telegram.webhook_url if config.telegram.mode == "webhook" else None
        async for finding in check_telegram(config.telegram.api_url, token, told):
            yield finding
    for finding in check_secrets(config):
        yield finding
    yield await check_database(url, key_file)
    yield check_case(base, folder)
    yield check_disk((file_of(url) or key_file).parent)
    yield check_admins(config)


async def examined(config: Config, base: KnowledgeBase | KnowledgeError, folder: Path, as_json: bool) -> bool:
    """Print what a checkup finds; return whether the bot can do its work."""
    found = []
    async for finding in findings(config, base, folder):
        found.append(finding)
        if not as_json:
            show_finding(finding)
    if as_json:
        print(json.dumps({"ok": _is_well(found), "checks": [asdict(one) for one in found]}, indent=2))
    return _is_well(found)


def show_finding(finding: Finding) -> None:
    """Print a finding on a line, and on the next what to do about it."""
    text = Text(f"{finding.state:<5}", style=_STYLES[finding.state])
    console().print(text.append(f"{finding.check}: {finding.text}", style="default"))
    if finding.advice:
        console().print(Text(f"      {finding.advice}"))


def _is_well(found: Sequence[Finding]) -> bool:
    return all(finding.state is not State.FAIL for finding in found)


async def show_statistics(config: Config, as_json: bool) -> None:
    """Print the counts of a configuration's storage."""
    async with storage_of(config) as storage:
        found = await statistics(storage.database, datetime.fromtimestamp(time.time(), UTC))
    if as_json:
        print(json.dumps(_plain(found), indent=2))
        return
    out = console()
    for line in _lines(found):
        out.print(Text(line))


def _plain(found: Statistics) -> dict[str, object]:
    base = dict(zip(("version", "number", "since"), found.base, strict=True)) if found.base else None
    return asdict(found) | {"base": base, "ratings": dict(zip(("good", "bad"), found.ratings, strict=True))}


def _lines(found: Statistics) -> list[str]:
    version, number, since = found.base or ("none", 0, 0.0)
    serving = f"version {version}, number {number}, since {datetime.fromtimestamp(since, UTC):%Y-%m-%d %H:%M} UTC"
    return [
        f"base: {serving if found.base else 'nothing was served yet'}; processes: {found.replicas}",
        f"chats that follow: {_counts(found.followers)}; unreachable: {found.unreachable}",
        f"what is followed: {_counts(found.subscriptions)}",
        f"notices: {_counts(found.notices)}",
        f"deliveries: {_counts(found.deliveries)}{_age(found.oldest_delivery)}",
        f"answers that wait: {found.parked}{_age(found.oldest_parked)}",
        f"reports that wait: {found.reports}",
        f"ratings: {found.ratings[0]} helped, {found.ratings[1]} did not",
    ]


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items()) or "none"


def _age(seconds: float | None) -> str:
    return "" if seconds is None else f"; the oldest has waited {seconds:.0f} s"
