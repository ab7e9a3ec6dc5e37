"""Files that can be made again: each named by what it was made from, checked when it is read, the newest kept."""

import hashlib
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zlib import crc32

KEPT = 4
"""Maximum number of files of one kind that stay in the folder, the newest: a machine may have several cases."""
_HEAD = 64
"""Bytes of the head of a file: its checksum, and spaces, for what follows begins on a line of the processor's cache."""


@cache
def code() -> bytes:
    """Return a digest of this package's code and of its data for languages: what all these files are made with."""
    package = Path(__file__).parent
    digest = hashlib.sha256()
    data = (file for file in (package / "language" / "data").rglob("*") if file.is_file())
    for source in sorted((*package.rglob("*.py"), *data)):
        digest.update(source.read_bytes())
    return digest.digest()


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the parts of one thing are kept, a file for each; without a folder all are made anew."""

    folder: Path | None = None
    digest: str = ""
    """What the parts are made of."""

    def kept(self, kind: str, make: Callable[[], bytes]) -> bytes:
        """Return a part from its file; where there is none that can be read, make it and keep it."""
        if self.folder is None:
            return make()
        path = self.folder / f"{kind}-{self.digest}.bin"
        stored = read(path)
        if stored is not None:
            return bytes(stored)
        made = make()
        keep(path, [memoryview(made)], kind)
        return made


NO_SHELF = Shelf()
TABLES = "tables"
"""Name of the folder in the cache where parts are kept."""


def read(path: Path) -> memoryview | None:
    """Return what a file keeps; None where there is no such file or it is damaged."""
    try:
        stored = path.read_bytes()
    except OSError:
        return None
    body = memoryview(stored)[_HEAD:]
    return body if stored[:_HEAD] == _head(body) else None


def keep(path: Path, body: Sequence[memoryview], kind: str) -> None:
    """Keep a file of some parts, whole or not at all, as one of a kind: its name begins so, and older ones may go.

    A folder that cannot be written to is left alone.
    """
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{kind}-", delete=False) as file:
            try:
                file.write(_head(*body))
                file.writelines(body)
                file.close()
                Path(file.name).replace(path)
            except OSError:
                Path(file.name).unlink()
                raise
        older = sorted(path.parent.glob(f"{kind}-*{path.suffix}"), key=lambda other: other.stat().st_mtime_ns)
        for other in older[:-KEPT]:
            other.unlink()


def _head(*parts: memoryview) -> bytes:
    """Return the head of a file of some parts: their length and CRC-32, which tells damage, not forgery."""
    check = 0
    for part in parts:
        check = crc32(part, check)
    return f"{sum(part.nbytes for part in parts)} {check:08x}".encode().ljust(_HEAD)
