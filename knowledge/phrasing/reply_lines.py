"""Reads a reply line by line: lists under headings, tables, plain questions; chatter around them is passed over."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.phrasing.reply_items import Proposal, cleaned
from knowledge.phrasing.targets import Targets

_BULLET = re.compile(r"^(?:[-*•–—+▪◦‣]|\(?\d{1,3}[.)]|\(?[a-z][.)]|Q\d*[:.])\s+")
_HEADING = re.compile(r"^(#{1,6})\s+|^(\*\*|__).+\2:?$")
_INLINE = re.compile(r"^\(?\[?(\w{2,12})\]?\)?\s*[:)]\s+(.+)$")
_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)+$")
_UNANSWERED = re.compile(r"\bunanswered\b|\bnot answered\b|\bhard negatives?\b", re.IGNORECASE)


@dataclass(slots=True)
class _Line:
    text: str
    """Without its bullet."""
    indent: int
    bullet: str
    """The kind of its bullet: "-", "1", or "" for none."""
    heading: int
    """1 to 6 for a heading of Markdown, 7 for a line in bold type or with a colon at its end, 0 for none."""


def read_lines(text: str, targets: Targets, owner: str | None = None) -> list[Proposal]:
    """Return the phrasings that a text proposes in lists, tables or plain lines, in their order."""
    return list(_Reader(targets, owner).read([line for raw in text.split("\n") if (line := _line_of(raw))]))


def _line_of(raw: str) -> _Line | None:
    stripped = raw.strip().removeprefix("> ").strip()
    if not stripped or stripped.startswith(("```", "~~~", "---", "===")):
        return None
    bullet = _BULLET.match(stripped)
    marker = "" if not bullet else "1" if bullet[0].strip(" ().").isdecimal() else bullet[0].strip()[0]
    body = stripped[bullet.end() :] if bullet else stripped
    found = _HEADING.match(body)
    level = 0
    if found:
        level = len(found[1]) if found[1] else 7
    elif body.endswith(":"):
        level = 7
    return _Line(body, len(raw) - len(raw.lstrip()), marker, level)


class _Reader:
    """Goes through the lines, and remembers what the headings above said."""

    def __init__(self, targets: Targets, owner: str | None) -> None:
        self._targets = targets
        self._owner = owner
        self._language: str | None = None
        self._unanswered = False
        self._level = 7
        self._has_bullets = False
        """Whether the list under the last heading has bullets: then a line without one is no item of it."""

    def read(self, lines: Sequence[_Line]) -> Iterator[Proposal]:
        for number, line in enumerate(lines):
            following = lines[number + 1] if number + 1 < len(lines) else None
            if line.text.startswith("|"):
                yield from self._row(line.text, following)
            elif not self._takes_as_heading(line, following):
                yield from self._item(line)

    def _takes_as_heading(self, line: _Line, following: _Line | None) -> bool:
        """Whether a line is a heading; then what it says holds for those below it."""
        holds_others = (
            following is not None
            and following.bullet != ""
            and (following.indent > line.indent or following.bullet != line.bullet)
        )
        if line.bullet and not line.heading and not holds_others:
            return False
        if code := self._targets.language(line.text):
            self._language = code
            return True
        known = self._targets.find(line.text)
        if known and not line.heading and not line.bullet and not holds_others:
            known = known if _is_name(line.text, known) else None
        if known:
            self._enter(known, known in self._targets.unanswered, line)
            return True
        if _UNANSWERED.search(line.text) and (line.heading or not line.bullet):
            self._enter(None, True, line)
            return True
        name = line.text.strip(" #*_`:")
        if (line.heading or holds_others) and (_ID.match(name) or 0 < line.heading <= min(self._level, 6)):
            self._enter(name, self._unanswered, line)
            return True
        return line.heading > 0

    def _enter(self, owner: str | None, unanswered: bool, line: _Line) -> None:
        self._owner, self._unanswered, self._language, self._has_bullets = owner, unanswered, None, False
        self._level = line.heading or self._level

    def _item(self, line: _Line) -> Iterator[Proposal]:
        if not line.bullet and (self._has_bullets or not line.text.rstrip('"”»*_ ').endswith("?")):
            return  # what is said around the list
        self._has_bullets = self._has_bullets or line.bullet != ""
        language, text = self._language, line.text
        if (found := _INLINE.match(text)) and (code := self._targets.language(found[1])):
            language, text = code, found[2]
        if text := cleaned(text):
            yield Proposal(self._owner, language, text, self._unanswered)

    def _row(self, row: str, following: _Line | None) -> Iterator[Proposal]:
        """Yield the phrasings of a row of a table; a cell may name the entry or the language."""
        if _RULE.match(row) or (following and _RULE.match(following.text) and "|" in following.text):
            return  # the line below the head of the table, and the head itself
        owner, language, texts = self._owner, self._language, list[str]()
        for cell in filter(None, (cell.strip() for cell in row.strip("|").split("|"))):
            if code := self._targets.language(cell):
                language = code
            elif (known := self._targets.find(cell)) and _is_name(cell, known):
                owner = known
            elif not cell.isdecimal():
                texts.append(cleaned(cell))
        for text in filter(None, texts):
            yield Proposal(owner, language, text, self._unanswered or owner in self._targets.unanswered)


def _is_name(text: str, known: str) -> bool:
    """Whether a text is an id, with nothing beside it."""
    return text.strip(" #*_`:") == known
