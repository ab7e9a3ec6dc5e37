"""What several processes count adds up, whoever of them is asked and whoever has died."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.meters import UNMETERED, Meter
from bot.web.prometheus_meter import PrometheusMeter
from tests.support.forks import ROOT

pytestmark = pytest.mark.slow

_COUNTING = """
import sys
from pathlib import Path
from bot.web.prometheus_meter import PrometheusMeter
meter = PrometheusMeter(Path(sys.argv[1]))
for line in sys.stdin:
    for _ in range(int(line)):
        meter.answered("found", "en", 0.03)
        meter.delivered("sent")
        meter.finished(0.2)
    meter.sender_started()
    text = meter.text().decode()
    print(len(text), flush=True)
    print(text, end="", flush=True)
"""


class Counting:
    """A process that counts, and says what it and the others have counted."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _COUNTING, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        )

    def count(self, answers: int) -> dict[str, float]:
        """Count a number of answers; return the sums of all processes."""
        asked, said = self._pipes()
        asked.write(f"{answers}\n")
        asked.flush()
        return samples(said.read(int(said.readline())))

    def kill(self) -> None:
        """End it without any order."""
        self._process.kill()
        for pipe in self._pipes():
            pipe.close()
        self._process.wait()

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout


def samples(text: str) -> dict[str, float]:
    found = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {sample.name + json.dumps(sample.labels) * bool(sample.labels): sample.value for sample in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "metrics"


@pytest.fixture
def start(folder: Path) -> Iterator[Callable[[], Counting]]:
    """Starts processes that count, and ends them after the test."""
    begun: list[Counting] = []

    def started() -> Counting:
        begun.append(Counting(folder))
        return begun[-1]

    yield started
    for one in begun:
        one.kill()


ANSWERS = 'casewire_answers_total{"kind": "found", "language": "en"}'


def test_processes_add_up_and_a_dead_ones_counts_stay(start: Callable[[], Counting]) -> None:
    first, second, third = start(), start(), start()
    first.count(3)
    second.count(5)
    assert third.count(7)[ANSWERS] == 15
    second.kill()
    found = third.count(0)
    assert found[ANSWERS] == 15
    assert found["casewire_answer_seconds_count"] == 15
    assert found['casewire_answer_seconds_bucket{"le": "0.05"}'] == 15
    assert found['casewire_delivery_attempts_total{"outcome": "sent"}'] == 15
    assert found["casewire_sender_starts_total"] == 4
    assert start().count(1)[ANSWERS] == 16, "one that comes later counts from nought, and adds to the others"


def test_no_process_is_shown_after_its_death(start: Callable[[], Counting], folder: Path) -> None:
    first, second = start(), start()
    first.count(1)
    second.count(1)
    first.kill()
    second.count(1)
    assert not [path.name for path in folder.iterdir() if path.name.startswith("gauge")]


def test_once_all_are_dead_the_folder_begins_anew(start: Callable[[], Counting], folder: Path) -> None:
    for _ in range(3):
        one = start()
        assert one.count(2)[ANSWERS] == 2
        one.kill()
    assert len(list(folder.glob("*.db"))) == 2


def test_a_process_for_itself_counts_itself_alone() -> None:
    meter = PrometheusMeter()
    meter.answered("unknown", "uk", 0.01)
    meter.sender_started_falsely()
    found = samples(meter.text().decode())
    assert found['casewire_answers_total{"kind": "unknown", "language": "uk"}'] == 1
    assert found["casewire_sender_false_starts_total"] == 1
    assert found["process_resident_memory_bytes"] > 0


def test_what_counts_nothing_has_all_that_is_counted() -> None:
    meter: Meter = UNMETERED
    meter.answered("found", "en", 0.1)
    meter.finished(0.1)
    meter.asked_to_wait("answer")
    meter.delivered("sent")
    meter.sender_started()
    meter.sender_started_falsely()
