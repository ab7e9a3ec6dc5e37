"""Writes files of a case folder, all or none, where the case loads with them; takes the last change back."""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.casefile.loading import read
from knowledge.casefile.problems import KnowledgeError, Problem
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.model import KnowledgeBase, Location

JOURNAL = ".phrasings-undo.json"
"""The file of a case that has what its files were before; files that begin with a dot are no part of a case."""
MAX_STEPS = 20
"""Maximum number of additions that can be taken back, the oldest forgotten first; arbitrary."""


class WritingError(Exception):
    """A case cannot be changed; str() says why, and what to do. Nothing has changed then."""


@dataclass(frozen=True, slots=True)
class Files:
    """New contents of files of a case, by their path in its folder; None for a file that goes."""

    case: Path
    contents: Mapping[str, bytes | None]

    def before(self) -> dict[str, bytes | None]:
        """Return what the files are now; None for one that is not there."""
        return {name: bytes_of(self.case / name) for name in self.contents}


def write(files: Files, check: Callable[[KnowledgeBase], None] | None = None) -> None:
    """Write files, note in the journal what they were, and read the case.

    They are put back, and `WritingError` is raised, where the case has a problem that it had not before, or where
    `check` raises one on the case as it is read afterwards.
    """
    before = files.before()
    known = Counter(map(_without_line, _read(files.case)[1]))
    try:
        _put(files)
        after, problems = _read(files.case)
        if new := [one for one in problems if known[_without_line(one)] == 0]:
            raise KnowledgeError(new)
        if check:
            check(after)
        _note(files, before)
    except (KnowledgeError, WritingError, OSError) as error:
        _put(Files(files.case, before))
        raise WritingError(f"nothing was changed: {error}") from error


def _read(case: Path) -> tuple[KnowledgeBase, tuple[Problem, ...]]:
    symbols = SymbolTable()
    return read(case, symbols), symbols.problems.sorted()


def _without_line(problem: Problem) -> tuple[Path, str]:
    return problem.location.path, problem.message


def undo(case: Path) -> tuple[str, ...]:
    """Put the files back as they were before the last change that was not taken back; return which.

    Raises `WritingError` where there is none, or where somebody changed the files since.
    """
    steps = _journal(case)
    if not steps:
        raise WritingError("there is nothing to take back")
    last = steps[-1]
    changed = [name for name, digest in last["after"].items() if _digest(bytes_of(case / name)) != digest]
    if changed:
        raise WritingError(f"{', '.join(changed)} changed since; mend by hand what you want to take back")
    before = {name: None if text is None else base64.b64decode(text) for name, text in last["before"].items()}
    _put(Files(case, before))
    _save(case, steps[:-1])
    return tuple(before)


def name_in(case: Path, location: Location) -> str:
    """Return the path in its case's folder of the file that something is written in."""
    return location.path.absolute().relative_to(case.absolute()).as_posix()


def appended(before: bytes | None, lines: Sequence[str]) -> bytes:
    """Return a file with more lines at its end, which end as its own do."""
    newline = b"\r\n" if before and b"\r\n" in before else b"\n"
    begun = before or b""
    if begun and not begun.endswith(b"\n"):
        begun += newline
    return begun + b"".join(line.encode() + newline for line in lines)


def _put(files: Files) -> None:
    for name, content in files.contents.items():
        path = files.case / name
        if content is None:
            path.unlink(missing_ok=True)
            continue
        path.parent.mkdir(exist_ok=True)
        beside = path.with_name(f".{path.name}.new")
        beside.write_bytes(content)
        beside.replace(path)


def bytes_of(path: Path) -> bytes | None:
    """Return what a file holds; None where there is none."""
    return path.read_bytes() if path.is_file() else None


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _note(files: Files, before: Mapping[str, bytes | None]) -> None:
    kept = {name: None if text is None else base64.b64encode(text).decode() for name, text in before.items()}
    after = {name: _digest(text) for name, text in files.contents.items()}
    _save(files.case, [*_journal(files.case), {"before": kept, "after": after}][-MAX_STEPS:])


def _journal(case: Path) -> list[dict[str, Any]]:
    text = bytes_of(case / JOURNAL)
    try:
        return list(json.loads(text)) if text else []
    except ValueError as error:
        raise WritingError(f"{case / JOURNAL} is damaged; remove it") from error


def _save(case: Path, steps: Sequence[Mapping[str, Any]]) -> None:
    if steps:
        (case / JOURNAL).write_text(json.dumps(list(steps)), encoding="utf-8")
    else:
        (case / JOURNAL).unlink(missing_ok=True)
