"""Puts converted documents into a case folder: new ones, none twice, and changed ones only when asked to."""

import difflib
import hashlib
import os
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import islice
from pathlib import Path

from anyascii import anyascii

from bot.importing.front_matter import Origin, document_file, replaced_file, sha256_of, to_fill_in
from knowledge.casefile.documents import read_document
from knowledge.casefile.fields import is_identifier
from knowledge.casefile.problems import Problems
from knowledge.casefile.requoting import Requoted, quotes_of, requoted
from knowledge.importing.draft import Draft, Source
from knowledge.importing.formats import format_of
from knowledge.importing.wording import written
from knowledge.model import Document

ORIGINALS = "originals"
"""The folder of a case in which the files lie that documents were taken from."""
_MAX_ID = 40
"""Maximum length of an id that is made from a name, so that a number still fits behind it."""
_DIFFERENCES = 400
"""Maximum number of lines of a comparison; arbitrary."""
_VAGUE = re.compile(r"(?:index|default|home|view|page|article|item|show|print|download|document|file|amp)?[0-9-]*")


class Outcome(StrEnum):
    """What became of a document."""

    NEW = "new"
    SAME = "unchanged"
    CHANGED = "changed"
    """The case has it with another text; nothing was written."""
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Filed:
    """A document that was compared with the case, and what became of it."""

    outcome: Outcome
    id: str
    draft: Draft
    text: str
    to_fill_in: tuple[str, ...] = ()
    difference: tuple[str, ...] = ()
    """The paragraphs that differ, as a unified diff."""
    quotes: tuple[Requoted, ...] = ()
    """Where the quotes of the case's facts stand in the new text."""


@dataclass(frozen=True, slots=True)
class _Order:
    """What is asked for a document: its source, the name of the original kept for several, and what to do."""

    source: Source
    original: str
    """"" for the document's own id."""
    chosen: str
    """The id that it is to have; "" for one made of its name."""
    replaces: bool
    taken: frozenset[str]
    """The ids of other documents of the same source."""


class Case:
    """The documents of a case folder, as they are and as they become."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._documents: dict[str, Document] = {}
        files = (folder / "documents").glob("*.md") if (folder / "documents").is_dir() else ()
        for file in sorted(files):
            document = read_document(file, (), Problems())
            if document is not None:
                self._documents[document.id] = document

    def file(self, drafts: Sequence[Draft], source: Source, chosen: str = "", replaces: bool = False) -> list[Filed]:
        """Write the documents of a source; `chosen` is the id that the first is to have.

        Raises `OSError` where the folder cannot be written. Each file is written whole or not at all.
        """
        done: list[Filed] = []
        for draft in drafts:
            taken = frozenset(one.id for one in done)
            original = _identifier_of(source.name) if len(drafts) > 1 else ""
            done.append(self._file(draft, _Order(source, original, "" if done else chosen, replaces, taken)))
        return done

    def _file(self, draft: Draft, order: "_Order") -> Filed:
        text = written(draft.blocks)
        known = self._known(draft, text, order)
        if known is None:
            identifier = order.chosen or self._free(_identifier(draft))
            origin = self._keep(order.source, order.original or identifier, draft)
            content = document_file(identifier, draft, text, origin)
            return self._write(Filed(Outcome.NEW, identifier, draft, text, to_fill_in(draft)), content)
        if known.sha256 == sha256_of(text):
            return Filed(Outcome.SAME, known.id, draft, text)
        quotes = requoted(quotes_of(self.folder, known.id), known.id, text)
        filed = Filed(Outcome.CHANGED, known.id, draft, text, (), _difference(known.text, text), quotes)
        if not order.replaces:
            return filed
        origin = self._keep(order.source, order.original or known.id, draft)
        old = self._path(known.id).read_text(encoding="utf-8-sig")
        return self._write(replace(filed, outcome=Outcome.REPLACED), replaced_file(old, draft, text, origin))

    def _known(self, draft: Draft, text: str, order: "_Order") -> Document | None:
        """Return the document that the case has already: by its text, its address, or its id if it is not taken."""
        if order.chosen:
            return self._documents.get(order.chosen)
        pinned = sha256_of(text)
        by_text = [one for one in self._documents.values() if one.sha256 == pinned]
        by_address = [one for one in self._documents.values() if draft.url and one.url == draft.url]
        same = self._documents.get(_identifier(draft)) if _identifier(draft) not in order.taken else None
        is_other = same is not None and draft.url and same.url and same.url != draft.url
        return next(iter([*by_text, *by_address]), None if is_other else same)

    def _free(self, identifier: str) -> str:
        number, free = 1, identifier
        while free in self._documents:
            number += 1
            free = f"{identifier}-{number}"
        return free

    def _path(self, identifier: str) -> Path:
        return self.folder / "documents" / f"{identifier}.md"

    def _keep(self, source: Source, name: str, draft: Draft) -> Origin:
        """Write the original beside the documents, under a name that has a piece of its hash: none is overwritten."""
        sha256 = hashlib.sha256(source.data).hexdigest()
        path = f"{ORIGINALS}/{name}-{sha256[:8]}.{format_of(source).value}"
        write_whole(self.folder / path, source.data)
        return Origin(path, sha256, (draft.captured or source.captured)[:20])

    def _write(self, filed: Filed, content: str) -> Filed:
        path = self._path(filed.id)
        write_whole(path, content.encode())
        document = read_document(path, (), Problems())
        if document is not None:
            self._documents[filed.id] = document
        return filed


def _difference(stored: str, now: str) -> tuple[str, ...]:
    lines = difflib.unified_diff(stored.split("\n"), now.split("\n"), "stored", "now", n=0, lineterm="")
    return tuple(islice((line for line in lines if line[1:].strip() and line[:2] != "@@"), _DIFFERENCES))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: beside its place, to the disk, then into its place."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _identifier(draft: Draft) -> str:
    """Return an id made from a draft's name, or from its title where the name says nothing ("index")."""
    stem = _identifier_of(draft.name)
    return _identifier_of(draft.title.value) if _VAGUE.fullmatch(stem) and draft.title else stem or "document"


def _identifier_of(name: str) -> str:
    stem = re.sub(r"\.[A-Za-z0-9]{1,5}$", "", name)
    words = re.findall(r"[a-z0-9]+", anyascii(stem).casefold())
    while words and len("-".join(words)) > _MAX_ID:
        words.pop()
    identifier = "-".join(words) or re.sub(r"[^a-z0-9]", "", anyascii(stem).casefold())[:_MAX_ID]
    return identifier if is_identifier(identifier) else "document"
