"""Failure detector for the lease: a check of the process on this machine, or missed heartbeats; never wall clocks."""

import os
import secrets
import socket
import time
from pathlib import Path

from bot.storage import Lease

_PROCESS = secrets.token_hex(8)
"""Tells this process from an earlier one that had the same number, as the first in a container always has."""


def new_holder() -> str:
    """Return a name for a holder of a lease, which tells the machine and the process."""
    return f"{_here()} {os.getpid()} {_PROCESS} {secrets.token_hex(4)}"


class LeaseWatch:
    """Watches a lease that another process holds."""

    def __init__(self, seconds: float) -> None:
        """Take the seconds without a heartbeat after which a holder counts as dead."""
        self._seconds = seconds
        self._seen: Lease | None = None
        self._since = 0.0

    def dead_holder_heartbeat(self, lease: Lease) -> int | None:
        """Return the last heartbeat of a holder that is dead, None if it may live.

        A holder on this machine is dead if its process is gone; elsewhere, if no heartbeat came for that time.
        """
        now = time.monotonic()
        if lease != self._seen:
            self._seen, self._since = lease, now
        dead = is_gone(lease.holder) or now - self._since >= self._seconds
        return lease.heartbeats if dead else None


def is_gone(holder: str) -> bool:
    """Whether a process ran on this machine and does not any more."""
    here, number, process, *_ = [*holder.split(" "), "", "", ""]
    if here != _here() or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return process != _PROCESS
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except OSError:
        return False
    return False


def _here() -> str:
    """Return where a process's number means that process: this machine, and the container if it is one."""
    try:
        space = Path("/proc/self/ns/pid").readlink().name
    except OSError:
        space = ""
    return f"{socket.gethostname()}{space}"
