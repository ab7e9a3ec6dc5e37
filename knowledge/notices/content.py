"""The content of a notice as it is stored and announced: equal texts for equal contents."""

import json
from dataclasses import dataclass, replace

from knowledge.edtf import parse_edtf
from knowledge.model import Notice
from knowledge.notices.states import NoticeState


@dataclass(frozen=True, slots=True)
class Announced:
    """A notice that was published, as it reads now: its number, and the last step of the record that changed it."""

    notice: Notice
    number: int
    state: NoticeState
    """Published, corrected or recalled."""
    step: int


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
