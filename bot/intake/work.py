"""An update under way, and what its processing needs: the inbox that remembers it, and hints besides answers."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from telegram import Update

from bot.intake.updates import Incoming
from bot.retries import Attempts
from bot.storage.inbox import Parked


class Inbox(Protocol):
    """What is known of updates, over restarts. All raise `StorageError` if the storage fails."""

    async def known(self, update_ids: Sequence[int], now: datetime) -> frozenset[int]:
        """Return which of some updates are finished or parked."""

    async def finish(self, update_id: int, now: datetime) -> None:
        """Keep that an update is finished."""

    async def park(self, some: Sequence[Parked], now: datetime) -> None:
        """Keep updates until they are finished; one that is finished meanwhile stays so."""

    async def repark(self, one: Parked) -> None:
        """Keep how often a parked update was tried, and when it is due again."""

    async def parked(self, now: datetime) -> Sequence[Parked]:
        """Return the parked updates in their order."""

    async def unpark(self, update_ids: Sequence[int]) -> None:
        """Forget parked updates that Telegram has too, as if they had never come."""

    async def prune(self, below: int) -> None:
        """Forget the finished updates below an id."""

    async def forget(self) -> None:
        """Forget all finished updates: Telegram gives their ids to others."""


class Hints(Protocol):
    """What is said besides answers; neither raises `TelegramError`."""

    async def slow_down(self, update: Update) -> None:
        """Tell a chat that it sends more than can be answered."""

    async def unreadable(self, kind: str) -> None:
        """Tell the admins that an update of a kind could not be read."""


@dataclass(slots=True, eq=False)
class Work:
    """An update under way."""

    item: Incoming
    attempts: Attempts = field(default_factory=Attempts)
    due_at: float = 0.0
    """When the next attempt is due, in UTC seconds since 1970."""
    begun_at: float = field(default_factory=time.monotonic)
    is_parked: bool = False
    is_finished: bool = False
    is_queued: bool = False
    """Whether it waits for others of its chat."""

    @property
    def parked(self) -> Parked:
        """What is stored of it while it waits."""
        return Parked(self.item.update_id, self.item.raw, self.attempts.copies, self.due_at)
