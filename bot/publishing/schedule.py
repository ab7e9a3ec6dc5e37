"""What the sending process looks after besides: what is scheduled, and how far the notices are that admins watch."""

from collections.abc import Sequence

from bot.publishing.publisher import Publisher
from bot.storage.notices import Progress


class Schedule:
    """What is to happen at its time. All methods raise `StorageError` if the storage fails."""

    def __init__(self, publisher: Publisher) -> None:
        self._publisher = publisher
        self._storage = publisher.storage

    async def publish_due(self, fencing_token: int) -> None:
        """Publish what was scheduled and whose time has come."""
        await self._publisher.publish_due(fencing_token)

    async def progress(self, now: float) -> Sequence[Progress]:
        """Return how far the notices are whose progress an admin is shown."""
        return await self._storage.notices.progress(now)

    async def reported(self, notice: str) -> None:
        """Keep that an admin was shown how a notice ended."""
        await self._storage.notices.reported(notice)
