"""The event loop with a time of its own."""

import asyncio

from tests.support.virtual_time import in_virtual_time


def test_a_year_passes_at_once_and_in_order() -> None:
    async def work() -> tuple[list[str], float]:
        done: list[str] = []

        async def after(seconds: float, name: str) -> None:
            await asyncio.sleep(seconds)
            done.append(name)

        await asyncio.gather(after(3e7, "year"), after(3600, "hour"), after(0, "at once"))
        return done, asyncio.get_running_loop().time()

    done, passed = in_virtual_time(work())
    assert done == ["at once", "hour", "year"]
    assert 3e7 <= passed < 3e7 + 1
