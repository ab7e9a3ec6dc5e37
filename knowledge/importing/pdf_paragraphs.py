"""Joins the lines of a PDF into paragraphs, headings, table rows and footnotes, over columns and pages."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from knowledge.importing.draft import PAGE_BREAK, Block, Kind
from knowledge.importing.line_ends import LineEnds
from knowledge.importing.pdf_columns import Line

_LARGER = 1.12
"""Minimum size of a heading, as a multiple of the size of the text; arbitrary."""
_SMALLER = 0.93
"""Maximum size of a footnote at a page's foot, as a share of the size of the text; arbitrary."""
_GAP = 1.35
"""Minimum distance between two paragraphs, as a multiple of the usual distance from line to line; arbitrary."""
_INDENT = 0.7
"""Minimum indent of a first line, as a multiple of the size of the text; arbitrary."""
_SHORT = 0.12
"""Threshold: a line that lacks this share of its column's width is a last one if it ends a sentence; arbitrary."""
_HEADING = 160
"""Maximum length of a heading, in code points; arbitrary."""
_SENTENCE_END = re.compile(r"[.!?…:;][»”’\"')\]⁰¹²³⁴-⁹]*\Z")
_NUMBERED = re.compile(r"(?:\(?[0-9]{1,4}[.)]|\(?[a-zа-яіїєґ][.)]|[-–•▪*])\s", re.IGNORECASE)
_NOTE = re.compile(r"(?:\(?\[?[0-9]{1,3}[.)\]]?|[⁰¹²³⁴-⁹]{1,3}|[*†‡§]{1,3})\s*\S")
_SUPERSCRIPT = re.compile("[⁰¹²³⁴-⁹]+")
_DIGITS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(slots=True)
class Paragraphs:
    """Takes pages of lines in their order; `blocks` has what came of them."""

    body: float
    """The size of the document's text, in points."""
    spacing: float
    """The usual distance from line to line, in points."""
    sizes: Sequence[float]
    """The sizes of headings, the largest first."""
    ends: LineEnds
    blocks: list[Block] = field(default_factory=list)
    marks: list[str] = field(default_factory=list)
    """Marks of footnotes that were left out of sentences."""
    _open: Block | None = None
    _last: Line | None = None
    _notes: list[Block] = field(default_factory=list)

    def take(self, lines: Sequence[Line], is_first: bool) -> None:
        """Take the lines of the next page."""
        break_ = "" if is_first else PAGE_BREAK
        text, notes = self._apart(lines)
        found = self._footnotes(notes)
        numbers = {number[0].rstrip(".").translate(_DIGITS) for note in found if (number := note.text.split(None, 1))}
        for index, line in enumerate(text):
            following = text[index + 1] if index + 1 < len(text) else None
            line.text = self._without_marks(line.text, numbers)
            if line.text:
                self._add(line, following, break_)
                break_ = ""
        if break_:
            self._break()
        self._notes.extend(found)

    def finish(self) -> tuple[Block, ...]:
        """End the last paragraph, and return all blocks."""
        self._end()
        return tuple(self.blocks)

    def _apart(self, lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
        """Return the text of a page, and the small lines at its foot (at that of each column)."""
        text = list(lines)
        notes: list[Line] = []
        for column in dict.fromkeys(line.column for line in lines):
            own = [line for line in text if line.column == column]
            foot: list[Line] = []
            while own and own[-1].size <= _SMALLER * self.body:
                foot.insert(0, own.pop())
            if foot and own and _NOTE.match(foot[0].text):
                notes.extend(foot)
                gone = {id(line) for line in foot}
                text = [line for line in text if id(line) not in gone]
        return text, notes

    def _footnotes(self, lines: Sequence[Line]) -> list[Block]:
        notes: list[str] = []
        for line in lines:
            if _NOTE.match(line.text) or not notes:
                mark = _SUPERSCRIPT.match(line.text)
                text = f"{mark[0].translate(_DIGITS)}. {line.text[mark.end() :].strip()}" if mark else line.text
                notes.append(text)
            else:
                notes[-1] = self.ends.join(notes[-1], line.text)
        return [Block(note, Kind.NOTE) for note in notes]

    def _without_marks(self, text: str, numbers: set[str]) -> str:
        """Return a line without the raised numbers of footnotes that stand on its page."""

        def mark(found: re.Match[str]) -> str:
            if found[0].translate(_DIGITS) not in numbers:
                return found[0]
            self.marks.append(found[0].translate(_DIGITS))
            return ""

        return _SUPERSCRIPT.sub(mark, text).strip()

    def _add(self, line: Line, following: Line | None, break_: str) -> None:
        level = self._heading_level(line, following)
        kind = Kind.HEADING if level else Kind.ROW if line.is_row else Kind.PARAGRAPH
        if self._open and self._last and self._goes_on(self._last, line, following, kind, level):
            text = self.ends.join(self._open.text, line.text, break_ or " ")
            self._open = Block(text, self._open.kind, self._open.level)
        else:
            self._end()
            self._open = Block(break_ + line.text, kind, level)
        self._last = line

    def _goes_on(self, last: Line, line: Line, following: Line | None, kind: Kind, level: int) -> bool:
        """Whether a line belongs to the paragraph that is open."""
        is_open = self._open
        if is_open is None or is_open.kind is not kind or kind is Kind.ROW:
            return False
        gap = last.base - line.base
        if kind is Kind.HEADING:
            return is_open.level == level and 0 < gap < 1.6 * line.size and abs(last.size - line.size) < 0.5
        ended = bool(_SENTENCE_END.search(last.text))
        is_short = last.right < last.column[1] - _SHORT * (last.column[1] - last.column[0])
        if gap <= 0 or line.starts_column or gap > 3 * self.spacing:
            return not ended or (line.text[:1].islower() and not is_short)
        if gap > _GAP * self.spacing or abs(last.size - line.size) > 0.15 * self.body:
            return False
        if _NUMBERED.match(line.text) and (ended or is_short):
            return False
        indent = _INDENT * line.size
        if line.left > last.left + indent and (following is None or line.left > following.left + indent) and ended:
            return False
        return not (ended and is_short)

    def _heading_level(self, line: Line, following: Line | None) -> int:
        """Return the level of a heading, 0 for any other line: larger than the text, or bold and by itself."""
        if len(line.text) > _HEADING or line.is_row or not any(sign.isalpha() for sign in line.text):
            return 0
        if line.size >= _LARGER * self.body:
            return 1 + next((rank for rank, size in enumerate(self.sizes) if line.size >= size - 0.3), len(self.sizes))
        return len(self.sizes) + 1 if line.bold and self._is_apart(line, following) else 0

    def _is_apart(self, line: Line, following: Line | None) -> bool:
        """Whether a bold line is a heading by where it stands: short, no end of a sentence, and none goes on in it."""
        if _SENTENCE_END.search(line.text) or len(line.text) > _HEADING / 2 or line.text.endswith("-"):
            return False
        if line.right > line.column[1] - _SHORT * (line.column[1] - line.column[0]):
            return False
        last = self._last
        goes_on = last is not None and not last.starts_column and 0 < last.base - line.base < _GAP * self.spacing
        if goes_on and last is not None and not last.bold and not _SENTENCE_END.search(last.text):
            return False
        return following is None or not following.bold or line.base - following.base > _GAP * self.spacing

    def _break(self) -> None:
        """Note the end of a page without text."""
        if self._open:
            self._open = Block(self._open.text + PAGE_BREAK, self._open.kind, self._open.level)
        else:
            self.blocks.append(Block(PAGE_BREAK))

    def _end(self) -> None:
        if self._open:
            self.blocks.append(self._open)
        self._open = None
        self.blocks.extend(self._notes)
        self._notes.clear()


def measures(pages: Sequence[Sequence[Line]]) -> tuple[float, float, tuple[float, ...]]:
    """Return the size of the text, the usual distance of its lines, and the sizes of headings, the largest first."""
    lines = [line for page in pages for line in page]
    weighted = [line.size for line in lines for _ in range(max(1, len(line.text) // 10))]
    body = median(weighted) if weighted else 10.0
    gaps = [
        before.base - after.base
        for page in pages
        for before, after in itertools.pairwise(page)
        if 0 < before.base - after.base < 4 * body and abs(after.size - body) < 0.1 * body
    ]
    sizes: list[float] = []
    for size in sorted((line.size for line in lines if line.size >= _LARGER * body), reverse=True):
        if not sizes or size < sizes[-1] - 0.5:
            sizes.append(size)
    return body, median(gaps) if gaps else 1.2 * body, tuple(sizes[:4])
