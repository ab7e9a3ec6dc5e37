"""Reads files and YAML strictly: every value is text with its line, and nothing passes silently."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from knowledge.casefile.file_names import has_files, intended, is_like_text
from knowledge.casefile.problems import Problems
from knowledge.casefile.yaml_traps import CONFLICT, conflict_marker
from knowledge.model import Location

FILE_LIMIT = 5_000_000
"""Maximum size of a file of a case, in bytes; arbitrary."""

_DEPTH_LIMIT = 12
"""Maximum depth of lists and fields in each other: a case needs 5; arbitrary."""
_INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffe\uffff]")
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser written in C, where there is one: ten times as fast."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text."""

    location: Location
    text: str
    is_bare: bool = False
    """Whether it stands without quotation marks so that YAML may take it for something else."""
    comment: str = ""
    """The comment behind it, with the space before it, with which its end may have been lost."""


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    location: Location
    items: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class Table:
    """Named fields; `keys` has the place of each name."""

    location: Location
    keys: Mapping[str, Location]
    values: "Mapping[str, Node]"


Node = Scalar | Sequence | Table


def place(path: Path, line: int = 1) -> Location:
    """Return a line of a file; the path is relative to the current directory where it is below it."""
    try:
        return Location(path.absolute().relative_to(Path.cwd()), line)
    except (OSError, ValueError):
        return Location(path, line)


def is_folder(path: Path) -> bool:
    """Tell whether a path is a folder, as far as it can be seen."""
    try:
        return path.is_dir()
    except OSError:
        return False


def exists(path: Path) -> bool:
    """Tell whether there is something at a path, as far as it can be seen."""
    try:
        return path.exists()
    except OSError:
        return False


def list_files(folder: Path, suffix: str, problems: Problems, empty: bool = False) -> list[Path]:
    """Return the files with a suffix in a folder, by name; unless `empty`, it is a problem if there are none."""
    try:
        files = sorted(file for file in folder.iterdir() if not file.name.startswith("."))
    except OSError:
        problems.add(place(folder), f"is not a folder that can be read; make one, with {suffix} files in it")
        return []
    wanted = [file for file in files if file.suffix == suffix]
    for file in files:
        if not file.suffix and file.is_dir() and has_files(file):
            problems.add(place(file), f"is not read; move its files to {folder.name}/ or remove it")
        elif file.suffix != suffix and is_like_text(file):
            problems.add(place(file), f"is not read; name it {intended(file, suffix)} or remove it")
    if not wanted and not empty:
        problems.add(place(folder), f"has no {suffix} files; add one")
    return wanted


def read_yaml(path: Path, problems: Problems) -> Node | None:
    """Read a YAML file; None and a problem where it cannot be read."""
    data = read_bytes(path, place(path), problems)
    text = decode(data, place(path), problems) if data is not None else None
    return parse_yaml(text, place(path), problems) if text is not None else None


def entries(node: Node | None, what: str, problems: Problems) -> tuple[Node, ...]:
    """Return the entries of a file that is one list."""
    if node is None:
        return ()
    if isinstance(node, Sequence):
        return node.items
    problems.add(node.location, f"must be a list of {what}; begin each of them with -")
    return ()


def read_bytes(path: Path, location: Location, problems: Problems) -> bytes | None:
    """Return the content of a regular file of at most `FILE_LIMIT` bytes, else None and a problem."""
    try:
        if not path.is_file():
            problems.add(location, "is not a file; replace it with one" if path.exists() else "is missing; create it")
            return None
        with path.open("rb") as file:
            data = file.read(FILE_LIMIT + 1)
    except OSError as error:
        problems.add(location, f"cannot be read ({error.strerror}); check its permissions")
        return None
    if len(data) > FILE_LIMIT:
        problems.add(location, f"is larger than {FILE_LIMIT // 1_000_000} MB; split it")
        return None
    return data.removeprefix(b"\xef\xbb\xbf")


