"""Rate limiter for readers: token buckets per person and per chat, asked before anything is computed."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from enum import StrEnum

from bot.intake.updates import Incoming

PER_MINUTE = 60
"""Messages that one person may send at once, and in each minute; Telegram lets a bot answer about one a second."""
_GROUP = 5
"""Factor: a group may ask as many questions as this number of people; arbitrary."""
_TALK = 20
"""Factor: talk of a group beyond that of this number of people is not looked at; arbitrary."""
_REMEMBERED = 10_000
"""Maximum number of buckets of a kind: those not used for longest are forgotten first."""
_POLITE_SECONDS = 600.0
"""Seconds between two lines that tell a chat that its messages are passed over."""
_PRESSED = 1000
"""Number of updates under way from which on each chat may have only a few of them."""
_FEW = 5
"""Number of updates that a chat may then have under way."""


class Verdict(StrEnum):
    """What becomes of an update."""

    SERVED = "served"
    TOLD = "told"  # passed over, and the chat is told so
    SHED = "shed"  # passed over in silence


class _Buckets:
    """Token buckets by key, as many as there is room for."""

    def __init__(self, size: float) -> None:
        """Take how many tokens a bucket holds; it fills up within a minute."""
        self._size = size
        self._filled: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def tokens(self, key: Hashable, now: float) -> float:
        """Return how many tokens there are."""
        tokens, at = self._filled.get(key, (self._size, now))
        return min(self._size, tokens + (now - at) * self._size / 60)

    def take(self, key: Hashable, now: float) -> None:
        """Take a token."""
        self._filled[key] = self.tokens(key, now) - 1, now
        self._filled.move_to_end(key)
        while len(self._filled) > _REMEMBERED:
            self._filled.popitem(last=False)


class ReaderLimits:
    """Decides which updates are served, in bounded memory: who sends most is passed over first."""

    def __init__(self, per_minute: float = PER_MINUTE, clock: Callable[[], float] = time.monotonic) -> None:
        """Take how many messages a person may send in a minute, and seconds that never go back."""
        self._clock = clock
        self._people = _Buckets(per_minute)
        self._groups = _Buckets(per_minute * _GROUP)
        self._talk = _Buckets(per_minute * _TALK)
        self._told: OrderedDict[int, float] = OrderedDict()

    def verdict(self, item: Incoming, under_way: int, of_chat: int) -> Verdict:
        """Return what becomes of an update, given how many are under way in all and of its chat, and count it."""
        now = self._clock()
        if item.is_talk:
            return Verdict.SERVED if _taken(((self._talk, item.chat),), now) else Verdict.SHED
        if not item.is_asking:
            return Verdict.SERVED
        pressed = under_way >= _PRESSED and of_chat >= _FEW
        buckets = ((self._people, item.person or item.chat), (self._groups, item.chat))
        return self._rude(item.chat, now) if pressed or not _taken(buckets, now) else Verdict.SERVED

    def _rude(self, chat: int, now: float) -> Verdict:
        if now - self._told.get(chat, -_POLITE_SECONDS) < _POLITE_SECONDS:
            return Verdict.SHED
        self._told[chat] = now
        self._told.move_to_end(chat)
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return Verdict.TOLD


def _taken(buckets: tuple[tuple[_Buckets, int], ...], now: float) -> bool:
    """Take a token from each bucket if all have one."""
    if any(some.tokens(key, now) < 1 for some, key in buckets):
        return False
    for some, key in buckets:
        some.take(key, now)
    return True
