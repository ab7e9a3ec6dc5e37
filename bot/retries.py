"""What a failed request means: whether it may have reached Telegram, and how long to wait before the next."""

import random
from dataclasses import dataclass
from datetime import timedelta

from httpx import ConnectError, ConnectTimeout, PoolTimeout
from telegram.error import ChatMigrated, InvalidToken, RetryAfter, TelegramError

_LONGEST_PAUSE = 30.0
"""Maximum seconds between two attempts of what may be repeated for ever."""
COPIES = 3
"""Maximum number of copies of one answer that may arrive: nobody likes to be told a thing again and again."""
_UNSURE_PAUSES = (5.0, 330.0)
"""Seconds after a send that may have arrived until the next: together longer than an outage of five minutes."""
_JITTER = 0.1
"""Share by which such a pause is longer at random, so that the answers of an outage do not all come at once."""


@dataclass(slots=True)
class Attempts:
    """The attempts to send the answer to one update."""

    tries: int = 0
    copies: int = 0
    """How many sends may have arrived."""

    def pause_after(self, failure: TelegramError) -> float | None:
        """Count a failed attempt; return the seconds to wait before the next one, None if there shall be none.

        What was surely not sent is repeated until it is; what may have been sent at most `COPIES` times.
        """
        self.tries += 1
        if isinstance(failure, RetryAfter):
            return asked_pause(failure)
        if surely_not_sent(failure):
            return backoff(self.tries - 1)
        self.copies += 1
        if self.copies >= COPIES:
            return None
        return _UNSURE_PAUSES[self.copies - 1] * random.uniform(1, 1 + _JITTER)  # noqa: S311


def surely_not_sent(error: BaseException) -> bool:
    """Whether Telegram surely did nothing: it was not reached, refused the token, or has the chat elsewhere.

    After any other failure the message may have arrived.
    """
    return isinstance(error, InvalidToken | ChatMigrated) or isinstance(
        error.__cause__, (ConnectError, ConnectTimeout, PoolTimeout)
    )


def asked_pause(error: RetryAfter) -> float:
    """Return the seconds that Telegram asks to wait."""
    pause: int | timedelta = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def backoff(failures: int) -> float:
    """Return the seconds to wait after failures in a row: doubling from 0.5 up to 30, with jitter."""
    return min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(failures, 10)) * random.uniform(0.5, 1.0)  # noqa: S311


def jittered(seconds: float) -> float:
    """Return a pause of about a number of seconds, so that many that fail at once do not come back at once."""
    return seconds * random.uniform(0.75, 1.25)  # noqa: S311
