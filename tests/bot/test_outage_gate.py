"""The gate for answers: an outage stops all but one probe, its end lets all go on, and it is two lines in the log."""

import asyncio

import pytest
from structlog.testing import capture_logs

from bot.intake.outage_gate import OutageGate
from bot.stopping import Stop
from tests.support.eventually import eventually
from tests.support.virtual_time import in_virtual_time


class Telegram:
    """Whether Telegram answers, and how often it was asked."""

    def __init__(self) -> None:
        self.alive = True
        self.asked = 0

    async def is_alive(self) -> bool:
        self.asked += 1
        return self.alive


@pytest.fixture(autouse=True)
def _hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.circuit_breaker.backoff", lambda failures: 0.02)
    monkeypatch.setattr("bot.intake.outage_gate._SPREAD", 0.01)


@pytest.fixture
def telegram() -> Telegram:
    return Telegram()


@pytest.fixture
def stop() -> Stop:
    return Stop()


@pytest.fixture
def gate(telegram: Telegram, stop: Stop) -> OutageGate:
    return OutageGate(telegram.is_alive, stop.pause)


def fail(gate: OutageGate, times: int = 3) -> None:
    for _ in range(times):
        gate.failed()


async def test_failures_with_a_success_between_them_are_no_outage(gate: OutageGate) -> None:
    fail(gate, 2)
    await gate.succeeded()
    fail(gate, 2)
    assert not gate.is_outage


async def test_three_failures_in_a_row_are_an_outage(gate: OutageGate) -> None:
    fail(gate, 3)
    assert gate.is_outage


async def test_after_one_failure_no_attempt_is_spent_on_a_dead_telegram(gate: OutageGate, telegram: Telegram) -> None:
    telegram.alive = False
    fail(gate, 1)
    waiting = asyncio.create_task(attempt(gate))
    await eventually(lambda: telegram.asked >= 2)
    assert gate.is_outage
    assert not waiting.done()
    telegram.alive = True
    assert await asyncio.wait_for(waiting, 60)


async def attempt(gate: OutageGate) -> bool:
    async with gate.turn() as goes_on:
        return goes_on


def test_in_an_outage_one_at_a_time_probes_and_success_lets_all_go_on(gate: OutageGate) -> None:
    fail(gate)
    under_way, most, through = 0, 0, 0

    async def attempt() -> None:
        nonlocal under_way, most, through
        async with gate.turn() as goes_on:
            assert goes_on
            if gate.is_outage:
                under_way += 1
                most = max(most, under_way)
                await asyncio.sleep(60)
                under_way -= 1
                through += 1
                if through < 3:
                    gate.failed()
                else:
                    await gate.succeeded()

    async def all_at_once() -> None:
        await asyncio.gather(*(attempt() for _ in range(50)))

    in_virtual_time(all_at_once())
    assert most == 1
    assert through == 3


async def test_an_update_that_needed_no_message_does_not_end_an_outage(gate: OutageGate, telegram: Telegram) -> None:
    telegram.alive = False
    fail(gate)
    await gate.succeeded()
    assert gate.is_outage


def test_who_rests_goes_on_once_the_outage_is_over(gate: OutageGate) -> None:
    fail(gate)

    async def rested() -> float:
        resting = asyncio.create_task(gate.rest(300))
        await asyncio.sleep(10)
        assert not resting.done()
        await gate.succeeded()
        await resting
        return asyncio.get_running_loop().time()

    assert 10 <= in_virtual_time(rested()) < 11


async def test_a_stop_ends_all_waiting(gate: OutageGate, stop: Stop, telegram: Telegram) -> None:
    telegram.alive = False
    fail(gate)
    waiting = [asyncio.create_task(attempt(gate)) for _ in range(5)]
    resting = asyncio.create_task(gate.rest(300))
    await eventually(lambda: telegram.asked >= 2)
    stop.set()
    assert await asyncio.wait_for(asyncio.gather(*waiting), 60) == [False] * 5
    await asyncio.wait_for(resting, 60)


async def test_an_outage_is_two_lines_in_the_log(gate: OutageGate) -> None:
    with capture_logs() as logs:
        fail(gate, 100)
        await gate.succeeded()
        await gate.succeeded()
    assert [(line["log_level"], line["event"]) for line in logs] == [
        ("warning", "Telegram does not take answers; they wait until it does"),
        ("info", "this works again"),
    ]
