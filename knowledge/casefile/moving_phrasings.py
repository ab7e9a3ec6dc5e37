"""Moves the phrasings of a file of facts from the older form into files of their own, with the comments on them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import yaml

from knowledge.casefile.phrasings import EXAMPLES
from knowledge.casefile.yaml_text import Comment, comments, compose, dumped, end_of, start_of, written


class MigrationError(Exception):
    """A case cannot be brought into today's form; str() says why, and what to do."""


@dataclass(slots=True)
class _Part:
    """A phrasing, or the name of a language, as it is written, with the comments above it and behind it."""

    text: str
    line: int
    last_line: int
    above: list[str] = field(default_factory=list)
    behind: str = ""

    def lines(self, indent: str, begin: str) -> Iterator[str]:
        """Yield its line, after the comments above it."""
        yield from (indent + comment for comment in self.above)
        yield indent + begin + self.text + self.behind


@dataclass(slots=True)
class _Language:
    name: _Part
    phrasings: list[_Part]
    below: list[str]
    """The comments after the last phrasing."""

    @property
    def many(self) -> bool:
        """Whether not all phrasings stay beside the fact."""
        return len(self.phrasings) > 1 + EXAMPLES

    @property
    def remarks(self) -> tuple[str, ...]:
        """The comments on the language."""
        return (*self.name.above, *filter(None, [self.name.behind.strip()]))


@dataclass(frozen=True, slots=True)
class Moved:
    """A file of facts in today's form, and the files of phrasings that come of it."""

    text: str
    phrasings: dict[str, str]
    """Fact id to the text of its file; facts whose phrasings all fit beside them have none."""
    count: int
    """How many phrasings moved."""


def move_phrasings(text: str, origin: str) -> Moved:
    """Return a file of facts in today's form; facts that have it already stay as they are.

    The first phrasing in a language is the title, the next are the examples, the others move. Raises `MigrationError`
    for facts that are not written in lines of their own.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines()
    remarks = comments(text)
    files: dict[str, str] = {}
    count = 0
    root = compose(text)
    entries = root.value if isinstance(root, yaml.SequenceNode) else []
    for entry in reversed(entries):  # from the end, so that the lines before stay where they are
        fields = {str(key.value): (key, value) for key, value in entry.value}
        if "questions" not in fields:
            continue
        identifier = str(fields["id"][1].value)
        key, value = fields["questions"]
        begin, end = _span(entry, key, value, remarks, lines, identifier)
        within = [remark for remark in remarks if begin <= remark.start[0] < end]
        parts = _languages(value, lines)
        head = _attached(parts, within, key.start_mark.line)
        lines[begin:end] = _beside(lines[begin][: key.start_mark.column], head, parts)
        if more := _apart(parts, origin):
            files[identifier] = newline.join(more) + newline
            count += sum(len(part.phrasings[1 + EXAMPLES :]) for part in parts)
    ending = newline if text.endswith(("\n", "\r")) else ""
    return Moved(newline.join(lines) + ending, dict(reversed(files.items())), count)


def _span(
    entry: yaml.MappingNode,
    key: yaml.Node,
    value: yaml.Node,
    remarks: Sequence[Comment],
    lines: Sequence[str],
    identifier: str,
) -> tuple[int, int]:
    """Return the lines of the field `questions`, with the comments below it that are indented as its content is."""
    line, column = start_of(key)
    last, behind = end_of(value)
    end = last + (behind > 0)
    after = [start_of(other)[0] for other, _ in entry.value if start_of(other)[0] > line]
    if entry.flow_style or lines[line][:column].strip(" -") or end > min(after, default=len(lines)):
        message = f"the fact {identifier} is not written in lines of its own; give each of its fields a line of its own"
        raise MigrationError(message)
    following = min(after, default=len(lines))
    own = [remark.start for remark in remarks if end <= remark.start[0] < following and not remark.after]
    return line, max((at + 1 for at, where in own if where > column), default=end)


def _languages(questions: yaml.Node, lines: Sequence[str]) -> list[_Language]:
    return [
        _Language(
            _Part(str(key.value), *_lines_of(key)),
            [_Part(written(one, lines), *_lines_of(one)) for one in own.value],
            [],
        )
        for key, own in questions.value
    ]


def _lines_of(node: yaml.Node) -> tuple[int, int]:
    last, column = end_of(node)
    return start_of(node)[0], last - (column == 0)


def _attached(languages: Sequence[_Language], remarks: Sequence[Comment], line: int) -> str:
    """Hand the comments out: each to what ends on its line before it, else to what comes next; return the head's."""
    head = ""
    parts = [part for language in languages for part in (language.name, *language.phrasings)]
    for remark in remarks:
        before = [part for part in parts if part.last_line == remark.start[0]] if remark.after else []
        below = next((part for part in parts if part.line > remark.start[0]), None)
        if before:
            before[-1].behind += f"  {remark.text}"
        elif remark.after and remark.start[0] == line:
            head = f"  {remark.text}"
        elif below is not None:
            below.above.append(remark.text)
        else:
            languages[-1].below.append(remark.text)
    return head


def _beside(prefix: str, head: str, languages: Sequence[_Language]) -> Iterator[str]:
    """Yield the title and the examples, which stay beside the fact."""
    indent = " " * len(prefix)
    yield f"{prefix}question:{head}"
    for language in languages:
        if not language.many:
            yield from (f"{indent}  {comment}" for comment in language.remarks)
        yield from language.phrasings[0].lines(f"{indent}  ", f"{language.name.text}: ")
        if len(language.phrasings) == 1:
            yield from (f"{indent}  {comment}" for comment in language.below)
    some = [language for language in languages if len(language.phrasings) > 1]
    if some:
        yield f"{indent}examples:"
    for language in some:
        yield f"{indent}  {language.name.text}:"
        for phrasing in language.phrasings[1 : 1 + EXAMPLES]:
            yield from phrasing.lines(f"{indent}    ", "- ")
        if not language.many:
            yield from (f"{indent}    {comment}" for comment in language.below)


def _apart(languages: Sequence[_Language], origin: str) -> list[str]:
    """Return the lines of a file of phrasings; none where all stay beside the fact."""
    made: list[str] = []
    for language in languages:
        if language.many:
            made += [f"  {comment}" for comment in language.remarks]
            made.append(f"  {language.name.text}:")
            for phrasing in language.phrasings[1 + EXAMPLES :]:
                made += phrasing.lines("    ", "- ")
            made += [f"    {comment}" for comment in language.below]
    return [f"- origin: {dumped(origin)}", *made] if made else []
