"""Inserts lines into a YAML file of entries; every byte that was there stays."""

from collections.abc import Iterator, Mapping, Sequence

import yaml

from knowledge.casefile.writing import WritingError
from knowledge.casefile.yaml_text import compose, end_of, start_of

Item = Sequence[str]
"""The lines of an entry of a list, without its dash and indentation."""
Field = tuple[str, ...]
"""The names that lead to a list in an entry, for example `("questions", "en")`."""


def inserted(before: bytes, identifier: str, items: Mapping[Field, Sequence[Item]], name: str) -> bytes:
    """Return a file with more items at the end of lists of the entry with an id; `name` is the file's, for errors.

    A list that the entry lacks is added as its last field. Raises `WritingError` where a list, or the entry, is not
    written in lines of its own.
    """
    bom, text = (b"\xef\xbb\xbf", before[3:]) if before.startswith(b"\xef\xbb\xbf") else (b"", before)
    lines = text.decode().split("\n")
    ending = "\r" if b"\r\n" in text else ""
    insertions: dict[int, list[str]] = {}
    for line, new in _insertions(lines, _entry(text.decode(), identifier, name), items, name):
        insertions.setdefault(line, []).extend(new)
    for line in sorted(insertions, reverse=True):
        new = [one + ending for one in insertions[line]]
        if line == len(lines):  # the last line has no end yet
            lines[-1] += ending
            new[-1] = new[-1].removesuffix("\r")
        lines[line:line] = new
    return bom + "\n".join(lines).encode()


def _entry(text: str, identifier: str, name: str) -> yaml.MappingNode:
    root = compose(text)
    for entry in root.value if isinstance(root, yaml.SequenceNode) else []:
        own = _fields(entry).get("id")
        if isinstance(entry, yaml.MappingNode) and own is not None and own[1].value == identifier:
            return entry
    raise WritingError(f"{name} has no entry with the id {identifier}")


def _fields(node: yaml.Node) -> dict[str, tuple[yaml.Node, yaml.Node]]:
    """Return the fields of an entry by name, each with the node of its name and of its value."""
    pairs = node.value if isinstance(node, yaml.MappingNode) else []
    return {str(key.value): (key, value) for key, value in pairs}


def _insertions(
    lines: Sequence[str], entry: yaml.MappingNode, items: Mapping[Field, Sequence[Item]], name: str
) -> Iterator[tuple[int, list[str]]]:
    """Yield the line before which new lines go, and these."""
    for field, new in items.items():
        own, value = _at(entry, field)
        if value is not None and not _has_lines(value, yaml.SequenceNode):
            whose = _fields(entry)["id"][1].value
            message = f"{name}: the list {field[-1]} of {whose} is not written with a line for each item"
            raise WritingError(f"{message}; write it so, then try again")
        if value is not None:
            yield _after(lines, value.value[-1]), [*_listed(new, start_of(value)[1])]
            continue
        if not _has_lines(own, yaml.MappingNode):
            raise WritingError(f"{name}: an entry is not written in lines of its own; write it so, then try again")
        indent = start_of(own)[1]
        yield _after(lines, own), [f"{' ' * indent}{field[-1]}:", *_listed(new, indent + 2)]


def _has_lines(node: yaml.Node, kind: type[yaml.CollectionNode]) -> bool:
    """Whether a node is of a kind and written with a line for each of its parts."""
    return isinstance(node, kind) and not node.flow_style


def _at(entry: yaml.Node, field: Field) -> tuple[yaml.Node, yaml.Node | None]:
    """Return the fields that have a list, or are to have it, and the list; None where there is none."""
    own = entry
    for step in field[:-1]:
        own = _fields(own)[step][1]
    found = _fields(own).get(field[-1])
    return own, found[1] if found else None


def _after(lines: Sequence[str], node: yaml.Node) -> int:
    """Return the number of the line behind a value, blank lines below it left out."""
    line, column = end_of(node)
    after = line + (column > 0)
    while after > start_of(node)[0] + 1 and not lines[after - 1].strip():
        after -= 1
    return after


def _listed(items: Sequence[Item], indent: int) -> Iterator[str]:
    for first, *rest in items:
        yield f"{' ' * indent}- {first}"
        yield from (f"{' ' * indent}  {line}" for line in rest)
