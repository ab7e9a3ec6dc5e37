"""The small part of HTTP/1.1 that Bot API clients use: keep-alive, Content-Length, JSON and form bodies."""

from __future__ import annotations

import asyncio
import json
import re
from dataclasses import dataclass
from email.utils import formatdate
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

MAX_BODY = 64 * 1024 * 1024
_PART_NAME = re.compile(rb'name="([^"]*)"')


class ProtocolError(Exception):
    """The client sent something that is not a request this server can read."""


@dataclass(frozen=True, slots=True)
class Request:
    """One HTTP request; `path` is percent-decoded, header names are lower case."""

    verb: str
    path: str
    query: str
    headers: dict[str, str]
    body: bytes

    def parameters(self) -> dict[str, Any]:
        """Everything the caller passed, from the address and the body; raises ProtocolError."""
        values: dict[str, Any] = dict(parse_qsl(self.query, keep_blank_values=True))
        if self.body:
            values.update(self._body_parameters())
        return values

    def _body_parameters(self) -> dict[str, Any]:
        kind, _, options = self.headers.get("content-type", "").partition(";")
        match kind.strip().lower():
            case "application/json":
                return _json_parameters(self.body)
            case "application/x-www-form-urlencoded":
                return dict(parse_qsl(self.body.decode("latin-1"), keep_blank_values=True))
            case "multipart/form-data":
                return _multipart_parameters(self.body, options)
            case _:
                return {}


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes
    content_type: str = "application/json"

    def encode(self) -> bytes:
        try:
            phrase = HTTPStatus(self.status).phrase
        except ValueError:
            phrase = "Unknown"
        head = (
            f"HTTP/1.1 {self.status} {phrase}\r\nContent-Type: {self.content_type}\r\n"
            f"Content-Length: {len(self.body)}\r\nDate: {formatdate(usegmt=True)}\r\nConnection: keep-alive\r\n\r\n"
        )
        return head.encode() + self.body


def json_response(status: int, value: Any) -> Response:
    return Response(status, json.dumps(value, separators=(",", ":")).encode())


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request of a connection, None at its end; raises ProtocolError."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        request_line, *lines = head.decode("latin-1").split("\r\n")[:-2]
        headers = dict(_header(line) for line in lines)
        length = int(headers.get("content-length", "0"))
        if "transfer-encoding" in headers or not 0 <= length <= MAX_BODY:
            raise ProtocolError("a body needs a Content-Length within the limit")
        body = await reader.readexactly(length) if length else b""
        verb, target, _ = request_line.split(" ", 2)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except (ValueError, asyncio.LimitOverrunError) as error:
        raise ProtocolError(str(error)) from error
    address = urlsplit(target)
    return Request(verb, unquote(address.path), address.query, headers, body)


def _header(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name.strip().lower(), value.strip()


def _json_parameters(body: bytes) -> dict[str, Any]:
    try:
        values = json.loads(body)
    except ValueError as error:
        raise ProtocolError("the body is not JSON") from error
    if not isinstance(values, dict):
        raise ProtocolError("the body is not a JSON object")
    return values


def _multipart_parameters(body: bytes, options: str) -> dict[str, Any]:
    found = re.search(r'boundary="?([^";]+)', options)
    if found is None:
        raise ProtocolError("multipart body without a boundary")
    values: dict[str, Any] = {}
    for part in body.split(b"--" + found.group(1).encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        name = _PART_NAME.search(head)
        if name is None:
            raise ProtocolError("multipart part without a name")
        values[name.group(1).decode()] = content.removesuffix(b"\r\n").decode("utf-8", "replace")
    return values
