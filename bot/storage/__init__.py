"""What the bot remembers; the only place with SQL."""

from bot.storage.audit_log import AuditLog
from bot.storage.crypto import KeyFileError, read_key
from bot.storage.database import IN_MEMORY, StorageError
from bot.storage.deliveries import Delivery
from bot.storage.feedback import Feedback
from bot.storage.followers import Follower
from bot.storage.lease import Lease
from bot.storage.outbox import Outbox
from bot.storage.reviewed import Reviewed
from bot.storage.store import Storage
from bot.storage.subscribers import Subscribers

__all__ = [
    "IN_MEMORY",
    "AuditLog",
    "Delivery",
    "Feedback",
    "Follower",
    "KeyFileError",
    "Lease",
    "Outbox",
    "Reviewed",
    "Storage",
    "StorageError",
    "Subscribers",
    "read_key",
]
