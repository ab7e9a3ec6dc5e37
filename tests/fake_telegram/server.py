"""The server: connections, routing between the Bot API and the control door, and staged failures."""

from __future__ import annotations

import asyncio
import inspect
import re
import time
from typing import Any

from tests.fake_telegram.control import CONTROLS
from tests.fake_telegram.errors import ApiError, CutError, too_many_requests
from tests.fake_telegram.faults import Fault, Kind
from tests.fake_telegram.http import ProtocolError, Request, Response, json_response, read_request
from tests.fake_telegram.methods import METHODS
from tests.fake_telegram.parameters import Parameters
from tests.fake_telegram.world import LogEntry, World

_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{3,}")
_BAD_GATEWAY = (
    b"<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n"
    b"<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n"
)


class _SilenceError(Exception):
    """The connection stays open in silence until the client gives up."""


class Server:
    """Serves one world; `start` gives the port."""

    def __init__(self, token: str, username: str) -> None:
        self.token = token
        self.username = username
        self.world = World(token, username)
        self._listener: asyncio.Server | None = None

    async def start(self, port: int = 0) -> int:
        self._listener = await asyncio.start_server(self._serve, "127.0.0.1", port, backlog=1024)
        return int(self._listener.sockets[0].getsockname()[1])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await read_request(reader)) is not None:
                response = await self._respond(request)
                writer.write(response.encode())
                await writer.drain()
        except _SilenceError:
            await reader.read()
        except CutError as cut:
            writer.write(cut.last)
        except ProtocolError as error:
            writer.write(json_response(400, {"ok": False, "error_code": 400, "description": str(error)}).encode())
        except ConnectionError:
            return
        finally:
            writer.close()

    async def _respond(self, request: Request) -> Response:
        if request.path.startswith("/control/"):
            return self._control(request)
        if request.path.startswith("/bot"):
            return await self._bot_call(request)
        return _refusal(404, "Not Found")

    def _control(self, request: Request) -> Response:
        name = request.path.removeprefix("/control/")
        if name == "reset":
            self.world.updates.interrupt()
            self.world.courier.end()
            self.world = World(self.token, self.username)
            return json_response(200, None)
        control = CONTROLS.get(name)
        if control is None:
            return json_response(404, {"error": f"there is no control {name}"})
        try:
            return json_response(200, control(self.world, request.parameters()))
        except (KeyError, TypeError, ValueError) as error:
            return json_response(400, {"error": f"{name}: {error}"})

    async def _bot_call(self, request: Request) -> Response:
        token, _, method = request.path.removeprefix("/bot").partition("/")
        if not _TOKEN.fullmatch(token):
            return _refusal(404, "Not Found")
        if token != self.token:
            return _refusal(401, "Unauthorized")
        name = method.lower()
        if name not in METHODS:
            return _refusal(404, "Not Found: method not found")
        given = Parameters(request.parameters())
        entry = self._record(name, given)
        fault = self.world.faults.choose(name, entry.chat_id)
        if fault is None:
            return await self._carry_out(entry, given)
        entry.fault = fault.kind.value
        if not fault.kind.accepts:
            return _fail(entry, fault)
        response = await self._carry_out(entry, given)
        return await _spoil(entry, fault, response)

    def _record(self, method: str, given: Parameters) -> LogEntry:
        chat_id = given.integer("chat_id")
        entry = LogEntry(len(self.world.log), time.time(), method, given.values, chat_id or None)
        self.world.log.append(entry)
        return entry

    async def _carry_out(self, entry: LogEntry, given: Parameters) -> Response:
        try:
            result = METHODS[entry.method](self.world, given)
            if inspect.isawaitable(result):
                result = await result
        except ApiError as error:
            return _answer_error(entry, error)
        entry.accepted = True
        entry.status = 200
        if isinstance(result, dict) and "message_id" in result:
            entry.message_id = result["message_id"]
        return json_response(200, {"ok": True, "result": result})


def _fail(entry: LogEntry, fault: Fault) -> Response:
    """A failure before the request is carried out."""
    match fault.kind:
        case Kind.CUT_BEFORE:
            raise CutError
        case Kind.NO_ANSWER:
            raise _SilenceError
        case Kind.BAD_GATEWAY:
            entry.status = 502
            return Response(502, _BAD_GATEWAY, "text/html")
        case Kind.FLOOD:
            return _answer_error(entry, too_many_requests(fault.retry_after))
        case _:
            return _answer_error(entry, ApiError(fault.status, fault.description))


async def _spoil(entry: LogEntry, fault: Fault, response: Response) -> Response:
    """A failure after the request was carried out."""
    if fault.kind is Kind.SLOW:
        await asyncio.sleep(fault.delay)
        return response
    if fault.kind is Kind.BROKEN_JSON:
        return Response(200, response.body[: len(response.body) // 2])
    entry.status = None
    if fault.kind is Kind.SILENT_AFTER:
        raise _SilenceError
    raise CutError(response.encode()[:-10] if fault.kind is Kind.CUT_MIDWAY else b"")


def _answer_error(entry: LogEntry, error: ApiError) -> Response:
    entry.status, entry.description = error.code, error.description
    return _refusal(error.code, error.description, error.parameters)


def _refusal(code: int, description: str, parameters: dict[str, Any] | None = None) -> Response:
    value: dict[str, Any] = {"ok": False, "error_code": code, "description": description}
    if parameters:
        value["parameters"] = parameters
    return json_response(code, value)
