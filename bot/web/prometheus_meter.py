"""Counts what happens, in the form that Prometheus reads: counters and histograms, of one process or of several."""

from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from bot.meters import Sending
from bot.web.metrics_folder import MetricsFolder

_ANSWER_SECONDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
"""Bounds in seconds: an answer takes some 10 to 50 ms, and 2 seconds are a fault. Arbitrary."""
_UPDATE_SECONDS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 15.0, 60.0, 300.0)
"""Bounds in seconds: with Telegram's part, and up to an outage of five minutes. Arbitrary."""


class PrometheusMeter:
    """What this process counts, or all that share a folder."""

    def __init__(self, folder: Path | None = None) -> None:
        """Take the folder that several processes share, if they do; raises `OSError` if it cannot be used."""
        self._folder = MetricsFolder(folder) if folder is not None else None
        own = CollectorRegistry()
        self._answers = Counter("casewire_answers", "Answers by kind and language.", ("kind", "language"), registry=own)
        self._answer_seconds = Histogram(
            "casewire_answer_seconds", "Seconds to work an answer out.", buckets=_ANSWER_SECONDS, registry=own
        )
        self._update_seconds = Histogram(
            "casewire_update_seconds",
            "Seconds from when an update came until it was finished, repetitions included.",
            buckets=_UPDATE_SECONDS,
            registry=own,
        )
        self._waits = Counter(
            "casewire_asked_to_wait", "Responses 429 of Telegram, by what was sent.", ("sending",), registry=own
        )
        self._deliveries = Counter(
            "casewire_delivery_attempts", "Attempts at deliveries, by what came of them.", ("outcome",), registry=own
        )
        self._starts = Counter("casewire_sender_starts", "How often a process became the sender.", registry=own)
        self._false_starts = Counter(
            "casewire_sender_false_starts", "How often a sender lost the lease before it stopped.", registry=own
        )
        self._registry = own if self._folder is None else CollectorRegistry()
        if self._folder is None:
            ProcessCollector(registry=own)
        else:
            MultiProcessCollector(self._registry, str(self._folder.path))

    def text(self) -> bytes:
        """Return all counts in Prometheus's text format."""
        return generate_latest(self._registry)

    def close(self) -> None:
        """Leave the folder that several processes share; what was counted stays."""
        if self._folder is not None:
            self._folder.leave()

    def answered(self, kind: str, language: str, seconds: float) -> None:
        """Count an answer."""
        self._answers.labels(kind, language).inc()
        self._answer_seconds.observe(seconds)

    def finished(self, seconds: float) -> None:
        """Count an update that is finished."""
        self._update_seconds.observe(seconds)

    def asked_to_wait(self, sending: Sending) -> None:
        """Count a response 429."""
        self._waits.labels(sending).inc()

    def delivered(self, outcome: str) -> None:
        """Count an attempt at a delivery."""
        self._deliveries.labels(outcome).inc()

    def sender_started(self) -> None:
        """Count that this process became the sender."""
        self._starts.inc()

    def sender_started_falsely(self) -> None:
        """Count that this process lost the lease."""
        self._false_starts.inc()
