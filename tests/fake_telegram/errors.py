"""The one exception with which a Bot API method refuses a request, and its usual forms."""

from __future__ import annotations

from typing import Any


class ApiError(Exception):
    """A refusal as Telegram words it; `parameters` is its ResponseParameters object, if any."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


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
