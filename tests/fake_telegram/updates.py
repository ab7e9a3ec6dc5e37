"""The queue of updates of one bot, with the long polling and acknowledgement rules of getUpdates."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable
from typing import Any

from tests.fake_telegram.errors import conflict

FIRST_UPDATE = 700_000_001
FUTURE = 10  # Ids beyond the next one from which an offset is taken for one of an older numbering, and ignored
_ON_REQUEST_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
_TERMINATED = "terminated by other getUpdates request; make sure that only one bot instance is running"
_WEBHOOK = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


class UpdateQueue:
    """Updates not yet acknowledged, oldest first, each with its place; only the latest poller is served."""

    def __init__(self) -> None:
        self.next_id = FIRST_UPDATE
        self.acknowledged = 0
        self.allowed: frozenset[str] | None = None
        self.webhook = self.secret = ""
        self.pending: deque[tuple[int, Any]] = deque()
        self._waiter: asyncio.Future[None] | None = None

    @property
    def polled(self) -> bool:
        """Whether somebody waits for updates just now."""
        return self._waiter is not None

    def push(self, kind: str, payload: dict[str, Any]) -> int | None:
        """Queue an update and return its id, None if the bot did not ask for that kind."""
        wanted = kind not in _ON_REQUEST_ONLY if self.allowed is None else kind in self.allowed
        if not wanted:
            return None
        return self.push_raw({kind: payload})

    def push_raw(self, update: Any) -> int:
        """Queue any JSON value exactly as it is, but for an `update_id` that an object lacks; return its place."""
        place = self.next_id
        self.next_id += 1
        self.pending.append((place, {"update_id": place, **update} if isinstance(update, dict) else update))
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
        return place

    def delivered(self, place: int) -> None:
        """Forget an update that the webhook has taken."""
        self.pending = deque(one for one in self.pending if one[0] != place)
        self.acknowledged = max(self.acknowledged, min([place + 1, *(one[0] for one in self.pending)]))

    def renumber(self, next_id: int) -> None:
        """Number the next updates from another id on, as after a week without any; older ones have expired by then."""
        self.clear()
        self.next_id, self.acknowledged = next_id, 0

    def allow(self, kinds: Iterable[str] | None) -> None:
        """The kinds of updates wanted from now on; None changes nothing, none at all means the usual ones."""
        if kinds is not None:
            self.allowed = frozenset(kinds) or None

    def clear(self) -> None:
        self.pending.clear()

    def interrupt(self, reason: Exception | None = None) -> None:
        """End the poll that is waiting with an error, 409 Conflict unless told."""
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_exception(reason or conflict(_TERMINATED))
        self._waiter = None

    async def get(self, offset: int, limit: int, seconds: float) -> list[dict[str, Any]]:
        """Answer one getUpdates call; raises ApiError (409) when another poller or a webhook takes over."""
        if self.webhook:
            raise conflict(_WEBHOOK)
        self.interrupt()
        self._forget(offset)
        if not self.pending and seconds > 0:
            await self._wait(seconds)
        return [self.pending[index][1] for index in range(min(limit, len(self.pending)))]

    def _forget(self, offset: int) -> None:
        if offset > self.next_id + FUTURE:
            return
        if offset < 0:
            kept = min(-offset, len(self.pending))
            offset = self.pending[-kept][0] if kept else self.next_id
        while self.pending and self.pending[0][0] < offset:
            self.pending.popleft()
        if offset:
            self.acknowledged = max(self.acknowledged, min(offset, self.next_id))

    async def _wait(self, seconds: float) -> None:
        waiter = asyncio.get_running_loop().create_future()
        self._waiter = waiter
        try:
            await asyncio.wait_for(waiter, seconds)
        except TimeoutError:
            return
        finally:
            if self._waiter is waiter:
                self._waiter = None
