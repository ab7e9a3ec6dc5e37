"""Keeps a loaded case in a file named by the bytes that it was read from: a quick start reads no YAML."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from knowledge import cached_files
from knowledge.casefile.packing import pack, unpack
from knowledge.model import KnowledgeBase

_KIND = "base"
"""Begins the names of the files."""
_SUFFIXES = frozenset({".yaml", ".yml", ".md"})
"""The files of a case that its base may depend on: a change of any makes the kept one worthless."""


def path_in(folder: Path, case: Path) -> Path:
    """Return the file for the case in a folder as its files are now, as this code reads them."""
    digest = hashlib.sha256(str(case).encode("utf-8", "surrogateescape"))
    digest.update(cached_files.code())
    for file in _files(case):
        content = file.read_bytes()
        digest.update(f"{file.name}\0{len(content)}\0".encode("utf-8", "surrogateescape"))
        digest.update(content)
    return folder / f"{_KIND}-{digest.hexdigest()[:32]}.json"


def _files(case: Path) -> Iterator[Path]:
    """Yield all files of a case folder that may be read, in a fixed order."""
    yield from sorted(file for file in case.rglob("*") if file.suffix.casefold() in _SUFFIXES and file.is_file())


def load(path: Path) -> KnowledgeBase | None:
    """Return the case that a file keeps; None where there is no such file or it is damaged."""
    body = cached_files.read(path)
    return None if body is None else unpack(bytes(body))


def save(path: Path, base: KnowledgeBase) -> None:
    """Keep a case in a file."""
    cached_files.keep(path, [memoryview(pack(base))], _KIND)
