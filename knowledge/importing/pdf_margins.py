"""Finds what a PDF repeats around its text: running heads and feet, page numbers, numbers of lines."""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from statistics import median

from knowledge.importing.pdf_characters import Run

_EDGE = 3
"""Number of lines at the top and at the bottom of a page that may be running heads or feet; arbitrary."""
_SHARE = 0.4
"""Threshold: the share of pages that have a running head; one for odd pages has half; arbitrary."""
_HEIGHT = 6.0
"""Maximum difference in height of a running head from page to page, in points; arbitrary."""
_APART = 1.25
"""Minimum distance of a margin from the text, as a multiple of the distance from line to line; arbitrary."""
_LEVEL = 2.0
"""Maximum difference in height of what stands side by side, in points; arbitrary."""
_LINE_NUMBERS = 5
"""Minimum number of line numbers on a page; arbitrary."""
_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|стр\.?|страница|с\.|сторінка|стор\.|seite|pagina|página)\s*)?(?:[0-9]{1,4}|[ivxlc]{1,7})"
    r"(?:\s*(?:of|/|из|з|із|von|de|di|sur)\s*[0-9]{1,4})?\W*",
    re.IGNORECASE,
)
_COUNTED = 4
"""Minimum number of pages that must count on for a changing running head to be known by its number; arbitrary."""
_NO_HEADING = 1.1
"""Threshold: what has more times the size of the text is a heading, though it begins with a number; arbitrary."""
_HEAD = 100
"""Maximum length of a running head, in code points; arbitrary."""
_FIRST, _LAST = re.compile(r"([0-9]{1,4})\s"), re.compile(r"(?:^|\s)([0-9]{1,4})$")
_DIGITS = re.compile(r"[0-9]+")


def without_margins(pages: Sequence[list[Run]]) -> tuple[list[list[Run]], list[str], list[str]]:
    """Return the runs of each page without running heads and page numbers, and the texts of both."""
    rows = [_rows(runs) for runs in pages]
    places: dict[str, list[float]] = defaultdict(list)
    for page in rows:
        for row in {id(row): row for row in (*page[:_EDGE], *page[-_EDGE:])}.values():
            places[_shape(row)].append(row[0].base)
    needed = max(2, _SHARE * sum(bool(runs) for runs in pages))
    heads: list[str] = []
    numbers: list[str] = []
    kept: list[list[Run]] = []

    offset = _offset(rows, needed)
    body = median(run.size for page in pages for run in page) if any(pages) else 0.0

    def is_repeated(row: Sequence[Run], index: int) -> bool:
        alike = sum(abs(base - row[0].base) < _HEIGHT for base in places[_shape(row)])
        counts = offset is not None and index + offset in _numbers(row) and row[0].size <= _NO_HEADING * body
        return alike >= needed or counts or (len(pages) == 1 and _is_number(row))

    for index, (runs, page) in enumerate(zip(pages, rows, strict=True)):
        gone: set[int] = set()
        for margin in (*_margin(page, index, is_repeated), *_margin(page[::-1], index, is_repeated)):
            (numbers if _is_number(margin) else heads).append(" ".join(run.text for run in margin))
            gone.update(map(id, margin))
        kept.append([run for run in runs if id(run) not in gone])
    return kept, heads, numbers


def _offset(rows: Sequence[Sequence[Sequence[Run]]], needed: float) -> int | None:
    """Return what most numbers at the edges of pages are more than the place of their page; None where few agree."""
    found = Counter(
        offset
        for index, page in enumerate(rows)
        for offset in {
            number - index for row in (*page[:1], *page[-1:]) for number in (_numbers(row) if len(page) > 1 else ())
        }
    )
    offset, count = found.most_common(1)[0] if found else (0, 0)
    return offset if count >= max(needed, _COUNTED) else None


def _numbers(row: Sequence[Run]) -> tuple[int, ...]:
    """Return the numbers that a row begins or ends with, if it is short enough to be a running head."""
    text = " ".join(run.text for run in row)
    ends = (_FIRST.match(text), _LAST.search(text)) if len(text) < _HEAD else ()
    return tuple(int(end[1]) for end in ends if end)


def _margin(
    rows: Sequence[Sequence[Run]], page: int, is_repeated: Callable[[Sequence[Run], int], bool]
) -> Sequence[Sequence[Run]]:
    """Return the rows of a margin, from the edge of the page: repeated ones, down to a gap or another size."""
    count = 0
    for index, row in enumerate(rows[:_EDGE]):
        if not is_repeated(row, page) or index + 2 >= len(rows):
            break
        following, after = rows[index + 1], rows[index + 2]
        gap, spacing = abs(row[0].base - following[0].base), abs(following[0].base - after[0].base)
        if gap > _APART * spacing or abs(row[0].size - following[0].size) > 0.05 * row[0].size or _is_number(row):
            count = index + 1
    return rows[:count]


def _rows(runs: Sequence[Run]) -> list[list[Run]]:
    """Return what stands side by side on a page, from top to bottom."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (-one.base, one.left)):
        if rows and abs(rows[-1][0].base - run.base) < _LEVEL:
            rows[-1].append(run)
        else:
            rows.append([run])
    return rows


def _is_number(row: Sequence[Run]) -> bool:
    return _NUMBER.fullmatch(" ".join(run.text for run in row)) is not None


def _shape(row: Sequence[Run]) -> str:
    """Return what is the same of a running head on all pages: its words, any number in place of its numbers."""
    text = " ".join(run.text for run in row).casefold()
    return "#" if _NUMBER.fullmatch(text) else _DIGITS.sub("#", text)


def without_line_numbers(runs: Sequence[Run]) -> tuple[list[Run], list[str]]:
    """Return the runs of a page without the numbers that count its lines at the margin, and these numbers."""
    words = [run for run in runs if not run.text.isdecimal()]
    columns: Counter[int] = Counter(round(run.right / 4) for run in runs if run.text.isdecimal())
    if not columns or not words:
        return list(runs), []
    place, _ = columns.most_common(1)[0]
    numbers = [run for run in runs if run.text.isdecimal() and abs(round(run.right / 4) - place) <= 1]
    beside = sum(any(abs(one.base - run.base) < 3 and one.left > run.right for one in words) for run in numbers)
    values = [int(run.text) for run in sorted(numbers, key=lambda one: -one.base)]
    steps = {after - before for before, after in itertools.pairwise(values)}
    is_margin = all(run.right <= min(one.left for one in words) + 1 for run in numbers)
    if len(numbers) >= _LINE_NUMBERS and steps in ({1}, {5}, {10}) and beside >= 0.6 * len(numbers) and is_margin:
        gone = {id(run) for run in numbers}
        return [run for run in runs if id(run) not in gone], [run.text for run in numbers]
    return list(runs), []
