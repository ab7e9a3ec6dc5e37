"""A line to Telegram inside the test's process: a queue of updates with real offsets, and failures on demand."""

import asyncio
import contextlib
import json
from collections import defaultdict, deque
from typing import Any

from httpx import ConnectError, ReadTimeout
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

BOT = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "test_bot"}
FUTURE = 10  # Ids beyond the last one from which an offset belongs to an older numbering, and is ignored
Failure = TelegramError | tuple[int, Any]


def not_sent() -> NetworkError:
    """A failure before the request left, as python-telegram-bot raises it."""
    error = NetworkError("httpx.ConnectError")
    error.__cause__ = ConnectError("refused")
    return error


def maybe_sent() -> TimedOut:
    """A failure after the request left."""
    error = TimedOut()
    error.__cause__ = ReadTimeout("no answer")
    return error


def refusal(code: int, description: str, **parameters: Any) -> Failure:
    """An answer of Telegram that is an error."""
    return code, {"ok": False, "error_code": code, "description": description, "parameters": parameters}


class Line(BaseRequest):
    """Answers getMe, getUpdates and sendMessage; `failures[method]` is what the next calls meet instead.

    As long as there is an `outage`, all calls meet that; `outages[method]` is what those of one method meet.
    """

    def __init__(self) -> None:
        self.pending: deque[Any] = deque()
        self.offsets: list[int] = []
        self.calls: list[str] = []
        self.sent: list[tuple[int, str]] = []
        self.attempts: list[str] = []
        self.failures: defaultdict[str, deque[Failure]] = defaultdict(deque)
        self.outage: Failure | None = None
        self.outages: dict[str, Failure] = {}
        self.gates: defaultdict[int, asyncio.Event] = defaultdict(_open)
        self.sending = 0
        self.most_sending = 0
        self._arrived = asyncio.Event()
        self._next_id = 500

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    def write(self, chat: int, text: str) -> int:
        """A person writes; returns the id of the update."""
        person = {"id": chat, "is_bot": False, "first_name": "Reader"}
        message = {
            "message_id": self._next_id + 1,
            "date": 0,
            "chat": {"id": chat, "type": "private"},
            "from": person,
            "text": text,
        }
        return self.push({"message": message})

    def push(self, update: dict[str, Any]) -> int:
        """Queue an update exactly as given, with the next id if it has none; returns that id."""
        self._next_id += 1
        self.pending.append({"update_id": self._next_id, **update})
        self._arrived.set()
        return self._next_id

    def renumber(self, next_id: int) -> None:
        """Number the next updates from another id on, as Telegram may after a week without any."""
        self.pending.clear()
        self._next_id = next_id - 1

    def close(self, chat: int) -> None:
        """Let messages to a chat wait until its gate is opened."""
        self.gates[chat] = asyncio.Event()

    @property
    def acknowledged(self) -> int:
        """The highest offset that was asked for."""
        return max(self.offsets, default=0)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[-1]
        given: dict[str, Any] = request_data.parameters if request_data else {}
        self.calls.append(name)
        if name == "sendMessage":
            self.attempts.append(given["text"])
        failure = self.outage or self.outages.get(name)
        if failure is None and self.failures[name]:
            failure = self.failures[name].popleft()
        if failure is not None:
            if isinstance(failure, TelegramError):
                raise failure
            body = failure[1]
            return failure[0], body if isinstance(body, bytes) else json.dumps(body).encode()
        return 200, json.dumps({"ok": True, "result": await self._result(name, given)}).encode()

    async def _result(self, name: str, given: dict[str, Any]) -> Any:
        if name == "getMe":
            return BOT
        if name == "getUpdates":
            return await self._updates(given.get("offset", 0), given.get("limit", 100), given.get("timeout", 0))
        if name == "sendMessage":
            return await self._send(int(given["chat_id"]), given["text"])
        return True

    async def _updates(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        self.offsets.append(offset)
        while self.pending and _place(self.pending[0]) < offset <= self._next_id + FUTURE:
            self.pending.popleft()
        self._arrived.clear()
        if not self.pending and seconds:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), seconds)
        return [self.pending[number] for number in range(min(limit, len(self.pending)))]

    async def _send(self, chat: int, text: str) -> dict[str, Any]:
        self.sending += 1
        self.most_sending = max(self.most_sending, self.sending)
        await self.gates[chat].wait()
        await asyncio.sleep(0)
        self.sending -= 1
        self.sent.append((chat, text))
        return {"message_id": 1, "date": 0, "chat": {"id": chat, "type": "private"}, "text": text}


def _place(update: Any) -> int:
    """The id of an update; what has none is forgotten with what comes before it."""
    found = update.get("update_id") if isinstance(update, dict) else None
    return found if isinstance(found, int) else 0


def _open() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event
