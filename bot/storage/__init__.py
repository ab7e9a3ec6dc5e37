"""What the bot remembers; the only place with SQL."""

from bot.storage.audit_log import AuditLog
from bot.storage.crypto import KeyFileError, read_key
from bot.storage.database import IN_MEMORY, StorageError
from bot.storage.outbox import Delivery, Lease, Outbox
from bot.storage.store import Storage
from bot.storage.subscribers import Follower, Subscribers

__all__ = [
    "IN_MEMORY",
    "AuditLog",
    "Delivery",
    "Follower",
    "KeyFileError",
    "Lease",
    "Outbox",
    "Storage",
    "StorageError",
    "Subscribers",
    "read_key",
]
