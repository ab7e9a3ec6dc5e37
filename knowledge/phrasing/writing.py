"""Writes phrasings into a case folder, below what its files have, and takes the last addition back."""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from knowledge.casefile.loading import load
from knowledge.casefile.problems import KnowledgeError
from knowledge.casefile.yaml_text import compose, dumped, end_of, start_of
from knowledge.model import Fact, KnowledgeBase, Unanswered

NEW_UNANSWERED = "unanswered/proposed.yaml"
"""The file of a case that new unanswered questions go to."""
JOURNAL = ".phrasings-undo.json"
"""The file of a case that has what its files were before; files that begin with a dot are no part of a case."""
MAX_STEPS = 20
"""Maximum number of additions that can be taken back, the oldest forgotten first; arbitrary."""

Added = Mapping[str, Mapping[str, Sequence[str]]]
"""Id to language code to texts."""


class WritingError(Exception):
    """A case cannot be changed; str() says why, and what to do. Nothing has changed then."""


@dataclass(frozen=True, slots=True)
class Files:
    """New contents of files of a case, by their path in its folder; None for a file that goes."""

    case: Path
    contents: Mapping[str, bytes | None]

    def before(self) -> dict[str, bytes | None]:
        """Return what the files are now; None for one that is not there."""
        return {name: _bytes_of(self.case / name) for name in self.contents}


def add(case: Path, base: KnowledgeBase, facts: Added, unanswered: Added, origin: str) -> tuple[str, ...]:
    """Add phrasings to facts and unanswered questions, all or none; return the files that were written.

    What the files have stays as it is, byte for byte. The case is loaded afterwards: where it does not have exactly
    what it had and what was added, the files are put back, and `WritingError` is raised.
    """
    contents: dict[str, bytes | None] = {}
    for fact, languages in facts.items():
        name = f"phrasings/{fact}.yaml"
        contents[name] = _appended(_bytes_of(case / name), _group(languages, origin))
    contents |= _with_unanswered(case, base, unanswered)
    write(Files(case, contents), lambda after: _check(base, after, facts, unanswered))
    return tuple(contents)


def write(files: Files, check: Any = None) -> None:
    """Write files, note in the journal what they were, and load the case; put them back if it does not load."""
    before = files.before()
    try:
        _put(files)
        after = load(files.case)
        if check:
            check(after)
        _note(files, before)
    except (KnowledgeError, WritingError, OSError) as error:
        _put(Files(files.case, before))
        raise WritingError(f"nothing was changed: {error}") from error


def undo(case: Path) -> tuple[str, ...]:
    """Put the files back as they were before the last addition that was not taken back; return which.

    Raises `WritingError` where there is none, or where somebody changed the files since.
    """
    steps = _journal(case)
    if not steps:
        raise WritingError("there is nothing to take back")
    last = steps[-1]
    changed = [name for name, digest in last["after"].items() if _digest(_bytes_of(case / name)) != digest]
    if changed:
        raise WritingError(f"{', '.join(changed)} changed since; mend by hand what you want to take back")
    before = {name: None if text is None else base64.b64decode(text) for name, text in last["before"].items()}
    _put(Files(case, before))
    _save(case, steps[:-1])
    return tuple(before)


def _group(languages: Mapping[str, Sequence[str]], origin: str) -> list[str]:
    lines = [f"- origin: {dumped(origin)}"]
    for language, texts in languages.items():
        lines += [f"  {language}:", *(f"    - {dumped(text)}" for text in texts)]
    return lines


def _appended(before: bytes | None, lines: Sequence[str]) -> bytes:
    newline = b"\r\n" if before and b"\r\n" in before else b"\n"
    begun = before or b""
    if begun and not begun.endswith(b"\n"):
        begun += newline
    return begun + b"".join(line.encode() + newline for line in lines)


