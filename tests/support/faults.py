"""What a request to Telegram meets in bad weather, as python-telegram-bot raises it."""

from httpx import ConnectError, ReadTimeout
from telegram.error import NetworkError, TimedOut


def not_sent() -> NetworkError:
    """A failure before the request left."""
    error = NetworkError("httpx.ConnectError")
    error.__cause__ = ConnectError("refused")
    return error


def maybe_sent() -> TimedOut:
    """A failure after the request left."""
    error = TimedOut()
    error.__cause__ = ReadTimeout("no answer")
    return error
