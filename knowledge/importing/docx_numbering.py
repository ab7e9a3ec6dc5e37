"""Works out the numbers of a DOCX file's list entries, which the file does not have as text."""

import re
from dataclasses import dataclass

from knowledge.importing.numerals import numeral
from knowledge.importing.trees import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = {
    "lowerLetter": "a",
    "upperLetter": "A",
    "lowerRoman": "i",
    "upperRoman": "I",
    "russianLower": "а",
    "russianUpper": "А",
}
_NO_TEXT = frozenset({"bullet", "none"})


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    """With %1 for the number of the first level."""


class Numbering:
    """The lists of a file, and how far each has counted."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, str] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        for abstract in root.iter(f"{_W}abstractNum") if root is not None else ():
            self._levels[abstract.get(f"{_W}abstractNumId")] = dict(map(_level, abstract.iter(f"{_W}lvl")))
        for entry in root.iter(f"{_W}num") if root is not None else ():
            self._add(entry)

    def _add(self, entry: Element) -> None:
        identifier, abstract = entry.get(f"{_W}numId"), entry.find(f"{_W}abstractNumId")
        if abstract is None:
            return
        self._lists[identifier] = abstract.get(f"{_W}val")
        overrides = {
            _integer(one.get(f"{_W}ilvl"), 0): _value(one, "startOverride", -1)
            for one in entry.iter(f"{_W}lvlOverride")
        }
        self._restarts[identifier] = {level: start for level, start in overrides.items() if start >= 0}

    def next(self, identifier: str, level: int) -> str:
        """Count one entry further, and return its number as it is shown ("41.", "(b)"); "" for a bullet or no list."""
        abstract = self._lists.get(identifier, "")
        levels = self._levels.get(abstract, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(abstract, {})
        restarts = self._restarts.get(identifier, {})
        if level in restarts:
            counts[level] = restarts.pop(level)
        else:
            counts[level] = counts[level] + 1 if level in counts else levels[level].start
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if levels[level].format in _NO_TEXT:
            return ""

        def shown(found: re.Match[str]) -> str:
            place = int(found[1]) - 1
            known = levels.get(place)
            return _shown(counts.get(place, known.start), known.format) if known else ""

        return re.sub(r"%([1-9])", shown, levels[level].text).strip()


def _level(element: Element) -> tuple[int, _Level]:
    level = _integer(element.get(f"{_W}ilvl"), 0)
    form, text = element.find(f"{_W}numFmt"), element.find(f"{_W}lvlText")
    shown = (text.get(f"{_W}val") or "") if text is not None else f"%{level + 1}."
    kind = (form.get(f"{_W}val") or "decimal") if form is not None else "decimal"
    return level, _Level(_value(element, "start", 0), kind, shown)


def _shown(number: int, form: str) -> str:
    return f"{number:02}" if form == "decimalZero" else numeral(number, _STYLES.get(form, "1"))


def _value(element: Element, name: str, default: int) -> int:
    found = element.find(f"{_W}{name}")
    return _integer(found.get(f"{_W}val"), default) if found is not None else default


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else default
