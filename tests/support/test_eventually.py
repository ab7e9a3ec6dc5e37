"""The helper with which tests wait."""

import asyncio

import pytest

from tests.support.eventually import eventually, steadily


async def test_the_first_truthy_result_is_returned() -> None:
    results = iter([None, "", "there"])
    assert await eventually(lambda: next(results)) == "there"


async def test_an_async_condition_is_awaited() -> None:
    arrived = asyncio.Event()
    asyncio.get_running_loop().call_later(0.03, arrived.set)

    async def there() -> bool:
        return arrived.is_set()

    assert await eventually(there) is True


async def test_waiting_in_vain_says_for_what_and_what_was_there() -> None:
    sent: list[str] = []
    with pytest.raises(TimeoutError, match=r"waited 0\.05 s in vain, last was 0: .*len\(sent\)"):
        await eventually(lambda: len(sent), seconds=0.05)


async def test_other_tasks_run_meanwhile() -> None:
    done: list[int] = []

    async def work() -> None:
        done.append(1)

    task = asyncio.create_task(work())
    await eventually(lambda: done)
    await task


async def test_what_must_not_happen_is_looked_for_all_the_time() -> None:
    sent: list[str] = []
    await steadily(lambda: not sent, seconds=0.05)
    asyncio.get_running_loop().call_later(0.02, sent.append, "x")
    with pytest.raises(AssertionError, match=r"did not last for 5 s: .*not sent"):
        await steadily(lambda: not sent, seconds=5)
