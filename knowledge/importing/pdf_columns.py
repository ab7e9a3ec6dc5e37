"""Puts the runs of a page into lines in reading order: columns one after the other, cells of a table side by side."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from knowledge.importing.pdf_characters import Run

_CROSSING = 0.15
"""Threshold: the share of runs that may reach over the gutter between two columns: titles and the like; arbitrary."""
_MIN_LINES = 4
"""Minimum number of lines of a column; arbitrary."""
_FILLED = 0.55
"""Threshold: half of a column's lines have this share of its width; cells of a table are shorter; arbitrary."""
_SAME_LINE = 0.4
"""Threshold: runs whose base lines differ by less than this share of their height stand on one line; arbitrary."""
_WORD_GAP = 2.5
"""Threshold: in a line of text a gap of fewer heights is a wide space; arbitrary."""
_MARKER = re.compile(r"\(?[\w.]{1,7}[.)]|[-–—•▪*§]|[0-9]{1,4}")
"""The number of a paragraph that stands by itself, or a bullet."""
_BESIDE = 0.5
"""Threshold: beside a number without a dot a paragraph fills this share of its column; arbitrary."""
_SPLITS = 3
"""Maximum number of times that a page is divided into columns; arbitrary."""


@dataclass(slots=True)
class Line:
    """A line of a page in reading order."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    is_row: bool
    """Whether it is a row of a table; a tab stands between its cells."""
    column: tuple[float, float]
    """The left and right edge of the column that it stands in."""
    starts_column: bool = False


def lines_of(runs: Sequence[Run]) -> tuple[list[Line], int]:
    """Return the lines of a page, and the number of its columns."""
    if not runs:
        return [], 1
    ordered, columns = _divided(list(runs), _SPLITS)
    lines: list[Line] = []
    for part in ordered:
        found = _joined(part)
        if lines and found:
            found[0].starts_column = True
        lines.extend(found)
    return lines, columns


def _divided(runs: list[Run], splits: int) -> tuple[list[list[Run]], int]:
    """Return groups of runs in reading order, and the most columns side by side.

    What reaches over the gutter divides the columns into bands, which are read one after the other.
    """
    gutter = _gutter(runs) if splits else None
    if gutter is None:
        return [runs], 1
    parts: list[list[Run]] = []
    most = 1
    ordered = sorted(runs, key=lambda one: -one.base)
    for is_whole, group in itertools.groupby(ordered, key=lambda run: run.left < gutter < run.right):
        band = list(group)
        if is_whole:
            parts.append(band)
            continue
        sides = [run for run in band if run.right <= gutter], [run for run in band if run.left >= gutter]
        for side in filter(None, sides):
            found, columns = _divided(side, splits - 1)
            parts.extend(found)
            most = max(most, columns + 1)
    return parts, most


def _gutter(runs: Sequence[Run]) -> float | None:
    """Return where the gap between two columns is; None where a page has one column, or a table."""
    if len(runs) < 2 * _MIN_LINES:
        return None
    left, right = min(run.left for run in runs), max(run.right for run in runs)
    edges = sorted({run.left for run in runs if left + 0.2 * (right - left) < run.left < left + 0.8 * (right - left)})
    best: tuple[int, float] | None = None
    for edge in edges:
        place = edge - 0.5
        over = sum(run.left < place < run.right for run in runs)
        if over > _CROSSING * len(runs):
            continue
        before = [run for run in runs if run.right <= place]
        after = [run for run in runs if run.left >= place]
        is_best = best is None or over < best[0]
        if is_best and _is_column(before) and _is_column(after) and _are_beside(before, after):
            best = over, place
    return best[1] if best else None


def _is_column(runs: Sequence[Run]) -> bool:
    if len(runs) < _MIN_LINES:
        return False
    width = max(run.right for run in runs) - min(run.left for run in runs)
    rows: dict[int, float] = {}
    for run in runs:
        row = round(run.base)
        rows[row] = rows.get(row, 0.0) + run.right - run.left
    return len(rows) >= _MIN_LINES and median(rows.values()) >= _FILLED * width


def _are_beside(before: Sequence[Run], after: Sequence[Run]) -> bool:
    """Whether two columns stand side by side for most of their height."""
    top = min(max(run.base for run in side) for side in (before, after))
    bottom = max(min(run.base for run in side) for side in (before, after))
    return sum(bottom - 1 <= run.base <= top + 1 for run in after) >= _MIN_LINES


def _joined(runs: Sequence[Run]) -> list[Line]:
    """Return the lines of a column from top to bottom."""
    column = min(run.left for run in runs), max(run.right for run in runs)
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (-one.base, one.left)):
        if rows and abs(rows[-1][0].base - run.base) < _SAME_LINE * min(rows[-1][0].size, run.size):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [_line(sorted(row, key=lambda one: one.left), column) for row in rows]


def _line(row: list[Run], column: tuple[float, float]) -> Line:
    text, is_row = row[0].text, False
    size = max(run.size for run in row)
    for before, run in itertools.pairwise(row):
        gap = run.left - before.right
        is_marker = before is row[0] and len(row) == 2 and _is_marker(before, run, column)
        is_cell = gap >= _WORD_GAP * size and not is_marker
        is_row = is_row or is_cell
        text += f"\t{run.text}" if is_cell else f" {run.text}"
    main = max(row, key=lambda run: len(run.text))
    return Line(text, row[0].left, row[-1].right, main.base, main.size, main.bold, is_row, column)


def _is_marker(before: Run, run: Run, column: tuple[float, float]) -> bool:
    """Whether a run is the number of the paragraph that begins beside it, not a cell of a table."""
    if not _MARKER.fullmatch(before.text):
        return False
    return not before.text.isdecimal() or run.right - run.left > _BESIDE * (column[1] - column[0])
