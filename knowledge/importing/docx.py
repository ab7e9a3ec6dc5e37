"""Reads a DOCX file as Word shows it: tracked changes accepted, fields with their results, lists with their numbers."""

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree

from knowledge.importing.archives import Archive
from knowledge.importing.docx_numbering import Numbering
from knowledge.importing.docx_styles import Styles, property_of
from knowledge.importing.draft import PAGE_BREAK, Block, Draft, Kind, Proposal, Remark, Source, UnreadableError, counted
from knowledge.importing.proposals import day_in_text, day_made, office_title, property_in
from knowledge.importing.trees import Element, local, parse_xml
from knowledge.importing.writer import Writer

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_BODY = "word/document.xml"
_SKIPPED = {
    "del": "tracked deletions left out",
    "moveFrom": "tracked moves, left out where they were and kept where they went",
    "instrText": "",
    "delText": "",
    "Fallback": "",
    "pPr": "",
    "sectPr": "",
    "sdtPr": "",
    "tblPr": "",
    "trPr": "",
    "tcPr": "",
}
"""Elements that are left out, and what is said of it; nothing is said of what is no text."""
_SIGNS = {"noBreakHyphen": "\u2011", "softHyphen": "", "tab": " ", "ptab": " ", "cr": "\n"}


def read(source: Source) -> tuple[Draft, ...]:
    """Return the file as a document; raises `UnreadableError` where it cannot be read or has no text."""
    archive = Archive(source.data, "DOCX")
    if _BODY not in archive.names:
        raise UnreadableError("is no DOCX file: it has no document in it; save it from Word as DOCX")
    styles = Styles(_part(archive, "word/styles.xml"))
    reader = _Reader(styles, Numbering(_part(archive, "word/numbering.xml")))
    root = _part(archive, _BODY)
    reader.has_pages = root is not None and next(root.iter(f"{_W}lastRenderedPageBreak"), None) is not None
    reader.read(root)
    blocks = reader.writer.blocks
    notes = [*_notes(archive, "footnote", reader), *_notes(archive, "endnote", reader)]
    if not blocks:
        raise UnreadableError("has no text; if it holds pictures of pages, recognise their text first (OCR)")
    core = _part(archive, "docProps/core.xml")
    return (
        Draft(
            name=source.name,
            blocks=(*blocks, *notes),
            title=office_title(core, blocks),
            date=day_in_text(blocks) or day_made(property_in(core, "created")),
            language=Proposal(styles.language, "the file's language"),
            captured=source.captured,
            pages=tuple(str(number) for number in range(1, reader.pages + 1)) if reader.has_pages else (),
            remarks=(*reader.remarks(), *_margins(archive), *_comments(archive)),
        ),
    )


def _part(archive: Archive, name: str) -> Element | None:
    data = archive.read(name)
    if not data:
        return None
    return parse_xml(data.replace(_STRICT, _W[1:-1].encode()), "the file")


def _notes(archive: Archive, kind: str, reader: "_Reader") -> list[Block]:
    """Return the footnotes or endnotes in the order in which the text refers to them, with the numbers shown."""
    root = _part(archive, f"word/{kind}s.xml")
    if root is None:
        return []
    bodies = {note.get(f"{_W}id"): note for note in root.iter(f"{_W}{kind}")}
    blocks: list[Block] = []
    for number, identifier in enumerate(reader.references[kind], start=1):
        inner = _Reader(reader.styles, reader.numbering)
        if identifier in bodies:
            inner.read(bodies[identifier])
        text = "\n".join(block.text.strip() for block in inner.writer.blocks)
        blocks.append(Block(f"{number}. {text}", Kind.NOTE))
    return blocks


def _margins(archive: Archive) -> tuple[Remark, ...]:
    parts = sorted(name for name in archive.names if re.fullmatch(r"word/(?:header|footer)[0-9]*\.xml", name))
    roots = [_part(archive, name) for name in parts]
    texts = [" ".join("".join(root.itertext(f"{_W}t")).split()) for root in roots if root is not None]
    return counted("headers and footers of pages left out", filter(None, texts))


def _comments(archive: Archive) -> tuple[Remark, ...]:
    root = _part(archive, "word/comments.xml")
    comments = list(root.iter(f"{_W}comment")) if root is not None else []
    return counted("comments left out", ("".join(comment.itertext(f"{_W}t")) for comment in comments))


