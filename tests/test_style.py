"""The code stays readable: short modules, nothing said twice, and the names of the field."""

import ast
import io
import re
import tokenize
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted(path for layer in ("bot", "handlers", "knowledge") for path in (ROOT / layer).rglob("*.py"))
LONGEST_MODULE = 260
"""Maximum number of lines of a module."""
LONGEST_MEDIAN = 110
"""Maximum of the median of the numbers of lines of modules."""
RUN = 6
"""Number of lines that may not stand in two places."""
FORMER_NAMES = frozenset(
    "ASKED_WITHIN CANDIDATES Constants Desk Done Engine FINALISTS FULLER Floors IN_CONTEXT JOINED Known LARGEST_GAP "
    "LEAD LEAD_UNANSWERED LISTED LenientChats Look MENDED Mended Objection PARTED POSTINGS Pace Parts Pool Reading "
    "Record Register Rival SUPPOSED SUPPOSED_SHARE SURE Sender Speller TELLING TelegramPost Told Witness asked_for "
    "beats by_key choosers decider directions doers doings doubts give_up guessed harmonic hide "
    "lay_out lenient mend middles nonsense rival seal slip_cost spelled strange unasked unserved witness".split()
)
"""Names of earlier versions: each misled or had to be explained, and the glossary has another."""
COLUMNS = frozenset({"beats", "doubts"})
"""Those of them that are columns of the database, which keep their names."""


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def lines_of(path: Path) -> list[tuple[int, str]]:
    """Return the lines that say something, with their numbers: no imports, comments or lone brackets."""
    text = text_of(path)
    imports = {
        line
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }
    numbered = ((number, line.strip()) for number, line in enumerate(text.splitlines(), start=1))
    return [
        (number, line)
        for number, line in numbered
        if number not in imports and re.search(r"\w", line) and not line.startswith("#")
    ]


def names_of(path: Path) -> Iterator[str]:
    for token in tokenize.generate_tokens(io.StringIO(text_of(path)).readline):
        if token.type == tokenize.NAME:
            yield token.string


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_module_is_read_at_one_sitting(path: Path) -> None:
    assert len(text_of(path).splitlines()) < LONGEST_MODULE


def test_most_modules_are_short() -> None:
    assert median(len(text_of(path).splitlines()) for path in MODULES) < LONGEST_MEDIAN


def test_no_run_of_lines_stands_in_two_places() -> None:
    places = defaultdict(list)
    for path in MODULES:
        lines = lines_of(path)
        for start in range(len(lines) - RUN + 1):
            run = lines[start : start + RUN]
            places[tuple(line for _, line in run)].append(f"{path.relative_to(ROOT)}:{run[0][0]}")
    assert [found for found in places.values() if len(found) > 1] == []


def test_the_names_of_earlier_versions_are_gone() -> None:
    found = set()
    for path in MODULES:
        former = FORMER_NAMES - COLUMNS if {"storage", "migrations"} & {*path.parts} else FORMER_NAMES
        found |= {(str(path.relative_to(ROOT)), name) for name in names_of(path) if name in former}
    assert found == set()
