"""The folder in which the processes of a machine keep their counts, so that each can add all up."""

import fcntl
import os
import secrets
from io import BufferedRandom
from pathlib import Path

from prometheus_client import values


class MetricsFolder:
    """One process's part of the folder.

    What a dead process has counted stays, for a sum must not fall. Once all are dead the next one begins with an empty
    folder, so that it does not grow for ever; Prometheus knows a counter that begins anew. No gauge is kept here: that
    of a dead process would be shown for ever.
    """

    def __init__(self, path: Path) -> None:
        """Join the processes that share the folder, which is made if there is none; raises `OSError`."""
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path = path
        self._in_use = _joined(path)
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(path)  # the library reads it whenever it makes a file
        name = f"{os.getpid()}-{secrets.token_hex(4)}"  # in containers that share a folder all may have number 1
        values.ValueClass = values.MultiProcessValue(lambda: name)

    def leave(self) -> None:
        """Let the folder be emptied once the others have left too."""
        self._in_use.close()


def _joined(path: Path) -> BufferedRandom:
    """Return an open file that is locked while the process lives, however it ends; empty the folder if it is alone."""
    with (path / "lock").open("a+b") as entrance:
        fcntl.flock(entrance, fcntl.LOCK_EX)
        in_use = (path / "in-use").open("a+b")
        try:
            fcntl.flock(in_use, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pass
        else:
            for left in path.glob("*.db"):
                left.unlink()
        fcntl.flock(in_use, fcntl.LOCK_SH)
        return in_use
