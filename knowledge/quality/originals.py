"""Compares the files that documents were taken from with their hashes, and names what an import left open."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from knowledge.casefile.provenance import NOT_STATED
from knowledge.casefile.strict_yaml import place
from knowledge.model import Document, KnowledgeBase
from knowledge.quality.hints import Hint

_PIECE = 1_000_000
"""Size of the pieces in which a file is read, in bytes; arbitrary."""


def original_hints(base: KnowledgeBase, path: Path) -> Iterator[Hint]:
    """Yield a hint for each original that is missing or another, and for each document without a publisher."""
    for document in base.documents.values():
        where = place(path / "documents" / f"{document.id}.md")
        if message := _difference(document, path):
            yield Hint(where, message, "originals that are not as they were")
        if document.publisher == NOT_STATED:
            yield Hint(where, "has no publisher; write who published it", "documents that are not filled in")


def _difference(document: Document, path: Path) -> str:
    """Return what is wrong with the original of a document; "" if nothing is, or none is kept."""
    known = document.provenance
    if not known.source or not known.sha256:
        return ""
    digest = hashlib.sha256()
    try:
        with (path / known.source).open("rb") as file:
            while piece := file.read(_PIECE):
                digest.update(piece)
    except OSError:
        return f"the original {known.source} is not there; put it back, or leave out source and source_sha256"
    if digest.hexdigest() == known.sha256:
        return ""
    return f"the original {known.source} is another file than the text was taken from; put the right one back"
