"""Reads and writes the fields of a document that say where its text was taken from."""

import json
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from knowledge.casefile.fields import Fields
from knowledge.casefile.problems import shown
from knowledge.model import Provenance

PROVENANCE = ("source", "source_sha256", "captured", "pages")
"""The fields, in the order in which they are written."""
NOT_STATED = "not stated"
"""Stands for a publisher that a source does not name."""
_RANGE = re.compile(r"([0-9]{1,6})\.\.([0-9]{1,6})")
_MAX_PAGES = 100_000
"""Maximum number of pages of a document; arbitrary."""
_CAPTURED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z)?")
_SHA256 = re.compile(r"[0-9a-f]{64}")


def read_provenance(fields: Fields) -> Provenance:
    """Return where a document's text was taken from; what cannot be read is reported."""
    source, sha256, captured = (fields.text(name) for name in PROVENANCE[:3])
    if source and (source.startswith(("/", "~")) or ".." in source.split("/") or "\\" in source):
        fields.report("source", f"{shown(source)} is no path within the case folder; write for example originals/a.pdf")
    if sha256 and not _SHA256.fullmatch(sha256):
        fields.report("source_sha256", f"{shown(sha256)} is no SHA-256: it has 64 digits and letters a-f")
    if captured and not _CAPTURED.fullmatch(captured):
        fields.report("captured", f"{shown(captured)} is no time; write for example 2024-05-01 or 2024-05-01T12:00:00Z")
    pages = tuple(label for entry in fields.texts("pages") for label in _unpacked(entry.text))
    if len(pages) > _MAX_PAGES:
        fields.report("pages", f"has more than {_MAX_PAGES} pages; correct it")
        pages = ()
    return Provenance(source, sha256, captured, pages)


def pages_written(labels: Sequence[str]) -> str:
    """Return labels of pages as a list in YAML, numbers that follow each other as a range: `[i, ii, 1..88]`."""
    entries: list[str] = []
    numbered = enumerate(labels)
    for _, group in groupby(numbered, lambda one: int(one[1]) - one[0] if _is_number(one[1]) else one[1]):
        run = [label for _, label in group]
        if len(run) > 2 and _is_number(run[0]):
            entries.append(f"{run[0]}..{run[-1]}")
        else:
            entries.extend(map(_entry, run))
    return f"[{', '.join(entries)}]"


def _entry(label: str) -> str:
    """Return a label as it stands in the list: in quotation marks, but for small Roman numerals."""
    return label if re.fullmatch(r"[ivxlc]+", label) else json.dumps(label, ensure_ascii=False)


def _is_number(label: str) -> bool:
    return label.isascii() and label.isdecimal() and label == str(int(label)) and len(label) <= 6


def _unpacked(entry: str) -> Iterator[str]:
    found = _RANGE.fullmatch(entry)
    if found and int(found[1]) <= int(found[2]) and int(found[2]) - int(found[1]) <= _MAX_PAGES:
        yield from map(str, range(int(found[1]), int(found[2]) + 1))
    else:
        yield entry
