"""Reads a web page: its paragraphs, headings, numbered lists, table rows and notes, in the words that a reader sees."""

import re

from lxml import etree

from knowledge.importing import web_metadata
from knowledge.importing.draft import Block, Draft, Kind, Remark, Source, UnreadableError, counted
from knowledge.importing.encodings import declared, decoded
from knowledge.importing.numerals import numeral, spreadsheet_letters
from knowledge.importing.quotation import has_marks, marks
from knowledge.importing.trees import Element, parse_html
from knowledge.importing.web_layout import Layout, is_unseen, main_part, text_of
from knowledge.importing.writer import Writer

_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody tfoot thead tr "
    "ul".split()
)
_HEADING = re.compile(r"h([1-6])")
_NOTE_MARK = re.compile(r"\[?(?:[0-9]{1,3}|[*†‡§]{1,3}|[a-z]|[ivx]{1,4})\]?")
_SUPERSCRIPTS = str.maketrans("0123456789+-()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾")
_LARGEST = 2**31 - 1
"""Maximum number of an entry of a list, up or down from 0, as browsers have it."""
_NO_NUMBERS = re.compile(r"list-style(?:-type)?\s*:\s*[^;]*\bnone\b", re.IGNORECASE)
_CHARSET = re.compile(r"charset\s*=\s*\"?([\w.:-]+)", re.IGNORECASE)


def read(source: Source) -> tuple[Draft, ...]:
    """Return the page as a document; raises `UnreadableError` where it has no text."""
    stated = _CHARSET.search(source.media_type)
    text, _ = decoded(source.data, stated[1] if stated else declared(source.data))
    root = parse_html(text)
    base = root.find(".//base")
    blocks, remarks = fragment_blocks(root)
    if not blocks:
        raise UnreadableError("has no text of its own; it may be made by a script: save it from a browser as PDF")
    found = web_metadata.read(root, source.url, blocks)
    address = source.url or (base.get("href") if base is not None else "") or ""
    name = address.split("?")[0].rstrip("/").rpartition("/")[2] if address else source.name
    return (
        Draft(
            name=name or source.name,
            blocks=blocks,
            title=found.title,
            date=found.date,
            publisher=found.publisher,
            language=found.language,
            url=found.url,
            captured=source.captured,
            remarks=remarks,
        ),
    )


def fragment_blocks(root: Element) -> tuple[tuple[Block, ...], tuple[Remark, ...]]:
    """Return the blocks of a parsed page or of a piece of one, and what was left out of it."""
    reader = _Reader(root)
    reader.read(main_part(root))
    return tuple(reader.writer.blocks), reader.remarks()


