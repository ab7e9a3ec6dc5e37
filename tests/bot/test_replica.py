"""Several processes on one database: all answer from what is agreed on, each from one version at a time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.publishing.serving import versions_served
from bot.reloading.aside import RELOAD, ROLL_BACK, Aside
from bot.reloading.beginning import begin
from bot.reloading.replica import Replica
from bot.reloading.served import ServedBase
from bot.storage import Storage
from handlers.reloads import ReloadOutcome
from knowledge.answering.answers import Found
from knowledge.casefile.loading import load
from tests.knowledge.small_case import FACTS, QUESTION, STATEMENT, write
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow

CHANGED = "The mayor said that the harbour office shut the north pier."


def now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Process:
    """What stands for a process, and what it answers from."""

    replica: Replica
    taken: list[ServedBase] = field(default_factory=list)

    def statement(self) -> str:
        """Return what the process says to the question."""
        served = self.replica.served
        answer = served.answerer().answer(QUESTION)
        assert isinstance(answer, Found)
        return served.base.facts[answer.matches[0].fact_id].statement["en"]


@dataclass
class Two:
    """Two processes on one database, and the case folder of both.

    They share a connection: SQLite's locks are those of a process, and these two are one.
    """

    aside: Aside
    storage: Storage
    processes: list[Process]

    async def version_is(self, number: int) -> None:
        """Wait until both answer from a version, as all can see."""

        async def is_seen() -> bool:
            agreed = await self.storage.bases.agreed()
            assert agreed is not None
            served = await versions_served(self.storage, now().timestamp())
            return served == {agreed.version} and all(one.replica.served.number == number for one in self.processes)

        await eventually(is_seen)


@pytest.fixture
async def two(url: str, tmp_path: Path) -> AsyncIterator[Two]:
    case, key = write(tmp_path / "case"), tmp_path / "key"
    key.write_bytes(bytes(32))
    key.chmod(0o600)
    processes, running = [], []
    aside = Aside(url, key, case, 0.01)
    storage = await Storage.open(url, key)
    for _ in range(2):
        process = Process(Replica(storage, await begin(storage, load(case), now), aside, now))
        process.replica.tell(process.taken.append)
        processes.append(process)
        running.append(asyncio.create_task(process.replica.run()))
    found = Two(aside, storage, processes)
    await found.version_is(1)
    yield found
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    assert await storage.replicas.seen(now().timestamp()) == {}, "who ends is not waited for"
    await storage.close()


async def test_what_one_takes_in_all_answer_from_and_all_go_back(two: Two) -> None:
    write(two.aside.folder, {"facts/closure.yaml": FACTS.replace(STATEMENT, CHANGED)})
    result = await two.aside.run(RELOAD, "me")
    assert (result.outcome, result.number, result.changes) == (ReloadOutcome.DONE, 2, (0, 1, 0))
    await two.version_is(2)
    assert [process.statement() for process in two.processes] == [CHANGED, CHANGED]
    assert [[served.number for served in process.taken] for process in two.processes] == [[2], [2]]
    assert (await two.aside.run(RELOAD, "me")).outcome is ReloadOutcome.SAME
    assert (await two.aside.run(ROLL_BACK, "me")).outcome is ReloadOutcome.UNDONE
    await two.version_is(3)
    assert [process.statement() for process in two.processes] == [STATEMENT, STATEMENT]


async def test_of_two_reloads_at_once_one_counts_and_all_end_with_one_version(two: Two) -> None:
    write(two.aside.folder, {"facts/closure.yaml": FACTS.replace(STATEMENT, CHANGED)})
    results = await asyncio.gather(two.aside.run(RELOAD, "me"), two.aside.run(RELOAD, "you"))
    assert sorted(result.outcome for result in results) in (["done", "overtaken"], ["done", "same"])
    await two.version_is(2)
    assert [process.statement() for process in two.processes] == [CHANGED, CHANGED]


async def test_a_process_that_cannot_do_the_work_says_why(two: Two, tmp_path: Path) -> None:
    elsewhere = Aside(two.aside.url, tmp_path / "no-such-key", two.aside.folder, 0.01)
    result = await elsewhere.run(RELOAD, "me")
    assert result.outcome is ReloadOutcome.FAILED
    assert "key" in result.problems[0]
