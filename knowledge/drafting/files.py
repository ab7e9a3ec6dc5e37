"""Drafts as a file of facts, to be approved one by one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from knowledge.casefile.facts import DRAFT
from knowledge.casefile.writing import Files, WritingError, write
from knowledge.casefile.yaml_text import dumped
from knowledge.citing.inserting import lines_of
from knowledge.citing.places import place_of
from knowledge.drafting.drafts import Draft
from knowledge.model import Document

SUFFIX = ".draft.yaml"


def as_yaml(drafts: Sequence[Draft], document: Document, topic: str) -> str:
    """Return drafts as a file of facts; what a curator has to find out stands in comments."""
    lines = [
        f"# Drafts from {document.id}, which nobody is told. Look each through, say who says it, fill in what",
        f"# is missing, and remove the line status: {DRAFT}. Delete what you do not want.",
    ]
    for one in drafts:
        lines += ["", *entry_of(one, document, topic)]
    return "\n".join(lines) + "\n"


def entry_of(one: Draft, document: Document, topic: str) -> Iterator[str]:
    """Yield the lines of a draft in a file of facts."""
    yield from (f"# {' '.join(remark.split())}" for remark in _remarks(one, document))
    yield f"- id: {one.id}"
    yield f"  status: {DRAFT}"
    if topic:
        yield f"  topic: {topic}"
    if one.asserter.id:
        yield f"  asserted_by: {one.asserter.id}  # {one.asserter.reason}"
    else:
        yield f"  # asserted_by: {one.asserter.reason}"
    if len(one.dates) == 1:
        yield f"  date: {one.dates[0].text}"
    yield "  statement:"
    yield f"    {document.language}: {dumped(one.statement)}"
    yield "  citations:"
    first, *rest = lines_of(one.candidate)
    yield f"    - {first}"
    yield from (f"      {line}" for line in rest)
    if one.title:
        yield "  question:"
        yield f"    {one.title_language}: {dumped(one.title)}"


def _remarks(one: Draft, document: Document) -> Iterator[str]:
    place = place_of(one.candidate.citation, document)
    yield ", ".join(
        [
            *([f"page {place.page}"] if place.page else []),
            f"paragraph {place.paragraph}",
            *([f"there numbered {place.number}"] if place.number else []),
        ]
    )
    if one.leans:
        yield "Its last sentence leans on what stands before it: say what is meant."
    if one.names:
        yield f"Names: {', '.join(one.names)}"
    if one.new_names:
        yield f"New names: {', '.join(one.new_names)}"
    if len(one.dates) > 1:
        yield f"Several dates, choose that of the event: {', '.join(date.text for date in one.dates)}"


def write_drafts(case: Path, file: Path, text: str) -> None:
    """Write drafts into a new file, in a case or elsewhere; raises `WritingError` where there is one already."""
    if file.exists():
        raise WritingError(f"{file} is there already, and is not overwritten; name another one with --out")
    if case.resolve() in file.resolve().parents:
        write(Files(case, {file.resolve().relative_to(case.resolve()).as_posix(): text.encode()}))
        return
    try:
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text)
    except OSError as error:
        raise WritingError(f"{file} cannot be written: {error.strerror}") from error
