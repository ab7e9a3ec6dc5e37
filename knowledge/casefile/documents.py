"""Reads a document: its front matter, its text pinned by SHA-256, its passages; finds a quote in the text."""

import hashlib
import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from rapidfuzz import fuzz

from knowledge.casefile.fields import Fields
from knowledge.casefile.lookalikes import Difference, differences
from knowledge.casefile.problems import Problems, shown
from knowledge.casefile.provenance import PROVENANCE, read_provenance
from knowledge.casefile.strict_yaml import (
    Node,
    decode,
    parse_yaml,
    place,
    read_bytes,
    without_invisible,
)
from knowledge.casefile.yaml_traps import CONFLICT, conflict_marker
from knowledge.edtf import parse_edtf
from knowledge.model import Citation, Document, Passage

CONTEXT = 32
"""Length of a citation's prefix and suffix, in code points; as W3C's TextQuoteSelector shows it, arbitrary."""

_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)
_BLANK_LINES = re.compile(r"\n[^\S\n]*\n\s*")
_WORD = re.compile(r"\S+")
_RECENT = 64
"""Maximum number of documents that are kept as they are searched; arbitrary."""
_REQUIRED = ("id", "title", "date", "publisher", "language", "sha256")
_SEARCHED = 20_000
"""Maximum length of a text that is searched whole for the words nearest to a wrong quote, in code points; arbitrary."""
_BOM = b"\xef\xbb\xbf"
_NO_DATE = parse_edtf("0001")
"""Stands for a date that cannot be read; such a case does not load."""


def read_document(path: Path, languages: tuple[str, ...], problems: Problems) -> Document | None:
    """Read a document file; None where not even its fields can be read. Problems are noted."""
    data = read_bytes(path, place(path), problems)
    if data is None:
        return None
    parts = _FRONT_MATTER.match(data)
    if parts is None:
        message = "must begin with a line ---, then the fields of the document, then another line ---"
        problems.add(place(path), message)
        return None
    body, body_line = data[parts.end() :], 1 + data.count(b"\n", 0, parts.end())
    header, text = decode(parts[1], place(path, 2), problems), decode(body, place(path, body_line), problems)
    node = parse_yaml(header, place(path, 2), problems) if header is not None else None
    if node is None or text is None:
        return None
    if conflict := conflict_marker(text):
        problems.add(place(path, body_line + conflict - 1), CONFLICT)
    without_invisible(text, place(path, body_line), problems, allowed="\f\x85\u2028\u2029")
    if not text.strip():
        problems.add(place(path, body_line), "the document has no text; add it below the fields")
    return _document(path, node, body, text, languages, problems)


def _document(
    path: Path, node: Node, body: bytes, text: str, languages: tuple[str, ...], problems: Problems
) -> Document:
    fields = Fields(node, "a document", problems, _REQUIRED, ("url", "note", *PROVENANCE))
    identifier = path.stem
    if fields.identifier() not in {"", identifier}:
        fields.report("id", f"id differs from the name of the file; name the file {fields.text('id')}.md")
    return Document(
        id=identifier,
        title=fields.prose("title"),
        date=fields.date("date") or _NO_DATE,
        publisher=fields.prose("publisher"),
        language=_language(fields),
        url=_url(fields),
        sha256=_sha256(fields, body),
        text=text,
        passages=split_passages(identifier, text),
        note=fields.localized("note", languages),
        provenance=read_provenance(fields),
    )


def _language(fields: Fields) -> str:
    language = fields.text("language")
    if language and not re.fullmatch(r"[a-z]{2,3}", language):
        fields.report("language", f"{shown(language)} is not a language code; write for example en, ru or uk")
    return language


def _url(fields: Fields) -> str:
    url = fields.text("url")
    if url and not _is_web_address(url):
        fields.report("url", f"{shown(url)} is not a web address; write it from https:// on")
    return url


def _sha256(fields: Fields, body: bytes) -> str:
    stated, actual = fields.text("sha256"), hashlib.sha256(body).hexdigest()
    if stated and stated != actual:
        message = f"sha256 is {shown(stated, 70)}, but that of the text below is {actual}"
        if form := pinned_form(body, stated):
            advice = f"only its line ends differ: it was pinned with {form}; save it so, or write this value"
        else:
            advice = "restore the text, or write this value if the text is right"
        fields.report("sha256", f"{message}; {advice}")
    return actual


