"""Carries updates to the webhook as Telegram does: a chat's in order, one at a time, each again until it is taken."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Coroutine, Iterator
from typing import Any
from urllib.parse import urlsplit

from tests.fake_telegram.updates import UpdateQueue

PAUSE = 0.02  # Seconds between two looks for what is to be carried
AGAIN = 0.05  # Seconds before what was not taken is carried again, where the webhook asks for no other pause
LONGEST = 0.5  # Maximum seconds of such a pause: a test does not wait as long as Telegram does
PATIENCE = 60.0  # Seconds after which a request counts as failed


class Courier:
    """Stands for Telegram and for the proxy: the addresses take turns."""

    def __init__(self, updates: UpdateQueue) -> None:
        self._updates = updates
        self.addresses: tuple[str, ...] = ()
        self.statuses: dict[int, int] = {}
        """How often each status came back; 0 is a connection that failed."""
        self._turns = itertools.count()
        self._busy: set[int] = set()
        self._tasks: set[asyncio.Task[None]] = set()

    def carry_to(self, addresses: list[str]) -> None:
        """Carry updates to these addresses from now on."""
        self.addresses = tuple(addresses)
        if not self._tasks:
            self._begin(self._run())

    def end(self) -> None:
        """Carry nothing more."""
        for task in self._tasks:
            task.cancel()

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self) -> None:
        while True:
            for place, update in self._first_of_each_chat():
                chat = _chat(update)
                if chat not in self._busy and self._updates.webhook and self.addresses:
                    self._busy.add(chat)
                    self._begin(self._carry(chat, place, update))
            await asyncio.sleep(PAUSE)

    def _first_of_each_chat(self) -> Iterator[tuple[int, Any]]:
        seen: set[int] = set()
        for place, update in list(self._updates.pending):
            if (chat := _chat(update)) not in seen:
                seen.add(chat)
                yield place, update

    async def _carry(self, chat: int, place: int, update: Any) -> None:
        host, _, port = self.addresses[next(self._turns) % len(self.addresses)].rpartition(":")
        try:
            request = self._request(host, json.dumps(update).encode())
            status, pause = await asyncio.wait_for(_post(host, int(port), request), PATIENCE)
        except (OSError, TimeoutError, ValueError, asyncio.IncompleteReadError):
            status, pause = 0, AGAIN
        self.statuses[status] = self.statuses.get(status, 0) + 1
        if 200 <= status < 300:
            self._updates.delivered(place)
        else:
            await asyncio.sleep(min(pause, LONGEST))
        self._busy.discard(chat)

    def _request(self, host: str, body: bytes) -> bytes:
        head = (
            f"POST {urlsplit(self._updates.webhook).path} HTTP/1.1\r\nHost: {host}\r\n"
            f"X-Telegram-Bot-Api-Secret-Token: {self._updates.secret}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        return head.encode() + body


async def _post(host: str, port: int, request: bytes) -> tuple[int, float]:
    """Send a request; return the status of the response, and the pause that it asks for, in seconds."""
    reader, writer = await asyncio.open_connection(host, port)
    try:
        writer.write(request)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    finally:
        writer.close()
    first, *lines = head.split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return int(first.split(" ")[1]), float(headers.get("retry-after", AGAIN))


def _chat(update: Any) -> int:
    """Return what keeps an update in order: its chat, or else its person."""
    kind = next((key for key in update if key != "update_id"), "")
    content = update.get(kind) or {}
    message = content.get("message") if kind == "callback_query" else content
    return int(((message or {}).get("chat") or content.get("from") or {}).get("id", 0))
