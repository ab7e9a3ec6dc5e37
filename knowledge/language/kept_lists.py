"""Keeps what is made of the lists of languages in a cache, in the form in which it is soonest read again."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from knowledge import cached_files

_shelf = cached_files.NO_SHELF


def keep_in(folder: Path | None) -> None:
    """Keep the lists that are read from now on in the folder of a cache; None keeps nothing."""
    global _shelf  # noqa: PLW0603 - one place for a process, as the lists are the same for all
    _shelf = cached_files.NO_SHELF
    if folder:
        _shelf = cached_files.Shelf(folder / cached_files.TABLES, cached_files.code().hex()[:32])


def kept(kind: str, make: Callable[[], bytes], source: bytes = b"") -> bytes:
    """Return what is made of a list: as it is kept, or else made now.

    `source` is what it is made of beside the code and the data of this package.
    """
    shelf = replace(_shelf, digest=sha256(_shelf.digest.encode() + source).hexdigest()[:32]) if source else _shelf
    return shelf.kept(kind, make)
