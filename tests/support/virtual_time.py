"""An event loop whose time passes only while nothing can run: what waits for hours is done at once, and in order."""

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
GRAIN = 1e-6
"""Seconds that pass beyond each wait: a timer is due only after its time, and a float of years has no nanoseconds."""


class _Selector(selectors.DefaultSelector):
    """Lets the time pass instead of waiting."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Return what is ready; the time is later by the timeout, if there is one."""
        if timeout:
            self.now += timeout + GRAIN
        return super().select(None if timeout is None else 0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """A loop that begins at 0 s, and whose `time` is that of its timers."""

    def __init__(self) -> None:
        self._clock = _Selector()
        super().__init__(self._clock)

    def time(self) -> float:
        """Return the seconds that have passed."""
        return self._clock.now


def in_virtual_time(work: Coroutine[Any, Any, T]) -> T:
    """Return the result of what needs neither network nor threads."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(work)
