"""Logs on standard error, one event a line: never a question, a chat id or the token."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

PRIVATE = frozenset({"chat_id", "user_id", "question", "text", "token", "username"})
"""Keys whose values never reach a log."""
_SECRET = 8
"""A token's part after its colon is masked alone too, unless it is so short that it is a word."""


def configure(level: str, token: str | None = None) -> None:
    """Set up logging for the process; `token` is masked wherever a message or a traceback has it."""
    number = logging.getLevelNamesMapping()[level.upper()]

    def redact(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            event[key] = "(private)" if key in PRIVATE else mask(value, token) if isinstance(value, str) else value
        return event

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Masking(token))
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)  # below, they tell addresses with the token in them


def mask(text: str, token: str | None) -> str:
    """Return a text without the token or its secret part."""
    if not token:
        return text
    secret = token.partition(":")[2]
    text = text.replace(token, "(token)")
    return text.replace(secret, "(token)") if len(secret) >= _SECRET else text


class _Masking(logging.Formatter):
    """Formats the records of other packages, with their tracebacks, without the token."""

    def __init__(self, token: str | None) -> None:
        super().__init__("%(asctime)s [%(levelname)s] %(name)s: %(message)s")
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        return mask(super().format(record), self._token)
