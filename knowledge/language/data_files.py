"""Reads the files of a language's data folder, `data/<language>/`."""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "data"


@cache
def languages() -> tuple[str, ...]:
    """Return the codes of all languages that have a lexicon, in alphabetical order."""
    return tuple(sorted(file.parent.name for file in FOLDER.glob("*/lexicon.txt")))


def has(language: str, name: str) -> bool:
    """Whether a language has a text file."""
    return _path(language, name).is_file()


def lines(language: str, name: str) -> Iterator[str]:
    """Yield the lines of a text file but comments and empty ones; none where the language has no such file."""
    written = _path(language, name).read_text(encoding="utf-8") if has(language, name) else ""
    for line in written.splitlines():
        if line and not line.startswith("#"):
            yield line


def table(language: str, name: str) -> Mapping[str, str]:
    """Return the values of a text file of lines "key: value" by their keys; indented lines continue a value."""
    values: dict[str, str] = {}
    key = ""
    for line in lines(language, name):
        if line[0] == " ":
            values[key] = f"{values[key]} {line.strip()}"
        else:
            key, _, value = line.partition(":")
            values[key] = value.strip()
    return values


def _path(language: str, name: str) -> Path:
    return FOLDER / language / f"{name}.txt"
