"""Drafts a notice of what changed since the last publication."""

import itertools
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import yaml

from bot.config import Config
from bot.publishing.errors import PublishingError
from bot.publishing.operator import storage_of
from handlers.replies.drafts import counts, draft
from handlers.texts import SPOKEN, say
from knowledge.casefile.fields import ID_RULE, is_identifier
from knowledge.edtf import parse_edtf
from knowledge.model import KnowledgeBase, Notice
from knowledge.notices.diff import Changes, Digests, compare
from knowledge.notices.states import NoticeState

States = Mapping[str, tuple[NoticeState, int, float | None]]
"""Of each notice that is more than a draft: its state, its number (0 for none yet), and when it is due."""
_WIDTH = 116
"""Maximum columns of a line of a drafted file."""


async def baseline_and_states(config: Config) -> tuple[Digests, States]:
    """Return the baseline of the last publication, and the notices that are more than drafts."""
    async with storage_of(config) as storage:
        return await storage.baseline.read(), await storage.notices.states()


def changes_since(baseline: Digests, base: KnowledgeBase, everything: bool) -> Changes:
    """Return what changed since the last publication; with `everything`, all of the base counts as new.

    Raises `PublishingError` if there is no baseline yet and `everything` is not asked for.
    """
    if everything:  # Nobody was told what is withdrawn already, so it is no news.
        return replace(compare({}, base), withdrawn=())
    if not baseline:
        found = ", ".join(change_lines(changes_since(baseline, base, everything=True), ids=False))
        raise PublishingError(
            f"There is no publication to compare with, so everything is new ({found}). "
            "To draft a notice of it all the same: casewire notices draft --all"
        )
    return compare(baseline, base)


def write_draft(
    case: Path, base: KnowledgeBase, changes: Changes, day: date, taken: Collection[str], chosen: str | None = None
) -> Path:
    """Write a notice of the changes into the case folder, under an id that is free; return its file.

    Raises `PublishingError` if the id `chosen` is taken or cannot be used, or if the file cannot be written.
    """
    folder = case / "notices"
    if chosen is not None and not is_identifier(chosen):
        raise PublishingError(f"{chosen!r} is not an id; {ID_RULE}.")
    if chosen is not None and chosen in taken:
        raise PublishingError(f"{chosen} was published or planned already; choose another id with --id.")
    try:
        folder.mkdir(exist_ok=True)
        notice_id = chosen or _free_id(day, {*taken, *(file.stem for file in folder.iterdir())})
        file = folder / f"{notice_id}.yaml"
        with file.open("x", encoding="utf-8", newline="\n") as out:
            out.write(as_yaml(draft(changes, base, notice_id, parse_edtf(day.isoformat()))))
    except FileExistsError as error:
        raise PublishingError(f"{error.filename} is there already and is left as it is.") from error
    except OSError as error:
        raise PublishingError(f"{error.filename} cannot be written ({error.strerror}); nothing is changed.") from error
    return file


def _free_id(day: date, taken: Collection[str]) -> str:
    numbered = (f"{day}-{number}" for number in itertools.count(2))
    return next(notice_id for notice_id in itertools.chain([f"{day}"], numbered) if notice_id not in taken)


def as_yaml(notice: Notice) -> str:
    """Return the file of a notice."""
    fields: dict[str, object] = {
        "date": notice.date.text,
        "kind": notice.kind,
        "headline": dict(notice.headline),
        "summary": dict(notice.summary),
        "facts": list(notice.facts),
        "documents": list(notice.documents),
        "urgency": "urgent" if notice.urgent else "normal",
    }
    return yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=_WIDTH)


def change_lines(changes: Changes, ids: bool = True) -> Iterator[str]:
    for key, found in counts(changes).items():
        yield f"{say(SPOKEN, key)}: {', '.join(found) if ids else len(found)}"
