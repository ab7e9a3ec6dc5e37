"""Brings a case folder from the older form into today's: `casewire migrate-case`. All of it, or nothing."""

import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from knowledge.casefile.loading import GoldenQuestion, KnowledgeError, load_golden, read, read_evaluation
from knowledge.casefile.moving_phrasings import MigrationError, move_phrasings
from knowledge.casefile.problems import shown
from knowledge.casefile.sorting_by_topic import Topics
from knowledge.casefile.strict_yaml import is_folder
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.casefile.yaml_text import comments, compose, end_of, start_of
from knowledge.model import KnowledgeBase, Location

__all__ = ["ORIGIN", "Migration", "MigrationError", "migrate"]

ORIGIN = "not recorded"
"""The origin of phrasings of which the older form does not say who or what wrote them."""
_TEMPORARY = ".migrating-"
"""Begins the name of the folder in which the new files are made."""
_NOWHERE = Location(Path(), 0)
"""The place of a golden question where places are not compared."""
_Texts = dict[str, str]
"""Path in the case folder to the text of a file."""


@dataclass(slots=True)
class Migration:
    """What became of a case."""

    files: int = 0
    """How many files of facts were rewritten."""
    facts: int = 0
    """How many facts have phrasings in a file of their own now."""
    phrasings: int = 0
    """How many phrasings moved there."""
    unanswered: dict[str, int] = field(default_factory=dict)
    """Topic to how many unanswered questions went to its file."""
    evaluation: list[str] = field(default_factory=list)
    """The names of the files that went to evaluation/."""

    @property
    def is_empty(self) -> bool:
        """Whether there was nothing to do."""
        return not (self.files or self.unanswered or self.evaluation)


def migrate(case: Path, origin: str = ORIGIN) -> Migration:
    """Bring the case in a folder into today's form; comments and order are kept.

    The new files are written beside the old ones first, loaded and compared; only then do they take their places.
    Raises `MigrationError` with a sentence if that cannot be done; then nothing has changed.
    """
    before = _read(case, "mend what casewire check shows, then try again")
    done = Migration()
    try:
        old, new = _planned(case, before, origin, done)
        if done.is_empty:
            return done
        with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=case) as folder:
            temporary = Path(folder)
            made = _copied(case, temporary / "after", old, new)
            if _plain(_read(made, "nothing has changed")) != _plain(before):
                raise MigrationError("the case would not be the same afterwards; nothing has changed")
            names = sorted({Path(name).parts[0] for name in (*old, *new)})
            _swap(case, made, temporary / "before", names)
    except (OSError, UnicodeDecodeError) as error:
        raise MigrationError(f"the case was left as it was: {error}") from error
    return done


@dataclass(frozen=True, slots=True)
class _Case:
    base: KnowledgeBase
    evaluation: Mapping[Path, tuple[GoldenQuestion, ...]]
    older: frozenset[Path]
    """The files that are written in the older form."""


def _read(case: Path, advice: str) -> _Case:
    symbols = SymbolTable()
    base = read(case, symbols)
    evaluation = read_evaluation(case, symbols) if is_folder(case) else {}
    if problems := symbols.problems.sorted():
        count = "a problem" if len(problems) == 1 else f"{len(problems)} problems, the first"
        raise MigrationError(f"the case has {count}: {problems[0]}; {advice}")
    others = {file: found for file in _other_files(case) if (found := _golden(file, base))}
    older = {place.path.absolute() for place in symbols.old_form}
    return _Case(base, {**evaluation, **others}, frozenset((*older, *others)))


def _other_files(case: Path) -> list[Path]:
    """Return the files beside case.yaml that the check does not read: they may hold golden questions."""
    known = {"case.yaml", "unanswered.yaml", "golden.yaml"}
    return sorted(file for file in case.absolute().glob("*.yaml") if file.name not in known)


def _golden(file: Path, base: KnowledgeBase) -> tuple[GoldenQuestion, ...]:
    """Return the golden questions of a file; none if it is of another kind."""
    try:
        return load_golden(file, base)
    except KnowledgeError:
        return ()


def _plain(case: _Case) -> object:
    """Return what a case says, wherever it says it."""
    base = case.base
    facts = [replace(fact, location=None) for fact in base.facts.values()]
    unanswered = [replace(one, location=None) for one in base.unanswered]
    notices = [replace(notice, location=None) for notice in base.notices.values()]
    evaluation = {
        file.name: [replace(question, location=_NOWHERE) for question in questions]
        for file, questions in case.evaluation.items()
    }
    return base.case, base.documents, facts, unanswered, notices, evaluation


