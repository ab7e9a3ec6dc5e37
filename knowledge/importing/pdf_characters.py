"""Reads the characters of a PDF page with their places, as runs that stand on one line without a gap."""

import ctypes
import math
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

GAP = 1.15
"""Minimum gap that parts a line (a gutter of columns, a tab), as a multiple of the height of a character; arbitrary."""
_SHIFT = 0.45
"""Minimum shift up or down of a character on another line, as a multiple of its height; arbitrary."""
_RAISED, _SMALLER = 0.15, 0.85
"""Thresholds: a figure raised by this share of a height, and of at most this size, is a superscript; arbitrary."""
_TURNED = 0.1
"""Threshold: text turned by a larger angle is no line of the page, in radians; arbitrary."""
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_HYPHENS = ("\x02", "\ufffe")
"""What pdfium gives for the hyphen of a word that is broken at a line's end."""


@dataclass(slots=True)
class Run:
    """Characters side by side; places in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    base: float
    """The line that the letters stand on."""
    size: float
    """That of the font, as it is shown."""
    height: float
    """That of its characters, which differs from font to font of one size."""
    bold: bool = False


@dataclass(slots=True)
class Characters:
    """What stands on a page."""

    runs: list[Run]
    turned: int
    """The number of characters that stand at an angle; they are left out."""
    unreadable: int
    """The number of characters whose font does not say which letters they are."""
    count: int


def read_characters(page: Any) -> Characters:
    """Return the runs of a page of pypdfium2, in the order in which the page draws them."""
    text_page = page.get_textpage()
    reader = _Reader(text_page.raw, text_page.count_chars())
    result = reader.read()
    text_page.close()
    return result


class _Reader:
    def __init__(self, handle: Any, count: int) -> None:
        self._handle, self._count = handle, count
        self._runs: list[Run] = []
        self._pieces: list[str] = []
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._box, self._matrix = raw.FS_RECTF(), raw.FS_MATRIX()
        self._turned = self._unreadable = 0

    def read(self) -> Characters:
        """Read all characters."""
        handle = self._handle
        place_x, place_y, place_box = ctypes.byref(self._x), ctypes.byref(self._y), ctypes.byref(self._box)
        is_turned = False
        for index in range(self._count):
            code = raw.FPDFText_GetUnicode(handle, index)
            character = chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
            if character in "\r\n":
                self._end()
                continue
            raw.FPDFText_GetCharOrigin(handle, index, place_x, place_y)
            raw.FPDFText_GetLooseCharBox(handle, index, place_box)
            if character in _HYPHENS:
                character = "-"
            if not self._continues(character):
                self._end()
                angle = abs(raw.FPDFText_GetCharAngle(handle, index)) if not character.isspace() else 0.0
                is_turned = _TURNED < angle < 2 * 3.1416 - _TURNED
            if is_turned and not character.isspace():
                self._turned += 1
                continue
            self._unreadable += code in {0, 0xFFFD} or 0xE000 <= code < 0xF900
            self._take(character, index)
        self._end()
        return Characters(self._runs, self._turned, self._unreadable, self._count)

    def _continues(self, character: str) -> bool:
        """Whether a character stands on the line of the open run, without a gap before it."""
        if not self._pieces:
            return False
        run = self._runs[-1]
        if character.isspace():
            return True
        height = max(run.height, self._box.top - self._box.bottom)
        gap = self._x.value - run.right
        return bool(abs(self._y.value - run.base) < _SHIFT * height and -height < gap < GAP * height)

    def _take(self, character: str, index: int) -> None:
        box, height = self._box, self._box.top - self._box.bottom
        if not self._pieces:
            if character.isspace():
                return
            bold = raw.FPDFText_GetFontWeight(self._handle, index) >= 600
            place = self._x.value
            self._runs.append(Run("", place, place, self._y.value, self._size(index), height, bold))
        run = self._runs[-1]
        if character.isspace():
            self._pieces.append(" ")
            return
        if character.isdecimal() and height <= _SMALLER * run.height and self._y.value > run.base + _RAISED * height:
            character = character.translate(_SUPERSCRIPTS)
        elif run.height <= _SMALLER * height:
            self._enlarge(run, self._size(index), height)
        self._pieces.append(character)
        run.right = max(run.right, box.right)

    def _size(self, index: int) -> float:
        """Return the size of a character's font as it is shown: a page may state 1 and enlarge it."""
        size = raw.FPDFText_GetFontSize(self._handle, index)
        if raw.FPDFText_GetMatrix(self._handle, index, ctypes.byref(self._matrix)):
            size *= math.hypot(self._matrix.c, self._matrix.d)
        return float(size) if size > 0 else self._box.top - self._box.bottom

    def _enlarge(self, run: Run, size: float, height: float) -> None:
        """Take a run that begins with small characters for superscripts before the text proper."""
        text = "".join(self._pieces)
        if run.base > self._y.value + _RAISED * run.height:
            self._pieces = [text.translate(_SUPERSCRIPTS)]
        run.base, run.size, run.height = self._y.value, size, height

    def _end(self) -> None:
        if self._pieces:
            run = self._runs[-1]
            run.text = "".join(self._pieces).strip()
            if not run.text:
                self._runs.pop()
        self._pieces = []