def _with_unanswered(case: Path, base: KnowledgeBase, added: Added) -> dict[str, bytes]:
    """Return the files of unanswered questions with what is added: to those that are there, else in a new file."""
    known = {one.id: one for one in base.unanswered}
    contents: dict[str, bytes] = {}
    for identifier, languages in added.items():
        location = known[identifier].location if identifier in known else None
        if location is None:
            entry = [f"- id: {identifier}", "  questions:"]
            for language, texts in languages.items():
                entry += [f"    {language}:", *(f"      - {dumped(text)}" for text in texts)]
            before = contents.get(NEW_UNANSWERED) or _bytes_of(case / NEW_UNANSWERED)
            contents[NEW_UNANSWERED] = _appended(before, entry)
        else:
            name = location.path.absolute().relative_to(case.absolute()).as_posix()
            contents[name] = _inserted(contents.get(name) or _bytes_of(case / name) or b"", identifier, languages, name)
    return contents


def _inserted(before: bytes, identifier: str, languages: Mapping[str, Sequence[str]], name: str) -> bytes:
    """Return a file of unanswered questions with more phrasings at the end of one's lists."""
    bom, text = (b"\xef\xbb\xbf", before[3:]) if before.startswith(b"\xef\xbb\xbf") else (b"", before)
    lines = text.decode().split("\n")
    ending = "\r" if b"\r\n" in text else ""
    insertions = dict(_insertions(lines, "\n".join(lines), identifier, languages, name))
    for line in sorted(insertions, reverse=True):
        lines[line:line] = [new + ending for new in insertions[line]]
    return bom + "\n".join(lines).encode()


def _insertions(
    lines: Sequence[str], text: str, identifier: str, languages: Mapping[str, Sequence[str]], name: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line before which new lines go, and these."""
    root = compose(text)
    entries = root.value if isinstance(root, yaml.SequenceNode) else []
    fields = [{str(key.value): value for key, value in entry.value} for entry in entries]
    own = next(one["questions"] for one in fields if str(one["id"].value) == identifier)
    lists = {str(key.value): (key, value) for key, value in own.value}
    for language, texts in languages.items():
        if language not in lists or lists[language][1].flow_style:
            message = f"{name}: the list {language} of {identifier} is not written with a line for each question"
            raise WritingError(f"{message}; write it so, then try again")
        last = lists[language][1].value[-1]
        line, column = end_of(last)
        at = line + (column > 0)
        dash = lines[start_of(last)[0]].index("-")
        yield at, [f"{' ' * dash}- {dumped(one)}" for one in texts]


def _check(base: KnowledgeBase, after: KnowledgeBase, facts: Added, unanswered: Added) -> None:
    """Raise `WritingError` unless a base has just what it had and what was added."""
    wanted = {one.id: _more(one, facts) for one in base.facts.values()}
    wanted |= {one.id: _more(one, unanswered) for one in base.unanswered}
    new = {one: {language: tuple(texts) for language, texts in own.items()} for one, own in unanswered.items()}
    wanted = new | wanted
    entries: tuple[Fact | Unanswered, ...] = (*after.facts.values(), *after.unanswered)
    if {one.id: dict(one.questions) for one in entries} != wanted:
        raise WritingError("the files would not have what was to be added; add it by hand")


def _more(entry: Fact | Unanswered, added: Added) -> dict[str, tuple[str, ...]]:
    more = added.get(entry.id, {})
    return {code: (*own, *more.get(code, ())) for code, own in entry.questions.items()}


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


def _bytes_of(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _note(files: Files, before: Mapping[str, bytes | None]) -> None:
    kept = {name: None if text is None else base64.b64encode(text).decode() for name, text in before.items()}
    after = {name: _digest(text) for name, text in files.contents.items()}
    _save(files.case, [*_journal(files.case), {"before": kept, "after": after}][-MAX_STEPS:])


def _journal(case: Path) -> list[dict[str, Any]]:
    text = _bytes_of(case / JOURNAL)
    try:
        return list(json.loads(text)) if text else []
    except ValueError as error:
        raise WritingError(f"{case / JOURNAL} is damaged; remove it") from error


def _save(case: Path, steps: Sequence[Mapping[str, Any]]) -> None:
    if steps:
        (case / JOURNAL).write_text(json.dumps(list(steps)), encoding="utf-8")
    else:
        (case / JOURNAL).unlink(missing_ok=True)
