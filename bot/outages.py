"""Logs an outage with one line at its beginning and one at its end, however often it is met in between."""

import time

import structlog

log = structlog.get_logger()


class OutageLog:
    """One kind of outage, and since when there is one."""

    def __init__(self, what: str, level: str = "warning", calm: float = 0.0) -> None:
        """Take what fails, as a sentence, the level of the first line, and the seconds that `calm_down` waits for."""
        self._what = what
        self._level = level
        self._calm = calm
        self._since: float | None = None
        self._last = 0.0
        self._failures = 0

    def failed(self, **details: object) -> None:
        """Count a failure, and log the first of an outage."""
        self._failures += 1
        self._last = time.monotonic()
        if self._since is None:
            self._since = self._last
            getattr(log, self._level)(self._what, **details)

    def over(self) -> None:
        """Log how long the outage was, if there was one."""
        if self._since is not None:
            seconds = round(time.monotonic() - self._since, 1)
            log.info("this works again", what=self._what, seconds=seconds, failures=self._failures)
        self._since, self._failures = None, 0

    def calm_down(self) -> None:
        """End an outage that has not been met for some time."""
        if self._since is not None and time.monotonic() - self._last > self._calm:
            self.over()
