"""Reads an ODT file as LibreOffice shows it: tracked changes accepted, lists with their numbers, notes at the end."""

from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from knowledge.importing.archives import Archive
from knowledge.importing.draft import PAGE_BREAK, Block, Draft, Kind, Remark, Source, UnreadableError, counted
from knowledge.importing.odt_lists import Lists, integer
from knowledge.importing.proposals import day_in_text, day_made, office_title, property_in
from knowledge.importing.trees import Element, local, parse_xml
from knowledge.importing.writer import Writer

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_DRAWING = "{urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0}"
_SKIPPED = {
    "tracked-changes": "places with tracked changes, of which what was deleted is left out",
    "annotation": "comments left out",
    "sequence-decls": "",
    "forms": "",
    "note-citation": "",
    "alphabetical-index-mark": "",
}
"""Elements that are left out, and what is said of it; nothing is said of what is no text."""
_OF_PICTURES = frozenset({f"{_DRAWING}title", f"{_DRAWING}desc"})
"""Elements with words about a picture, which are left out; the title of the document itself is text."""


def read(source: Source) -> tuple[Draft, ...]:
    """Return the file as a document; raises `UnreadableError` where it cannot be read or has no text."""
    archive = Archive(source.data, "ODT")
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableError("is encrypted; save it without a password")
    if "content.xml" not in archive.names:
        raise UnreadableError("is no ODT file: it has no text in it; save it from LibreOffice as ODT")
    content = parse_xml(archive.read("content.xml"), "the file")
    styles = _part(archive, "styles.xml")
    body = next((one for one in content.iter() if local(one) == "text" and "office" in one.tag), None)
    reader = _Reader(Lists([root for root in (content, styles) if root is not None]))
    if body is not None:
        reader.read(body)
    blocks = reader.writer.blocks
    if not blocks:
        raise UnreadableError("has no text; if it holds pictures of pages, recognise their text first (OCR)")
    meta = _part(archive, "meta.xml")
    return (
        Draft(
            name=source.name,
            blocks=(*blocks, *reader.notes),
            title=office_title(meta, blocks),
            date=day_in_text(blocks) or day_made(property_in(meta, "creation-date")),
            captured=source.captured,
            pages=tuple(str(number) for number in range(1, reader.pages + 1)) if reader.pages > 1 else (),
            remarks=(*reader.remarks(), *_margins(styles)),
        ),
    )


def _part(archive: Archive, name: str) -> Element | None:
    data = archive.read(name)
    return parse_xml(data, "the file") if data else None


def _margins(styles: Element | None) -> tuple[Remark, ...]:
    if styles is None:
        return ()
    parts = [one for one in styles.iter() if local(one) in {"header", "footer", "header-left", "footer-left"}]
    texts = [" ".join("".join(part.itertext()).split()) for part in parts if "style" in part.tag]
    return counted("headers and footers of pages left out", filter(None, texts))


@dataclass(slots=True)
class _Reader:
    """Walks through a body without recursion; `pages` counts those at which LibreOffice last broke it."""

    lists: Lists
    writer: Writer = field(default_factory=Writer)
    pages: int = 1
    notes: list[Block] = field(default_factory=list)
    _left_out: Counter[str] = field(default_factory=Counter)
    _outer: list[Writer] = field(default_factory=list)
    _boxes: list[Block] = field(default_factory=list)
    _in_row: int = 0

    def read(self, root: Element) -> None:
        """Read all paragraphs, lists and tables below an element."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._end(name, element)
                if element is not root:
                    self._text(element, element.tail)
            elif name in _SKIPPED or element.tag in _OF_PICTURES:
                self._skip(name, element)
                walk.skip_subtree()
            else:
                self._start(name, element)
                self._text(element, element.text)
        self.writer.end()
        self.writer.blocks.extend(self._boxes)

    def _skip(self, name: str, element: Element) -> None:
        if said := _SKIPPED.get(name):
            self._left_out[said] += len(element) if name == "tracked-changes" else 1
        element.text = None
        del element[:]

    def _text(self, element: Element, text: str | None) -> None:
        if text and (text.strip() or self.writer.open_text):
            self.writer.add(" ".join(text.split("\n")).replace("\t", " "))

    def _start(self, name: str, element: Element) -> None:
        if name in {"p", "h"}:
            self._paragraph(name, element)
        elif name == "list":
            self.lists.begin(element)
        elif name in {"list-item", "list-header"}:
            self.writer.begin(Kind.ITEM, marker=self.lists.item(element) if name == "list-item" else "")
        elif name == "s" or name == "tab":
            self.writer.add(" ")
        elif name == "line-break":
            self.writer.add("\n")
        elif name == "soft-page-break":
            self.pages += 1
            self.writer.add(PAGE_BREAK)
        elif name == "table-row":
            cells = [cell for cell in element.iter(f"{_TABLE}table-cell") if "".join(cell.itertext()).strip()]
            self._in_row += len(cells) > 1 or self._in_row > 0
            self.writer.begin(Kind.ROW if len(cells) > 1 else Kind.PARAGRAPH)
        elif name in {"note-body", "text-box"}:
            self._outer.append(self.writer)
            self.writer = Writer()

    def _paragraph(self, name: str, element: Element) -> None:
        if self._in_row:
            self.writer.add(" " if self.writer.open_text.strip() else "")
        elif name == "h":
            self.writer.begin(Kind.HEADING, integer(element.get(f"{_TEXT}outline-level"), 1))
        else:
            self.writer.begin(Kind.ITEM if self.lists.is_open else Kind.PARAGRAPH)

    def _end(self, name: str, element: Element) -> None:
        if name == "list":
            self.writer.drop_marker()
            self.lists.end()
        elif name == "list-item":
            self.writer.drop_marker()
        elif name == "table-cell" and self._in_row:
            self.writer.add("\t")
        elif name == "table-row":
            self.writer.end()
            self._in_row = max(0, self._in_row - 1)
        elif name in {"p", "h"} and not self._in_row:
            self.writer.end()
            if not self._outer:
                self.writer.blocks.extend(self._boxes)
                self._boxes.clear()
        elif name == "text-box":
            self._boxes.extend(self._inner())
        elif name == "note-body":
            self._note(element)

    def _inner(self) -> list[Block]:
        self.writer.end()
        blocks = self.writer.blocks
        self.writer = self._outer.pop()
        return blocks

    def _note(self, element: Element) -> None:
        """Keep a note for the end, with the mark that it has in the text."""
        citation = element.getparent().find(f"{_TEXT}note-citation")
        mark = citation.get(f"{_TEXT}label") if citation is not None else None
        text = "\n".join(block.text.strip() for block in self._inner())
        self.notes.append(Block(f"{mark or len(self.notes) + 1}. {text}", Kind.NOTE))
        self._left_out["marks of footnotes left out of sentences; the notes stand at the end"] += 1

    def remarks(self) -> tuple[Remark, ...]:
        """Return what was left out."""
        return tuple(Remark(what, count) for what, count in self._left_out.items())