def decode(data: bytes, location: Location, problems: Problems) -> str | None:
    """Return UTF-8 `data` as text, else None and a problem; `location` is where the data begins."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line = location.line + data.count(b"\n", 0, error.start)
        problems.add(Location(location.path, line), "is not UTF-8 here; save the file as UTF-8")
        return None


def without_invisible(text: str, location: Location, problems: Problems, allowed: str = "") -> str:
    """Report control and bidirectional formatting characters; return the text with spaces in their place."""

    def report(found: re.Match[str]) -> str:
        if found.group() in allowed:
            return found.group()
        line = location.line + text.count("\n", 0, found.start())
        name = f"U+{ord(found.group()):04X}"
        problems.add(Location(location.path, line), f"has the invisible character {name}; remove it")
        return " "

    return _INVISIBLE.sub(report, text)


def parse_yaml(text: str, location: Location, problems: Problems) -> Node | None:
    """Read a YAML document without anchors, aliases and tags; None and a problem where it cannot be read."""
    if conflict := conflict_marker(text):
        problems.add(Location(location.path, location.line + conflict - 1), CONFLICT)
        return None
    builder = _Builder(location, problems, text)
    try:
        for event in yaml.parse(without_invisible(text, location, problems), Loader=LOADER):
            if not builder.take(event):
                return None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Location(location.path, location.line + mark.line) if mark else location
        problems.add(place, f"is not YAML ({error.problem}); check the indentation and quotation marks here")
        return None
    except (yaml.YAMLError, ValueError, OverflowError):  # the last two: escapes such as "\UFFFFFFFF"
        problems.add(location, "is not YAML; check it for characters and escapes that YAML does not allow")
        return None
    if builder.root is None:
        problems.add(location, "is empty; fill it in or remove the file")
    return builder.root


@dataclass(slots=True)
class _Open:
    location: Location
    children: list[Node]


class _Builder:
    """Builds nodes from the parser's events on a stack of its own, so that no depth exhausts Python's."""

    def __init__(self, location: Location, problems: Problems, text: str) -> None:
        self.root: Node | None = None
        self._lines = text.splitlines()
        self._origin = location
        self._problems = problems
        self._open: list[_Open] = []

    def take(self, event: yaml.Event) -> bool:
        """Take the next event; False where the rest of the file makes no sense after it."""
        line = event.start_mark.line if event.start_mark else 0
        location = Location(self._origin.path, self._origin.line + line)
        match event:
            case yaml.AliasEvent():
                self._problems.add(location, "uses an alias (*); write the text out instead")
                return False
            case yaml.DocumentStartEvent() if self.root is not None:
                self._problems.add(location, "a second YAML document begins here (---); make it a file of its own")
                return False
            case yaml.ScalarEvent() | yaml.CollectionStartEvent():
                return self._begin(event, location)
            case yaml.SequenceEndEvent():
                done = self._open.pop()
                self._add(Sequence(done.location, tuple(done.children)))
            case yaml.MappingEndEvent():
                self._add(self._table(self._open.pop()))
        return True

    def _begin(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, location: Location) -> bool:
        if event.anchor is not None:
            self._problems.add(location, f"has the anchor &{event.anchor}; remove it and write texts out")
        if event.tag is not None:
            self._problems.add(location, "has a tag (!); remove it, every value is read as text")
        if isinstance(event, yaml.ScalarEvent):
            value = without_invisible(event.value, location, self._problems)
            self._add(Scalar(location, value, *self._bare(event)))
            return True
        self._open.append(_Open(location, []))
        if len(self._open) > _DEPTH_LIMIT:
            self._problems.add(location, "is nested too deeply; check the indentation and brackets")
        return len(self._open) <= _DEPTH_LIMIT

    def _bare(self, event: yaml.ScalarEvent) -> tuple[bool, str]:
        """Return whether a text stands without quotation marks, and the comment behind it."""
        if event.style or event.end_mark is None or event.end_mark.line >= len(self._lines):
            return False, ""
        behind = self._lines[event.end_mark.line][event.end_mark.column :]
        return True, behind.rstrip() if behind.lstrip().startswith("#") else ""

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node

    def _table(self, done: _Open) -> Table:
        keys: dict[str, Location] = {}
        values: dict[str, Node] = {}
        for key, value in zip(done.children[::2], done.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._problems.add(key.location, "has a list or fields where the name of a field belongs; correct it")
            elif key.text in keys:
                first = keys[key.text].line
                self._problems.add(key.location, f"has {key.text} a second time (first in line {first}); keep one")
            else:
                keys[key.text] = key.location
                values[key.text] = value
        return Table(done.location, keys, values)
