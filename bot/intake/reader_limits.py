"""Rate limiter for readers: token buckets per person and per chat, asked before anything is computed."""

import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.intake.updates import Incoming

_TALK = 1200
"""Messages a minute beyond which talk of a group that is not meant for the bot is not looked at; arbitrary."""
_QUICK = frozenset({"callback_query", "inline_query"})
"""Kinds of updates of which a person sends many in a row, and which cost little: presses, and what is typed inline."""
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


@dataclass(frozen=True, slots=True)
class Rates:
    """What one person may send, and one chat: a group counts as one, however many people are in it."""

    burst: int = 5
    """Messages at once."""
    seconds_each: float = 3.0
    """Seconds after which one more may come."""
    per_hour: int = 60
    """Messages in an hour, at once if the burst allows it."""
    per_minute: int = 60
    """Presses of buttons and inline queries in a minute."""


DEFAULT = Rates()
UNLIMITED = Rates(1_000_000, 1, 1_000_000, 1_000_000)
"""More than anybody can send."""


class _Buckets:
    """Token buckets by key, as many as there is room for."""

    def __init__(self, size: float, seconds_each: float) -> None:
        """Take how many tokens a bucket holds, and after how many seconds it gets another."""
        self._size = size
        self._seconds_each = seconds_each
        self._filled: OrderedDict[Hashable, tuple[float, float]] = OrderedDict()

    def tokens(self, key: Hashable, now: float) -> float:
        """Return how many tokens there are."""
        tokens, at = self._filled.get(key, (self._size, now))
        return min(self._size, tokens + (now - at) / self._seconds_each)

    def take(self, key: Hashable, now: float) -> None:
        """Take a token."""
        self._filled[key] = self.tokens(key, now) - 1, now
        self._filled.move_to_end(key)
        while len(self._filled) > _REMEMBERED:
            self._filled.popitem(last=False)


class ReaderLimits:
    """Decides which updates are served, in bounded memory: who sends most is passed over first."""

    def __init__(self, rates: Rates = DEFAULT, clock: Callable[[], float] = time.monotonic) -> None:
        """Take what may be sent, and seconds that never go back."""
        self._clock = clock
        self._messages = (_Buckets(rates.burst, rates.seconds_each), _Buckets(rates.per_hour, 3600 / rates.per_hour))
        self._quick = (_Buckets(rates.per_minute, 60 / rates.per_minute),)
        self._talk = _Buckets(_TALK, 60 / _TALK)
        self._told: OrderedDict[int, float] = OrderedDict()

    def verdict(self, item: Incoming, under_way: int, of_chat: int) -> Verdict:
        """Return what becomes of an update, given how many are under way in all and of its chat, and count it."""
        now = self._clock()
        if item.is_talk:
            return Verdict.SERVED if _taken([(self._talk, item.chat)], now) else Verdict.SHED
        if not item.is_asking:
            return Verdict.SERVED
        pressed = under_way >= _PRESSED and of_chat >= _FEW
        kinds = self._quick if item.kind in _QUICK else self._messages
        buckets = [(some, key) for some in kinds for key in {item.person or item.chat, item.chat}]
        return self._rude(item.chat, now) if pressed or not _taken(buckets, now) else Verdict.SERVED

    def _rude(self, chat: int, now: float) -> Verdict:
        if now - self._told.get(chat, -_POLITE_SECONDS) < _POLITE_SECONDS:
            return Verdict.SHED
        self._told[chat] = now
        self._told.move_to_end(chat)
        while len(self._told) > _REMEMBERED:
            self._told.popitem(last=False)
        return Verdict.TOLD


def _taken(buckets: Sequence[tuple[_Buckets, int]], now: float) -> bool:
    """Take a token from each bucket if all have one."""
    if any(some.tokens(key, now) < 1 for some, key in buckets):
        return False
    for some, key in buckets:
        some.take(key, now)
    return True
