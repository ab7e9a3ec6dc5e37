"""Reads the notices of a case: what is announced to those who follow it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.dates import parse_edtf
from knowledge.fields import Fields
from knowledge.model import Notice
from knowledge.reading import read_yaml
from knowledge.register import Register

KINDS = ("news", "correction", "retraction")
URGENCIES = ("normal", "urgent")
LIMITS = {"headline": 200, "summary": 2000, "correction": 600}
"""Characters that fit into a message beside its number, its reason and its buttons."""
_REQUIRED = ("date", "kind", "headline", "summary")
_OPTIONAL = ("facts", "documents", "urgency", "correction")


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice that was published, as it reads now: its number, and the last step of the record that changed it."""

    notice: Notice
    number: int
    state: str
    """"published", "corrected" or "recalled"."""
    step: int


def read_notices(files: list[Path], register: Register) -> Iterator[Notice]:
    """Read one notice from each file, whose name is the notice's id; notes every problem in the register."""
    for file in files:
        node = read_yaml(file, register.problems)
        if node is None:
            continue
        fields = Fields(node, "a notice", register.problems, _REQUIRED, _OPTIONAL)
        facts, documents = fields.texts("facts", empty=True), fields.texts("documents", empty=True)
        for entry in facts:
            register.facts.refer(entry.text, entry.location)
        for entry in documents:
            register.documents.refer(entry.text, entry.location)
        date = fields.date("date")
        if date is None:
            continue
        words = {key: fields.localized(key, register.languages) for key in LIMITS}
        for key, limit in LIMITS.items():
            for language, text in words[key].items():
                if len(text) > limit:
                    fields.report(key, f"{key} has {len(text)} characters in {language}; at most {limit} fit a message")
        yield Notice(
            id=file.stem,
            date=date,
            kind=fields.one_of("kind", KINDS),
            headline=words["headline"],
            summary=words["summary"],
            facts=tuple(entry.text for entry in facts),
            documents=tuple(entry.text for entry in documents),
            urgent="urgency" in fields and fields.one_of("urgency", URGENCIES) == "urgent",
            location=fields.location,
            correction=words["correction"],
        )


def packed(notice: Notice) -> str:
    """Return all that readers get of a notice as JSON: equal for equal contents."""
    parts: dict[str, object] = {
        "id": notice.id,
        "date": notice.date.text,
        "kind": notice.kind,
        "headline": dict(notice.headline),
        "summary": dict(notice.summary),
        "facts": notice.facts,
        "documents": notice.documents,
        "urgent": notice.urgent,
    }
    if notice.correction:
        parts["correction"] = dict(notice.correction)
    return json.dumps(parts, ensure_ascii=False, sort_keys=True)


def unpacked(text: str) -> Notice:
    """Return the notice that `packed` wrote."""
    parts = json.loads(text)
    return Notice(
        id=parts["id"],
        date=parse_edtf(parts["date"]),
        kind=parts["kind"],
        headline=parts["headline"],
        summary=parts["summary"],
        facts=tuple(parts["facts"]),
        documents=tuple(parts["documents"]),
        urgent=parts["urgent"],
        correction=parts.get("correction", {}),
    )


def recalled(told: str, now: str) -> str:
    """Return the content of a recalled notice, as `packed` writes it: what was told, with the reason given `now`.

    A file may have changed since it was published; what is struck out has to be what people read.
    """
    return packed(replace(unpacked(told), correction=unpacked(now).correction))