def pinned_form(body: bytes, sha256: str) -> str:
    """Return the line ends and marks with which a text has a hash; "" where it has it with none."""
    plain = body.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    endings = {"LF": plain, "CRLF": plain.replace(b"\n", b"\r\n"), "CR": plain.replace(b"\n", b"\r")}
    for ending, text in endings.items():
        for bom, mark in (("", b""), (" and a byte order mark", _BOM)):
            for last, whole in (("", text), (", without the last one", text.rstrip(b"\r\n"))):
                if hashlib.sha256(mark + whole).hexdigest() == sha256:
                    return f"{ending}{last}{bom}"
    return ""


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"[\s<>\"]", url)


def split_passages(document_id: str, text: str) -> tuple[Passage, ...]:
    """Split a text into its paragraphs, which blank lines separate; whitespace around them is left out."""
    passages: list[Passage] = []
    ends = [(found.start(), found.end()) for found in _BLANK_LINES.finditer(text)]
    begin = 0
    for end, after in [*ends, (len(text), len(text))]:
        paragraph = text[begin:end]
        if stripped := paragraph.strip():
            start = begin + len(paragraph) - len(paragraph.lstrip())
            stop = start + len(stripped)
            passages.append(Passage(document_id, len(passages) + 1, start, stop, stripped))
        begin = after
    return tuple(passages)


@dataclass(frozen=True, slots=True)
class Missing:
    """A quote does not stand in a document; `nearest` is its text most like the quote, or ""."""

    nearest: str
    lookalikes: tuple[Difference, ...] = ()
    """Where it only differs by characters that look like those of the document."""
    elsewhere: bool = False
    """Whether it stands there, but not between the prefix and suffix that were given."""


def locate(quote: str, document_id: str, text: str, prefix: str = "", suffix: str = "") -> Citation | Missing:
    """Find the first place where a quote stands word for word, right between a prefix and a suffix if they are given.

    Only runs of whitespace may differ.
    """
    folded, starts = spaced_evenly(text)
    wanted, before, after = (" ".join(one.split()) for one in (quote, prefix, suffix))
    place = folded.find(wanted) if wanted else -1
    if place < 0:
        alike = differences(quote, text)
        return Missing("" if alike else _nearest(quote, text), alike)
    while not (folded[:place].rstrip().endswith(before) and folded[place + len(wanted) :].lstrip().startswith(after)):
        place = folded.find(wanted, place + 1)
        if place < 0:
            return Missing("", elsewhere=True)
    return citation_at(document_id, text, starts[place], starts[place + len(wanted) - 1] + 1)


def citation_at(document_id: str, text: str, start: int, end: int) -> Citation:
    """Return the citation of a document's text from one offset to another, in code points."""
    return Citation(
        document_id,
        text[start:end],
        start,
        end,
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


@lru_cache(_RECENT)
def spaced_evenly(text: str) -> tuple[str, Sequence[int]]:
    """Return a text with one space for each run of white space, and where each of its characters stands in the text."""
    starts: list[int] = []
    words: list[str] = []
    for word in _WORD.finditer(text):
        if words:
            starts.append(word.start() - 1)
        starts.extend(range(*word.span()))
        words.append(word.group())
    return " ".join(words), array("I", starts)


def _nearest(quote: str, text: str) -> str:
    """Return the words of a text most like a quote; of a long text only the likeliest part is read."""
    folded = " ".join((text if len(text) <= _SEARCHED else _likeliest_part(quote, text)).split())
    if len(folded) <= len(quote):
        return folded
    found = fuzz.partial_ratio_alignment(quote, folded, score_cutoff=50)
    if found is None:
        return ""
    return folded[word_edge(folded, found.dest_start) : word_edge(folded, found.dest_end)].strip()


def word_edge(text: str, position: int) -> int:
    """Return the beginning or end of a word that is nearest to a position in it."""
    before = text.rfind(" ", 0, position) + 1
    after = text.find(" ", position)
    after = after if after >= 0 else len(text)
    return before if position - before <= after - position else after


def _likeliest_part(quote: str, text: str) -> str:
    """Return the overlapping part of a long text that has most of the quote's words."""
    words = set(quote.split())
    starts = range(0, len(text), _SEARCHED // 2)
    best = max(starts, key=lambda start: len(words.intersection(text[start : start + _SEARCHED].split())))
    return text[best : best + _SEARCHED]
