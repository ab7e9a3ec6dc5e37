"""Works out the numbers of an ODT file's list entries, which the file does not have as text."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from knowledge.importing.numerals import numeral
from knowledge.importing.trees import Element

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass(frozen=True, slots=True)
class _Level:
    format: str = ""
    start: int = 1
    prefix: str = ""
    suffix: str = ""
    displayed: int = 1


@dataclass(slots=True)
class _Open:
    """A list that has begun: its style and the number that its next entry has."""

    style: str
    next: int
    identifier: str = ""
    shown: str = ""
    """The number of the entry that is open, without what stands around it."""


@dataclass(slots=True)
class Lists:
    """The list styles of a file, and the lists that are open."""

    roots: Iterable[Element]
    _levels: dict[tuple[str, int], _Level] = field(init=False, default_factory=dict)
    _open: list[_Open] = field(init=False, default_factory=list)
    _ended: dict[str, int] = field(init=False, default_factory=dict)
    """The next number of lists that have ended, by id and by style, for those that continue them."""

    def __post_init__(self) -> None:
        for root in self.roots:
            for style in root.iter(f"{_TEXT}list-style"):
                for level in style.iter(f"{_TEXT}list-level-style-number"):
                    depth = integer(level.get(f"{_TEXT}level"), 1)
                    self._levels[style.get(f"{_STYLE}name"), depth] = _Level(
                        level.get(f"{_STYLE}num-format") or "",
                        integer(level.get(f"{_TEXT}start-value"), 1),
                        level.get(f"{_STYLE}num-prefix") or "",
                        level.get(f"{_STYLE}num-suffix") or "",
                        integer(level.get(f"{_TEXT}display-levels"), 1),
                    )

    @property
    def is_open(self) -> bool:
        """Whether a list has begun and not ended."""
        return bool(self._open)

    def begin(self, element: Element) -> None:
        """Begin a list, in the list whose entry is open."""
        style = element.get(f"{_TEXT}style-name") or (self._open[-1].style if self._open else "")
        start = self._level(style, len(self._open) + 1).start
        continued = element.get(f"{_TEXT}continue-list")
        if continued in self._ended:
            start = self._ended[continued]
        elif element.get(f"{_TEXT}continue-numbering") == "true":
            start = self._ended.get(f"style {style}", start)
        self._open.append(_Open(style, start, element.get(_XML_ID) or ""))

    def item(self, element: Element) -> str:
        """Count one entry further, and return its number as it is shown ("41.", "(b)"); "" for a bullet."""
        if not self._open:
            return ""
        current, depth = self._open[-1], len(self._open)
        level = self._level(current.style, depth)
        number = integer(element.get(f"{_TEXT}start-value"), current.next)
        current.next = number + 1
        current.shown = numeral(number, level.format) if level.format else ""
        if not current.shown:
            return ""
        above = [one.shown for one in self._open[max(0, depth - level.displayed) :] if one.shown]
        return f"{level.prefix}{'.'.join(above)}{level.suffix}".strip()

    def end(self) -> None:
        """End the list that began last."""
        if self._open:
            done = self._open.pop()
            self._ended[f"style {done.style}"] = done.next
            if done.identifier:
                self._ended[done.identifier] = done.next

    def _level(self, style: str, depth: int) -> _Level:
        return self._levels.get((style, depth), _Level())


def integer(text: str | None, default: int) -> int:
    """Return a number from 0 on that an attribute has; the default where it has none, or one of nine digits or more."""
    return int(text) if text and text.isdecimal() and len(text) < 9 else default
