"""The updates of the in-memory Telegram: they wait in their order until an offset acknowledges them."""

import asyncio
import contextlib
from collections import deque
from typing import Any

FUTURE = 10
"""Number of ids beyond the last one, from which an offset belongs to an older numbering and is ignored."""
_FIRST = 501
"""The first id: arbitrary."""


class OfflineUpdates:
    """A queue for getUpdates. What is queued may be garbled, as anything may come from a network."""

    def __init__(self) -> None:
        self.pending: deque[Any] = deque()
        self.offsets: list[int] = []
        """All offsets that were asked for."""
        self._arrived = asyncio.Event()
        self._last_id = _FIRST - 1

    def push(self, update: dict[str, Any]) -> int:
        """Queue an update exactly as given, with the next id if it has none; return that id."""
        self._last_id += 1
        self.put({"update_id": self._last_id, **update})
        return self._last_id

    def put(self, *items: Any) -> None:
        """Queue anything, with or without an id."""
        self.pending.extend(items)
        self._arrived.set()

    def write(self, chat: int, text: str) -> int:
        """Queue what a person writes in a private chat; return the id of the update."""
        message = {
            "message_id": self._last_id + 1,
            "date": 0,
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": "Reader"},
            "text": text,
        }
        return self.push({"message": message})

    def renumber(self, next_id: int) -> None:
        """Forget what waits and number the next updates from another id on, as Telegram may after a week of silence."""
        self.pending.clear()
        self._last_id = next_id - 1

    @property
    def acknowledged(self) -> int:
        """The highest offset that was asked for."""
        return max(self.offsets, default=0)

    async def get(self, offset: int, limit: int, seconds: float) -> list[Any]:
        """Forget what the offset acknowledges; return what waits, or what comes first within a time in seconds."""
        self.offsets.append(offset)
        while self.pending and _id_of(self.pending[0]) < offset <= self._last_id + FUTURE:
            self.pending.popleft()
        self._arrived.clear()
        if not self.pending and seconds:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._arrived.wait(), seconds)
        return [self.pending[number] for number in range(min(limit, len(self.pending)))]


def _id_of(update: Any) -> int:
    """Return the id of an update; one without an id is forgotten with what comes before it."""
    found = update.get("update_id") if isinstance(update, dict) else None
    return found if isinstance(found, int) else 0
