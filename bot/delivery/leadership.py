"""Leadership: one process at a time sends, as long as it can show in the database that it lives."""

import asyncio
import time
from collections.abc import Callable

import structlog

from bot.delivery.heartbeat_file import HeartbeatFile
from bot.delivery.lease_watch import LeaseWatch, new_holder
from bot.storage import Lease, Outbox, StorageError

LEASE = 6.0
"""Seconds without a heartbeat after which another process becomes the sender."""

log = structlog.get_logger()


class Leadership:
    """The sender's lease: taken from a holder that is dead, kept by heartbeats, and noticed when it is lost."""

    def __init__(
        self,
        outbox: Outbox,
        now: Callable[[], float],
        seconds: float = LEASE,
        heartbeat_file: HeartbeatFile | None = None,
    ) -> None:
        """Take the time in UTC seconds, and the seconds without a heartbeat after which a holder counts as dead."""
        self._outbox = outbox
        self._now = now
        self._seconds = seconds
        self._holder = new_holder()
        self._watch = LeaseWatch(seconds)
        self._heartbeat_file = heartbeat_file
        self.lost = asyncio.Event()
        """Set once the lease could not be kept: nothing more may be sent."""

    async def acquire(self) -> Lease | None:
        """Take the lease; None while another process holds it. Raises `StorageError`."""
        dead = self._watch.dead_holder_heartbeat(await self._outbox.lease())
        lease = await self._outbox.acquire(self._holder, dead)
        self.lost.clear()
        return lease

    async def take_over(self, lease: Lease) -> tuple[int, int]:
        """See what an earlier sender left, and whether the database is an old one.

        Return how many deliveries were under way, and how many are held, for they are late or may have been sent since.
        Raises `StorageError`.
        """
        restored = self._heartbeat_file is not None and self._heartbeat_file.read() >= lease.heartbeats
        interrupted = await self._outbox.recover(lease.fencing_token, self._now())
        held = await self._outbox.hold(lease.fencing_token, self._now(), restored)
        if restored and held:
            log.error(
                "the database was restored from a backup; what waits is held: casewire deliveries shows it", held=held
            )
        return interrupted, held

    def keep_heartbeat(self, lease: Lease) -> None:
        """Keep the heartbeat outside the database too, so that an older database is noticed."""
        if self._heartbeat_file is not None:
            self._heartbeat_file.write(lease.heartbeats)

    async def keep(self, fencing_token: int, stop: asyncio.Event) -> None:
        """Keep the lease until `stop` is set, or until it is lost, which `lost` then says."""
        kept = time.monotonic()
        while not (self.lost.is_set() or stop.is_set()):
            await asyncio.sleep(self._seconds / 3)
            asked = time.monotonic()
            try:
                lease = await self._outbox.acquire(self._holder)
            except StorageError as error:
                log.warning("the sender's lease could not be kept; trying again", error=str(error))
                if time.monotonic() - kept < self._seconds * 2 / 3:
                    continue
                lease = None
            if lease is not None and lease.fencing_token == fencing_token:
                kept = asked
                self.keep_heartbeat(lease)
                continue
            log.warning("another process sends the notices now, or the lease ran out", fence=fencing_token)
            self.lost.set()

    async def release(self, fencing_token: int) -> None:
        """Let another process take over at once; raises `StorageError`."""
        await self._outbox.release_lease(fencing_token)
