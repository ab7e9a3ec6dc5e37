"""The lease of the sender: only the process that holds it sends, and a late one is known by its fencing token."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Exists, exists, select

from bot.storage.schema import leases

SENDER = "sender"
"""Name of the lease."""


@dataclass(frozen=True, slots=True)
class Lease:
    """Who sends."""

    holder: str = ""
    """Empty once the holder has released it."""
    fencing_token: int = 0
    """Grows whenever another holder takes over."""
    heartbeats: int = 0
    """Grows whenever the holder shows that it lives."""


def leads(fencing_token: Any) -> Exists:
    """Whether a fencing token is the newest one: the condition of every write of a sender."""
    return exists(select(leases.c.name).where(leases.c.name == SENDER, leases.c.fence == fencing_token))
