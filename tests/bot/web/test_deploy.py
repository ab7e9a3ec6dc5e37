"""The dashboard and the alert rules speak of what the product counts."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from bot.config import known_keys
from bot.reloading.served import ServedBase
from bot.storage import Storage
from bot.web.gauges import read
from bot.web.prometheus_meter import PrometheusMeter
from tests.knowledge.harbour import harbour
from tests.support.databases import sqlite_url

DEPLOY = Path(__file__).parents[3] / "deploy"
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)


def rules() -> list[dict[str, str]]:
    (group,) = yaml.safe_load((DEPLOY / "alerts.yml").read_text(encoding="utf-8"))["groups"]
    return list(group["rules"])


def queries() -> Iterator[str]:
    yield from (rule["expr"] for rule in rules())
    for panel in json.loads((DEPLOY / "grafana.json").read_text(encoding="utf-8"))["panels"]:
        yield from (target["expr"] for target in panel["targets"])


async def exported(folder: Path) -> dict[str, set[str]]:
    """Return the names of all samples that a process may give, each with the names of its labels."""
    meter = PrometheusMeter()
    meter.answered("found", "en", 0.01)
    meter.finished(0.1)
    meter.asked_to_wait("notice")
    meter.delivered("sent")
    storage = await Storage.open(sqlite_url(folder / "bot.sqlite3"), bytes(32))
    await storage.replicas.show("one", "abc", NOW.timestamp())
    served = ServedBase(replace(harbour()), lambda: pytest.fail("nobody asks"), "abc", 1, NOW)
    text = (meter.text() + await read(storage, served, lambda: NOW)).decode()
    await storage.close()
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {sample.name: set(sample.labels) for sample in samples}


async def test_every_metric_and_label_that_a_query_names_is_one_that_the_bot_has(tmp_path: Path) -> None:
    there = await exported(tmp_path)
    for query in queries():
        names = re.findall(r"casewire_\w+", query)
        assert names or "up{" in query, query
        for name in names:
            assert name in there, f"{name} in {query}"
        by = [label.strip() for labels in re.findall(r"by \(([^)]*)\)", query) for label in labels.split(",")]
        by += re.findall(r"\{(\w+)=", query.replace("up{job", "up{"))
        known = {"le"}.union(*(there[name] for name in names))
        assert not set(by) - known, query


def test_the_unit_sets_keys_that_there_are_and_runs_a_command_that_there_is() -> None:
    unit = (DEPLOY / "casewire.service").read_text(encoding="utf-8")
    names = re.findall(r"^Environment=(CASEWIRE_\w+)=", unit, re.MULTILINE)
    assert names
    assert {name.removeprefix("CASEWIRE_").lower().replace("__", ".", 1) for name in names} <= set(known_keys())
    assert "ExecStart=/opt/casewire/bin/casewire run --config" in unit


@pytest.mark.parametrize("name", ["nginx.conf", "Caddyfile"])
def test_a_proxy_passes_on_the_webhook_and_neither_health_nor_metrics(name: str) -> None:
    text = "\n".join(line.partition("#")[0] for line in (DEPLOY / name).read_text(encoding="utf-8").splitlines())
    assert "/telegram" in text
    assert not re.search(r"healthz|readyz|metrics", text)
    assert "404" in text, "all else is not there"


def test_every_alert_says_what_is_wrong_and_what_to_do() -> None:
    for rule in rules():
        assert set(rule["annotations"]) == {"summary", "description"}, rule["alert"]
        assert rule["labels"], rule["alert"]
