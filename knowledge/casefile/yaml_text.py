"""Finds entries, values and comments in the text of a YAML file, so that they can be moved as they are written."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import yaml

from knowledge.casefile.strict_yaml import LOADER

Position = tuple[int, int]
"""Line and column in a file, both from 0."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment from its # on; `after` is whether something else begins its line."""

    start: Position
    text: str
    after: bool


def comments(text: str) -> list[Comment]:
    """Return the comments of a YAML file in their order: what stands between its tokens and is no white space."""
    lines = text.splitlines()
    found: list[Comment] = []
    end = (0, 0)
    for token in yaml.scan(text, Loader=LOADER):
        start, stop = _positions(token)
        if start == stop and not isinstance(token, yaml.StreamEndToken):
            continue  # the parser's own marks of where blocks begin and end
        found += _between(lines, end, start)
        end = max(end, stop)
    return [*found, *_between(lines, end, (len(lines), 0))]


def _between(lines: Sequence[str], begin: Position, end: Position) -> Iterator[Comment]:
    for number in range(begin[0], min(end[0] + 1, len(lines))):
        first = begin[1] if number == begin[0] else 0
        last = end[1] if number == end[0] else None
        column = lines[number].find("#", first, last)
        if column >= 0:
            yield Comment((number, column), lines[number][column:].rstrip(), bool(lines[number][:column].strip()))


def _positions(of: yaml.Token | yaml.Node) -> tuple[Position, Position]:
    return (of.start_mark.line, of.start_mark.column), (of.end_mark.line, of.end_mark.column)


def start_of(node: yaml.Node) -> Position:
    """Return where a value begins."""
    return _positions(node)[0]


def end_of(node: yaml.Node) -> Position:
    """Return where the text of a value ends; that of a block ends with its last entry."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return end_of(last[1] if isinstance(last, tuple) else last)
    return _positions(node)[1]


def compose(text: str) -> yaml.Node | None:
    """Return the nodes of a YAML file; None where it is empty."""
    root: yaml.Node | None = yaml.compose(text, Loader=LOADER)
    return root


def written(node: yaml.Node, lines: Sequence[str]) -> str:
    """Return a scalar on one line: as it stands in the file, or, where it spans several lines, folded into one."""
    (line, column), (last_line, last_column) = _positions(node)
    if line == last_line:
        return lines[line][column:last_column]
    return dumped(str(node.value))


def dumped(text: str) -> str:
    """Return a text as one line of YAML, in quotation marks where it needs them."""
    folded = " ".join(text.split())
    return str(yaml.safe_dump(folded, allow_unicode=True, width=float("inf"))).removesuffix("...\n").strip()
