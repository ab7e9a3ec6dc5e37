"""Waiting for what another task or process will bring about, or must not: the one way in which tests wait."""

from __future__ import annotations

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

PAUSE = 0.01  # Seconds between two looks
SECONDS = 180.0  # Seconds after which to give up: long, because a busy machine is slow and success does not wait

T = TypeVar("T")


@overload
async def eventually(condition: Callable[[], Awaitable[T | None]], *, seconds: float = ...) -> T: ...
@overload
async def eventually(condition: Callable[[], T | None], *, seconds: float = ...) -> T: ...
async def eventually(condition: Callable[[], Any], *, seconds: float = SECONDS) -> Any:
    """Return the first truthy result of a condition, plain or async; raise TimeoutError, which shows the condition."""
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if inspect.isawaitable(found):
            found = await found
        if found:
            return found
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:g} s in vain, last was {found!r}: {_source(condition)}")
        await asyncio.sleep(PAUSE)


async def steadily(condition: Callable[[], Any], *, seconds: float = 0.3) -> None:
    """Look at a condition, plain or async, for a time; raise AssertionError once it does not hold.

    This is for what must not happen: on a slow machine it may see too little, and never too much.
    """
    deadline = time.monotonic() + seconds
    while True:
        found = condition()
        if inspect.isawaitable(found):
            found = await found
        assert found, f"this did not last for {seconds:g} s: {_source(condition)}"
        if time.monotonic() > deadline:
            return
        await asyncio.sleep(PAUSE)


def _source(condition: Callable[[], Any]) -> str:
    try:
        return " ".join(inspect.getsource(condition).split())
    except (OSError, TypeError):
        return repr(condition)
