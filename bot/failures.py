"""What a failed request means: whether it may have reached Telegram, and how long to wait before the next."""

import random
from dataclasses import dataclass
from datetime import timedelta

from httpx import ConnectError, ConnectTimeout, PoolTimeout
from telegram.error import InvalidToken, RetryAfter, TelegramError

_LONGEST_PAUSE = 30.0
_UNSURE_PAUSE = 2
"""An answer that may have arrived is repeated once, after the pause of so many failures: long enough for a hiccup."""


@dataclass(slots=True)
class Attempts:
    """The attempts to send the answer to one update."""

    tries: int = 0
    unsure: int = 0

    def pause_after(self, failure: TelegramError) -> float | None:
        """Count a failed attempt; return the seconds to wait before the next one, None if there shall be none.

        What was surely not sent is repeated for ever; what may have been sent only once, for nobody likes to be
        told everything twice.
        """
        self.tries += 1
        if isinstance(failure, RetryAfter):
            return asked_pause(failure)
        if surely_not_sent(failure):
            return backoff(self.tries - 1)
        self.unsure += 1
        return backoff(_UNSURE_PAUSE) if self.unsure == 1 else None


def surely_not_sent(error: BaseException) -> bool:
    """Whether Telegram surely did nothing: it was not reached, or refused the token.

    After any other failure the message may have arrived.
    """
    return isinstance(error, InvalidToken) or isinstance(error.__cause__, (ConnectError, ConnectTimeout, PoolTimeout))


def asked_pause(error: RetryAfter) -> float:
    """Return the seconds that Telegram asks to wait."""
    pause: int | timedelta = error.retry_after
    return pause.total_seconds() if isinstance(pause, timedelta) else float(pause)


def backoff(failures: int) -> float:
    """Return the seconds to wait after so many failures in a row: doubling from 0.5 up to 30, with jitter."""
    return min(_LONGEST_PAUSE, 0.5 * 2.0 ** min(failures, 10)) * random.uniform(0.5, 1.0)  # noqa: S311


def jittered(seconds: float) -> float:
    """Return a pause of about a number of seconds, so that many that fail at once do not come back at once."""
    return seconds * random.uniform(0.75, 1.25)  # noqa: S311
