"""What can be read off the database at the moment when somebody asks: no process has to be alive for its part of it."""

from collections.abc import Callable, Iterable
from datetime import datetime

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.reloading.served import ServedBase
from bot.storage import Storage, StorageError

_VERSION = 12
"""Characters of a version's hash that tell it from others; arbitrary."""


async def read(storage: Storage, served: ServedBase | None, clock: Callable[[], datetime]) -> bytes:
    """Return the ages of the queues, the processes and the base, in Prometheus's text format.

    While the database fails, that is all that is said of it.
    """
    try:
        found = await _of_database(storage, clock().timestamp())
    except StorageError:
        found = [_gauge("casewire_database_up", "Whether the database can be used.", 0.0)]
    if served is not None:
        found.append(_info(served))
    registry = CollectorRegistry()
    registry.register(_Found(found))
    return generate_latest(registry)


async def _of_database(storage: Storage, now: float) -> list[Metric]:
    inbox = await storage.inbox.waiting_since()
    due, outbox = await storage.outbox.due_since(now)
    versions = list((await storage.replicas.seen(now)).values())
    replicas = GaugeMetricFamily("casewire_replicas", "Running processes, by the base's version.", labels=("version",))
    for version in sorted(set(versions)):
        replicas.add_metric((version[:_VERSION],), versions.count(version))
    return [
        _gauge("casewire_database_up", "Whether the database can be used.", 1.0),
        _gauge("casewire_inbox_age_seconds", "Age of the update that waits longest.", _age(inbox, now)),
        _gauge("casewire_outbox_age_seconds", "Seconds for which the first delivery is due.", _age(outbox, now)),
        _gauge("casewire_outbox_due", "Deliveries that are due.", float(due)),
        replicas,
    ]


def _age(since: float | None, now: float) -> float:
    return max(0.0, now - since) if since is not None else 0.0


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)


def _info(served: ServedBase) -> Metric:
    names = ("case", "version", "number")
    info = GaugeMetricFamily("casewire_base_info", "What this process answers from; always 1.", labels=names)
    info.add_metric((served.base.case.id, served.version[:_VERSION], str(served.number)), 1.0)
    return info


class _Found(Collector):
    def __init__(self, found: Iterable[Metric]) -> None:
        self._found = tuple(found)

    def collect(self) -> Iterable[Metric]:
        return self._found
