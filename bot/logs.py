"""Logs on standard error, one event a line: never a question, a chat id or the token."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

PRIVATE = frozenset({"chat_id", "user_id", "question", "text", "token", "username"})
"""Keys whose values never reach a log."""


def configure(level: str, token: str | None = None) -> None:
    """Set up logging for the process; `token` is masked wherever a message has it."""

    def redact(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            if key in PRIVATE:
                event[key] = "(private)"
            elif token and token in str(value):
                event[key] = str(value).replace(token, "(token)")
        return event

    number = logging.getLevelNamesMapping()[level.upper()]
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
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, format="%(levelname)s %(name)s")
    for name in ("httpx", "httpcore", "telegram", "telegram.ext", "apscheduler"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # their messages hold addresses with the token in them
