"""Opens a case to answer from: as it is kept on the disk, and only if that is out of date by reading its files."""

from pathlib import Path

from knowledge.casefile import base_cache
from knowledge.model import KnowledgeBase


def open_case(path: Path, cache: Path | None) -> KnowledgeBase:
    """Return the case in the folder `path`; in the folder `cache`, if given, what was read is kept for the next time.

    Raises `KnowledgeError` with all problems, by file and line, if there are any.
    """
    try:
        kept = base_cache.path_in(cache, path) if cache and path.is_dir() else None
    except OSError:
        kept = None  # Reading the files says what cannot be read.
    base = base_cache.load(kept) if kept else None
    if base is None:
        from knowledge.casefile.loading import load

        base = load(path)
        if kept:
            base_cache.save(kept, base)
    return base