class _Reader:
    """Walks through a tree without recursion, so that no depth of it exhausts Python's."""

    def __init__(self, root: Element) -> None:
        self.writer = Writer()
        self._page_language = root.get("lang") or ""
        self._lists: list[tuple[int, int, str]] = []
        """The next number, the step and the style of each list that is open."""
        self._quotations: list[tuple[str, str]] = []
        self._surroundings: list[str] = []
        self._note_marks: list[str] = []
        self._pictures = 0
        self._articles = 0
        self._pre = 0
        self._cells = 0

    def read(self, main: Element) -> None:
        """Read an element and all in it."""
        layout = Layout(main)
        walk = etree.iterwalk(main, events=("start", "end"))
        for event, element in walk:
            if event == "end":
                self._end(element)
                if element is not main:
                    self._text(element.tail)
                continue
            if self._is_left_out(element, layout, element is main):
                walk.skip_subtree()
                element.text, element.tag = None, "skipped"
                for child in element:
                    child.tail = None
                continue
            self._start(element)
            self._text(element.text)
        self.writer.end()

    def _is_left_out(self, element: Element, layout: Layout, is_main: bool) -> bool:
        if not isinstance(element.tag, str) or is_unseen(element):
            return True
        if not is_main and layout.is_surroundings(element, self._articles > 0):
            if text := text_of(element):
                self._surroundings.append(text)
            self.writer.end()
            return True
        if element.tag == "img":
            self._pictures += 1
        return self._is_note_mark(element)

    def _is_note_mark(self, element: Element) -> bool:
        """Whether an element is only the mark of a footnote: a raised number that is a link, or in one."""
        if element.tag not in {"sup", "a"}:
            return False
        text = text_of(element)
        if not _NOTE_MARK.fullmatch(text):
            return False
        link = element if element.tag == "a" else next(iter(element.iter("a")), None)
        raised = element.tag == "sup" or any(True for _ in element.iter("sup"))
        if link is None or not raised or not (link.get("href") or "").rpartition("#")[2]:
            return False
        if "#" not in (link.get("href") or ""):
            return False
        self._note_marks.append(text)
        return True

    def _text(self, text: str | None) -> None:
        if not text:
            return
        if not self._pre:
            text = re.sub(r"[ \t\r\n\f]+", " ", text)
        self.writer.add(text)

    def _start(self, element: Element) -> None:
        tag = element.tag
        if heading := _HEADING.fullmatch(tag):
            self.writer.begin(Kind.HEADING, int(heading[1]))
        elif tag == "li":
            self.writer.begin(Kind.ITEM, marker=self._number(element))
        elif tag == "tr":
            self.writer.begin(Kind.ROW)
            self._cells = 0
        elif tag in {"td", "th"}:
            self._cell(element)
        elif tag in _BLOCKS:
            self._block(element)
        elif tag == "br":
            self._line_break()
        elif tag == "q":
            self._quote(element)
        elif tag == "sup" and re.fullmatch(r"[0-9+()-]+", text_of(element)):
            element.text = (element.text or "").translate(_SUPERSCRIPTS)

    def _line_break(self) -> None:
        """End the line, or the paragraph where another line break stands before."""
        if self.writer.open_text.rstrip(" ").endswith("\n") and not self._pre:
            self.writer.end()
        else:
            self.writer.add("\n")

    def _block(self, element: Element) -> None:
        in_cell = next((True for parent in element.iterancestors("td", "th")), False)
        if in_cell and element.tag in {"p", "div"} and not self._has_blocks_beside(element):
            self.writer.add(" ")
            return
        self.writer.begin()
        if element.tag in {"ol", "ul", "menu"}:
            self._lists.append(self._counter(element))
        self._articles += element.tag in {"article", "main"}
        self._pre += element.tag == "pre"

    @staticmethod
    def _has_blocks_beside(element: Element) -> bool:
        parent = element.getparent()
        return sum(child.tag in _BLOCKS for child in parent) > 1 if parent is not None else False

    def _cell(self, element: Element) -> None:
        if self._cells and self.writer.open_text.strip():
            self.writer.add("\t")
        self._cells += 1

    @staticmethod
    def _counter(element: Element) -> tuple[int, int, str]:
        if element.tag != "ol" or _NO_NUMBERS.search(element.get("style") or ""):
            return 0, 0, ""
        step = -1 if element.get("reversed") is not None else 1
        first = sum(child.tag == "li" for child in element) if step < 0 else 1
        return _integer(element.get("start"), first), step, element.get("type") or "1"

    def _number(self, element: Element) -> str:
        if not self._lists or not self._lists[-1][1]:
            return ""
        number, step, style = self._lists[-1]
        number = _integer(element.get("value"), number)
        self._lists[-1] = number + step, step, style
        if style in {"a", "A"} and number > 0:
            letters = spreadsheet_letters(number)
            return f"{letters.upper() if style == 'A' else letters}."
        return f"{numeral(number, style)}."

    def _quote(self, element: Element) -> None:
        holder = next((one for one in (element, *element.iterancestors()) if one.get("lang")), None)
        language = holder.get("lang") if holder is not None else self._page_language
        pair = ("", "") if has_marks(text_of(element)) else marks(language, len(self._quotations))
        self._quotations.append(pair)
        self.writer.add(pair[0])

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag == "q" and self._quotations:
            self.writer.add(self._quotations.pop()[1])
        elif tag == "li":
            self.writer.drop_marker()
        elif tag in {"ol", "ul", "menu"} and self._lists:
            self._lists.pop()
            self.writer.end()
        elif tag in _BLOCKS and not (tag in {"p", "div"} and any(True for _ in element.iterancestors("td", "th"))):
            self.writer.end()
            self._articles -= tag in {"article", "main"}
            self._pre -= tag == "pre"

    def remarks(self) -> tuple[Remark, ...]:
        """Return what was left out of the page."""
        return (
            *counted("parts around the text left out (navigation, adverts, footers)", self._surroundings),
            *counted(
                "marks of footnotes left out of sentences; the notes stand where the page has them", self._note_marks
            ),
            *((Remark("pictures left out", self._pictures),) if self._pictures else ()),
        )


def _integer(text: str | None, default: int) -> int:
    try:
        return max(-_LARGEST, min(int(text or ""), _LARGEST))
    except ValueError:
        return default
