"""What the bot remembers; the only place with SQL."""

from bot.storage.crypto import KeyFileError, read_key
from bot.storage.store import IN_MEMORY, Storage, StorageError

__all__ = ["IN_MEMORY", "KeyFileError", "Storage", "StorageError", "read_key"]
