"""Telegram's flood limits: messages a second in all and to one person, and messages a minute to one group."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.fake_telegram.errors import too_many_requests


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float


@dataclass(slots=True)
class Limits:
    """Limits in messages a second, or a minute for groups; `private_burst` may go out at once."""

    enabled: bool = False
    clock: Callable[[], float] = time.monotonic
    per_second: int = 30
    private_per_second: float = 1.0
    private_burst: int = 3
    group_per_minute: int = 20
    _all: deque[float] = field(default_factory=deque)
    _groups: dict[int, deque[float]] = field(default_factory=dict)
    _private: dict[int, _Bucket] = field(default_factory=dict)

    def check(self, chat_id: int) -> None:
        """Count one message to a chat; raises ApiError (429) and counts nothing when it is one too many."""
        if not self.enabled:
            return
        now = self.clock()
        bucket = self._bucket(chat_id, now) if chat_id > 0 else None
        group = self._groups.setdefault(chat_id, deque()) if chat_id < 0 else deque[float]()
        waits = (
            _wait(self._all, now, 1.0, self.per_second),
            _wait(group, now, 60.0, self.group_per_minute),
            (1 - bucket.tokens) / self.private_per_second if bucket and bucket.tokens < 1 else 0.0,
        )
        if max(waits) > 0:
            raise too_many_requests(max(1, math.ceil(max(waits))))
        self._all.append(now)
        group.append(now)
        if bucket:
            bucket.tokens -= 1

    def _bucket(self, chat_id: int, now: float) -> _Bucket:
        bucket = self._private.setdefault(chat_id, _Bucket(self.private_burst, now))
        refilled = bucket.tokens + (now - bucket.at) * self.private_per_second
        bucket.tokens, bucket.at = min(float(self.private_burst), refilled), now
        return bucket


def _wait(times: deque[float], now: float, window: float, most: int) -> float:
    """Seconds until one more message fits into a sliding window."""
    while times and times[0] <= now - window:
        times.popleft()
    return times[-most] + window - now if len(times) >= most else 0.0
