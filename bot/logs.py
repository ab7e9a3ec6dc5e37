"""Logs on standard error, one event a line: never a question, a name, a chat id or the token.

What other packages log, and the messages of exceptions, may hold whatever a reader wrote. So of both only the type
and the place in the code are written.
"""

import logging
import sys
import threading
from collections.abc import Iterator, MutableMapping
from itertools import islice
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

import structlog

PRIVATE = frozenset({"chat_id", "user_id", "question", "text", "token", "username"})
"""Keys whose values never reach a log."""
_SECRET = 8
"""Minimum characters of a token's part after its colon that is masked alone too: a shorter one may be a word."""
_CAUSES = 5
"""Maximum number of exceptions of a chain that are written."""
_FRAMES = 12
"""Maximum number of frames of an exception that are written, the innermost."""
_PARTS = 3
"""Number of parts of a path that are written: enough to find the file, and not the user's name."""


def configure(level: str, token: str | None = None, form: str = "text") -> None:
    """Set up logging for the process; `token` is masked wherever an own event has it.

    With the form "json" each own event is an object on a line.
    """
    number = logging.getLevelNamesMapping()[level.upper()]

    def redact(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        for key, value in event.items():
            event[key] = "(private)" if key in PRIVATE else mask(value, token) if isinstance(value, str) else value
        return event

    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _place_exception,
            redact,
            structlog.processors.JSONRenderer()
            if form == "json"
            else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Reducing())
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger("telegram.request").setLevel(
        logging.CRITICAL
    )  # Each failed request is dealt with, and said once.
    logging.captureWarnings(True)
    sys.excepthook = _uncaught
    sys.unraisablehook = lambda what: _report("an error in the interpreter", what.exc_value)
    threading.excepthook = lambda what: _report("a thread ended with an error", what.exc_value)


def mask(text: str, token: str | None) -> str:
    """Return a text without the token or its secret part."""
    if not token:
        return text
    secret = token.partition(":")[2]
    text = text.replace(token, "(token)")
    return text.replace(secret, "(token)") if len(secret) >= _SECRET else text


def places(error: BaseException) -> str:
    """Return the types of an exception and of its causes, each with the frames that it went through, innermost last."""
    return "\n".join(f"{type(one).__name__} at {_frames(one) or 'an unknown place'}" for one in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    def walk(one: BaseException | None) -> Iterator[BaseException]:
        seen: set[int] = set()
        while one is not None and id(one) not in seen:
            yield one
            seen.add(id(one))
            one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)

    return islice(walk(error), _CAUSES)


def _frames(error: BaseException) -> str:
    passed = [
        _place(frame.f_code.co_filename, line, frame.f_code.co_name) for frame, line in walk_tb(error.__traceback__)
    ]
    return " > ".join(passed[-_FRAMES:])


def _place(file: str, line: int, function: str) -> str:
    return f"{'/'.join(Path(file).parts[-_PARTS:])}:{line} {function}"


def _place_exception(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Put the places of an exception where structlog would put its traceback."""
    found = event.pop("exc_info", None)
    error = sys.exc_info()[1] if found is True else found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = places(error)
    return event


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _report("the process ended with an error", error)


def _report(event: str, error: BaseException | None) -> None:
    structlog.get_logger().critical(event, exc_info=error)


class _Reducing(logging.Formatter):
    """Writes of other packages' records only who logged what kind of thing where, never the text."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s [%(levelname)s] %(name)s")

    def format(self, record: logging.LogRecord) -> str:
        text = f"{self.formatTime(record)} [{record.levelname}] {record.name} at "
        text += _place(record.pathname, record.lineno, record.funcName or "")
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        return f"{text}: {places(error)}" if error is not None else text
