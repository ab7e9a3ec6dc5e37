"""How a request ends badly: refused in Telegram's words, or with a cut connection."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal as Telegram words it; `parameters` is its ResponseParameters object, if any."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


class CutError(Exception):
    """The connection ends here; `last` is what is still written."""

    def __init__(self, last: bytes = b"") -> None:
        super().__init__()
        self.last = last


def bad_request(reason: str) -> ApiError:
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    return ApiError(409, f"Conflict: {reason}")


def too_many_requests(retry_after: int) -> ApiError:
    """The refusal of a flood; `retry_after` is in seconds."""
    parameters = {"retry_after": retry_after}
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", parameters)


def cannot_parse(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")
