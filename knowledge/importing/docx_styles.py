"""What a DOCX file's styles say of a paragraph: whether it is a heading, and of which list it is an entry."""

import re

from knowledge.importing.trees import Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-9])|(title)", re.IGNORECASE)
_CHAIN = 12
"""Maximum number of styles that one is based on through others; arbitrary."""


def property_of(run: Element, name: str) -> bool:
    """Whether a run has a property switched on, for example `vanish`."""
    found = run.find(f"{_W}rPr/{_W}{name}")
    return found is not None and found.get(f"{_W}val") not in {"0", "false", "off"}


class Styles:
    """The paragraph styles of a file."""

    def __init__(self, root: Element | None) -> None:
        styles = root.iter(f"{_W}style") if root is not None else ()
        self._styles = {style.get(f"{_W}styleId"): style for style in styles}
        language = root.find(f".//{_W}docDefaults//{_W}lang") if root is not None else None
        self.language = (language.get(f"{_W}val") or "")[:2].casefold() if language is not None else ""

    def heading_level(self, paragraph: Element) -> int:
        """Return the level of a heading, 1 for a title; 0 for any other paragraph."""
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        for style in self._chain(paragraph):
            name = style.find(f"{_W}name")
            found = _HEADING.fullmatch(name.get(f"{_W}val") or "") if name is not None else None
            if found:
                return int(found[1] or 1)
            outline = style.find(f"{_W}pPr/{_W}outlineLvl") if outline is None else outline
        level = _number(outline, 9) + 1
        return level if level <= 9 else 0

    def numbering(self, paragraph: Element) -> tuple[str, int]:
        """Return the id of the list that a paragraph is an entry of ("" or "0": none), and its level there, from 0."""
        for holder in (paragraph, *self._chain(paragraph)):
            found = holder.find(f"{_W}pPr/{_W}numPr")
            if found is not None:
                identifier = found.find(f"{_W}numId")
                listed = (identifier.get(f"{_W}val") or "") if identifier is not None else ""
                return listed, _number(found.find(f"{_W}ilvl"), 0)
        return "", 0

    def _chain(self, paragraph: Element) -> list[Element]:
        holder = paragraph.find(f"{_W}pPr/{_W}pStyle")
        chain: list[Element] = []
        while holder is not None and len(chain) < _CHAIN:
            style = self._styles.get(holder.get(f"{_W}val"))
            if style is None:
                break
            chain.append(style)
            holder = style.find(f"{_W}basedOn")
        return chain


def _number(element: Element | None, default: int) -> int:
    text = element.get(f"{_W}val") if element is not None else None
    return int(text) if text and text.isdecimal() and len(text) < 6 else default