@dataclass(slots=True)
class _Reader:
    """Walks through a body without recursion; `pages` counts those that Word last showed."""

    styles: Styles
    numbering: Numbering
    writer: Writer = field(default_factory=Writer)
    has_pages: bool = False
    pages: int = 1
    references: dict[str, list[str]] = field(default_factory=lambda: {"footnote": [], "endnote": []})
    _left_out: Counter[str] = field(default_factory=Counter)
    _fields: list[bool] = field(default_factory=list)
    """For each open field, whether its result has begun."""
    _outer: list[Writer] = field(default_factory=list)
    _boxes: list[Block] = field(default_factory=list)
    _cells: int = 0
    _in_row: int = 0

    def read(self, root: Element) -> None:
        """Read all paragraphs and tables below an element."""
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            name = local(element)
            if event == "end":
                self._end(name, element)
            elif self._is_skipped(name, element):
                walk.skip_subtree()
            else:
                self._start(name, element)
        self.writer.end()
        self.writer.blocks.extend(self._boxes)

    def _is_skipped(self, name: str, element: Element) -> bool:
        if name in _SKIPPED:
            if _SKIPPED[name] and next(element.iter(f"{_W}t", f"{_W}delText"), None) is not None:
                self._left_out[_SKIPPED[name]] += 1
            return True
        if name == "r" and property_of(element, "vanish"):
            self._left_out["pieces of hidden text left out"] += 1
            return True
        return name == "sdt" and element.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None

    def _start(self, name: str, element: Element) -> None:
        match name:
            case "t" if all(self._fields):
                self.writer.add(element.text or "")
            case "p":
                self._paragraph(element)
            case "tr":
                self._row(element)
            case "tc":
                self._cells += 1
            case "txbxContent":
                self._outer.append(self.writer)
                self.writer = Writer()
            case _:
                self._sign(name, element)

    def _sign(self, name: str, element: Element) -> None:
        """Take what stands between pieces of text."""
        match name:
            case "br" | "lastRenderedPageBreak":
                self._break(name, element)
            case "fldChar":
                self._field(element.get(f"{_W}fldCharType"))
            case "sym":
                self._symbol(element.get(f"{_W}char") or "")
            case "footnoteReference" | "endnoteReference":
                self.references[name.removesuffix("Reference")].append(element.get(f"{_W}id"))
                self._left_out["marks of footnotes left out of sentences; the notes stand at the end"] += 1
            case _ if name in _SIGNS and all(self._fields):
                self.writer.add(_SIGNS[name])

    def _paragraph(self, element: Element) -> None:
        if self._in_row:
            self.writer.add(" " if self.writer.open_text.strip() else "")
            return
        level = self.styles.heading_level(element)
        marker = self.numbering.next(*self.styles.numbering(element))
        kind = Kind.HEADING if level else Kind.ITEM if marker else Kind.PARAGRAPH
        self.writer.begin(kind, level, marker)

    def _row(self, element: Element) -> None:
        cells = [cell for cell in element.iter(f"{_W}tc") if "".join(cell.itertext(f"{_W}t")).strip()]
        self._cells = 0
        self._in_row += len(cells) > 1 or self._in_row > 0
        self.writer.begin(Kind.ROW if len(cells) > 1 else Kind.PARAGRAPH)

    def _break(self, name: str, element: Element) -> None:
        if name == "lastRenderedPageBreak":
            self.pages += 1
            self.writer.add(PAGE_BREAK)
        else:
            self.writer.add(" " if element.get(f"{_W}type") in {"page", "column"} else "\n")

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _symbol(self, code: str) -> None:
        character = chr(int(code, 16)) if re.fullmatch("[0-9A-Fa-f]{2,4}", code) else ""
        if "\ue000" <= character <= "\uf8ff" or not character.isprintable():
            self._left_out["symbols of a font of their own left out"] += 1
        else:
            self.writer.add(character)

    def _end(self, name: str, element: Element) -> None:
        if name == "tc" and self._in_row and self._cells:
            self.writer.add("\t")
        elif name == "tr":
            self.writer.end()
            self._in_row = max(0, self._in_row - 1)
        elif name == "p" and not self._in_row:
            self.writer.drop_marker()
            if not self._outer:
                self.writer.blocks.extend(self._boxes)
                self._boxes.clear()
        elif name == "txbxContent":
            self.writer.end()
            self._boxes.extend(self.writer.blocks)
            self.writer = self._outer.pop()

    def remarks(self) -> tuple[Remark, ...]:
        """Return what was left out."""
        return tuple(Remark(what, count) for what, count in self._left_out.items())
