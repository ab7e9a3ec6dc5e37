"""Circuit breaker: stops sending while Telegram does not answer, and finds out with single tries when it does again."""

from collections.abc import Callable

from bot.retries import backoff

THRESHOLD = 3
"""Number of failures in a row, without a success between them, that count as an outage."""


class CircuitBreaker:
    """Closed while Telegram answers; open in an outage, when only single tries may be made, ever more rarely.

    One failure makes it suspect: then whoever sends asks Telegram for a sign of life before going on.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        """Take the clock from the caller: seconds that never go back."""
        self._clock = clock
        self._failures = 0
        self._tries = 0
        self._next = 0.0
        self.is_open = False
        self.is_suspect = False

    def failed(self) -> bool:
        """Count a request that Telegram did not answer; return whether this opens the breaker."""
        self.is_suspect = True
        self._failures += 1
        if self.is_open:
            self._tries += 1
            self._next = self._clock() + backoff(self._tries)
            return False
        return self._failures >= THRESHOLD and self._open()

    def found_dead(self) -> bool:
        """Note that a sign of life was asked for and none came; return whether this opens the breaker."""
        if not self.is_open:
            return self._open()
        self._tries += 1
        self._next = self._clock() + backoff(self._tries)
        return False

    def found_alive(self) -> None:
        """Note a sign of life: one try may be made, and if the breaker was closed, more."""
        self.is_suspect = False

    def succeeded(self) -> bool:
        """Note that a message arrived; return whether this closes the breaker."""
        was_open, self.is_open = self.is_open, False
        self.is_suspect = False
        self._failures = self._tries = 0
        return was_open

    def pause(self) -> float:
        """Return the seconds until the next try; at most 0 is now."""
        return self._next - self._clock() if self.is_open else 0.0

    def _open(self) -> bool:
        self.is_open, self._tries = True, 0
        self._next = self._clock() + backoff(0)
        return True