def _planned(case: Path, before: _Case, origin: str, done: Migration) -> tuple[_Texts, _Texts]:
    """Return the files that go and the files that come, and count them in `done`."""
    old: _Texts = {}
    new: _Texts = {}
    for file in sorted(before.older):
        name = file.relative_to(case.absolute()).as_posix()
        old[name] = text = file.read_bytes().removeprefix(b"\xef\xbb\xbf").decode()
        if name == "unanswered.yaml":
            new.update(_by_topic(text, before.base, done))
        elif name.startswith("facts/"):
            moved = move_phrasings(text, origin)
            new[name] = moved.text
            new.update((f"phrasings/{fact}.yaml", more) for fact, more in moved.phrasings.items())
            done.facts, done.phrasings = done.facts + len(moved.phrasings), done.phrasings + moved.count
            done.files += 1
        else:
            new[f"evaluation/{name}"] = text
            done.evaluation.append(name)
    if lost := Counter(_remarks(old)) - Counter(_remarks(new)):
        raise MigrationError(f"the comment {shown(next(iter(lost)))} would be lost; give it a line of its own")
    for name in new.keys() - old.keys():
        if (case / name).exists():
            if name.startswith("evaluation/"):
                raise MigrationError(f"there is already a file {name}; join it with {Path(name).name}")
            new[name] += (case / name).read_bytes().removeprefix(b"\xef\xbb\xbf").decode()
    return old, new


def _remarks(files: _Texts) -> Iterator[str]:
    for text in files.values():
        yield from (comment.text for comment in comments(text))


def _by_topic(text: str, base: KnowledgeBase, done: Migration) -> _Texts:
    """Return files of unanswered questions by the topics that they are most like; each begins with the old head."""
    topics = Topics(base)
    lines = text.splitlines(keepends=True)
    root = compose(text)
    if not isinstance(root, yaml.SequenceNode) or root.flow_style:
        raise MigrationError("unanswered.yaml is not a list of lines that begin with -; write it as one")
    ends = [0, *map(_last_line, root.value)]
    starts = [_first_line(entry, lines, at) for at, entry in zip(ends, root.value, strict=False)]
    found: dict[str, list[str]] = {topic.id: [] for topic in base.case.topics}
    asked = {one.id: one.questions for one in base.unanswered}
    for entry, begin, end in zip(root.value, starts, [*starts[1:], len(lines)], strict=True):
        topic = topics.nearest(asked[next(value.value for key, value in entry.value if key.value == "id")])
        found[topic].append("".join(lines[begin:end]).rstrip() + "\n")
        done.unanswered[topic] = done.unanswered.get(topic, 0) + 1
    head = "".join(lines[: starts[0]]).rstrip()
    return {
        f"unanswered/{topic}.yaml": (f"{head}\n\n" if head else "") + "\n".join(texts)
        for topic, texts in found.items()
        if texts
    }


def _last_line(entry: yaml.Node) -> int:
    """Return the number of the line after an entry."""
    line, column = end_of(entry)
    return line + (column > 0)


def _first_line(entry: yaml.Node, lines: Sequence[str], at: int) -> int:
    """Return the first line of an entry: that of its dash, or that of the comments right above it, not before `at`."""
    first = start_of(entry)[0]
    while first > at and lines[first - 1].lstrip().startswith("#"):
        first -= 1
    return first


def _copied(case: Path, to: Path, old: _Texts, new: _Texts) -> Path:
    """Write the case as it will be to a folder."""
    to.mkdir()
    for name in ("case.yaml", "documents", "notices", *{Path(name).parts[0] for name in (*old, *new)}):
        if is_folder(case / name):
            shutil.copytree(case / name, to / name)
        elif (case / name).exists():
            shutil.copy2(case / name, to / name)
    for name in old:
        (to / name).unlink()
    for name, text in new.items():
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(text.encode())
    return to


def _swap(case: Path, made: Path, kept: Path, names: Iterable[str]) -> None:
    """Put what was made in the place of what is there; where that fails midway, everything goes back."""
    kept.mkdir()
    moves = [(case / name, kept / name) for name in names] + [(made / name, case / name) for name in names]
    moved: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            if source.exists():
                source.rename(target)
                moved.append((source, target))
    except OSError:
        for source, target in reversed(moved):
            target.rename(source)
        raise
