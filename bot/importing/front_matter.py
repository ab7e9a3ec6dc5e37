"""Writes the file of a document: proposed fields, each with where it is from, then the text."""

import hashlib
import json
import re
from dataclasses import dataclass

from knowledge.casefile.provenance import NOT_STATED, pages_written
from knowledge.importing.draft import Draft, Proposal

_HEAD = "# Proposed by casewire add. Look through the fields, correct them, and delete the comments.\n"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a text was taken from: the file kept in the case folder, its hash, and when (ISO 8601, UTC)."""

    source: str
    sha256: str
    captured: str


def document_file(identifier: str, draft: Draft, text: str, origin: Origin) -> str:
    """Return the content of a new document's file."""
    date = draft.date or Proposal(f"{origin.captured[:10]}?", "no date was found; this is the day of the import")
    publisher = draft.publisher or Proposal(NOT_STATED, "write who published it")
    language = draft.language or Proposal("und", "write the code of its language")
    lines = [
        f"id: {identifier}",
        *_field("title", Proposal(draft.title.value or identifier, draft.title.origin)),
        *_field("date", date, bare=True),
        *_field("publisher", publisher),
        *_field("language", language, bare=True),
        *([f"url: {json.dumps(draft.url, ensure_ascii=False)}"] if draft.url else []),
        *_pins(draft, text, origin),
    ]
    fields = "\n".join(lines)
    return f"---\n{_HEAD}{fields}\n---\n{text}"


def to_fill_in(draft: Draft) -> tuple[str, ...]:
    """Return the fields that a curator must write, for nothing was found for them."""
    fields = {"date": draft.date, "publisher": draft.publisher, "language": draft.language}
    return tuple(name for name, proposal in fields.items() if not proposal)


def _field(name: str, proposal: Proposal, bare: bool = False) -> list[str]:
    value = " ".join(proposal.value.split())
    comment = [f"# {name}: {' '.join(proposal.origin.split())}"] if proposal.origin else []
    return [*comment, f"{name}: {value if bare else json.dumps(value, ensure_ascii=False)}"]


def _pins(draft: Draft, text: str, origin: Origin) -> list[str]:
    return [
        f"sha256: {sha256_of(text)}",
        f"source: {json.dumps(origin.source, ensure_ascii=False)}",
        f"source_sha256: {origin.sha256}",
        f"captured: {origin.captured}",
        *([f"pages: {pages_written(draft.pages)}"] if draft.pages else []),
    ]


def replaced_file(old: str, draft: Draft, text: str, origin: Origin) -> str:
    """Return the content of a document's file with another text; what the curator wrote in its fields stays."""
    head = re.match(r"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", old, re.DOTALL | re.MULTILINE)
    if head is None:
        raise ValueError("a document's file begins with its fields")
    names = ("sha256", "source", "source_sha256", "captured", "pages")
    pinned = re.compile(rf"^(?:{'|'.join(names)})[ \t]*:.*\n(?:[ \t]+\S.*\n)*", re.MULTILINE)
    kept = pinned.sub("", head[1].replace("\r\n", "\n"))
    pins = "".join(f"{line}\n" for line in _pins(draft, text, origin))
    return f"---\n{kept}{pins}---\n{text}"


def sha256_of(text: str) -> str:
    """Return the hash by which a document's text is pinned."""
    return hashlib.sha256(text.encode()).hexdigest()
