"""Tells the format of a source by its first bytes, and only where these say nothing by its name."""

import re
import zlib
from enum import StrEnum

from knowledge.importing import feed, telegram
from knowledge.importing.draft import Source, UnreadableError


class Format(StrEnum):
    """The formats that are read; the value is the extension of the file kept beside the document."""

    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"
    MAIL = "eml"
    TELEGRAM = "json"
    WARC = "warc"
    WARC_PACKED = "warc.gz"
    FEED = "xml"


_NAMED = {
    (".html", ".htm", ".xhtml"): Format.HTML,
    (".rss", ".atom"): Format.FEED,
    (".md", ".markdown"): Format.MARKDOWN,
}
_PDF = b"%PDF-"
_BLANKS = b"\xef\xbb\xbf \t\r\n"
"""Bytes of a byte order mark, spaces and line breaks, which may stand before anything."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_HEADER = re.compile(rb"\A(?:[A-Za-z][A-Za-z0-9-]{1,60}:[ \t][^\n]*\n(?:[ \t][^\n]*\n)*){2}")
_MAIL_KEYS = re.compile(rb"(?im)^(?:From|Date|Subject|Message-ID|Received|Return-Path|MIME-Version):")
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|main)[\s>]", re.IGNORECASE)
_READ = "PDF, DOCX, ODT, HTML, Markdown, plain text, .eml, Telegram's result.json, WARC and feeds are read"


def format_of(source: Source) -> Format:
    """Return the format of a source; raises `UnreadableError` with what to do for one that is not read."""
    data, name = source.data, source.name.casefold()
    if not data.strip():
        raise UnreadableError("is empty")
    if data[:1024].lstrip(_BLANKS).startswith(_PDF):
        return Format.PDF
    if data.startswith(b"PK\x03\x04"):
        return _office(data, name)
    _refuse(data, name)
    if data.startswith(b"WARC/"):
        return Format.WARC
    if data.startswith(b"\x1f\x8b"):
        if _unpacked_head(data).startswith(b"WARC/"):
            return Format.WARC_PACKED
        raise UnreadableError("is packed (gzip); unpack it first")
    return _text(data, name, source.media_type.casefold())


def _unpacked_head(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data[:4096], 100)
    except zlib.error:
        return b""


def _office(data: bytes, name: str) -> Format:
    if b"word/document.xml" in data:
        return Format.DOCX
    if b"opendocument.text" in data[:200] or b"content.xml" in data:
        return Format.ODT
    if name.endswith((".docx", ".odt")):
        return Format.DOCX if name.endswith(".docx") else Format.ODT
    raise UnreadableError("is an archive; unpack it and give the files in it")


def _refuse(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        what = "encrypted, or an old Word file" if name.endswith((".docx", ".doc")) else "an old Office file"
        raise UnreadableError(f"is {what}; open it and save it as DOCX without a password")
    if data.startswith(_PICTURES):
        raise UnreadableError("is a picture; recognise its text first (OCR) and give that")
    if data.startswith(b"{\\rtf"):
        raise UnreadableError("is RTF; save it as DOCX")


def _markup(head: bytes) -> Format | None:
    if feed.is_feed(head) and not _HTML.search(head[:300]):
        return Format.FEED
    return Format.HTML if _HTML.search(head) else None


def _is_preceded_pdf(data: bytes, name: str, media_type: str) -> bool:
    """Whether a PDF begins after other bytes; a text that only speaks of one neither is named so nor ends so."""
    if _PDF not in data[:1024]:
        return False
    return name.endswith(".pdf") or "pdf" in media_type or data[-1024:].rstrip().endswith(b"%%EOF")


def _text(data: bytes, name: str, media_type: str) -> Format:
    head = data[:4000].lstrip(_BLANKS)
    if head[:1] in b"{[" and head[:1] and (name.endswith(".json") or telegram.is_export(data)):
        if telegram.is_export(data):
            return Format.TELEGRAM
        raise UnreadableError(f"is JSON, but no export of Telegram; {_READ}")
    if head[:1] == b"<" and (marked := _markup(head)):
        return marked
    if name.endswith(".eml") or (_HEADER.match(head.replace(b"\r\n", b"\n")) and _MAIL_KEYS.search(head)):
        return Format.MAIL
    if _is_preceded_pdf(data, name, media_type):
        return Format.PDF
    if "html" in media_type:
        return Format.HTML
    if named := next((found for extensions, found in _NAMED.items() if name.endswith(extensions)), None):
        return named
    if head.startswith(b"<?xml"):
        raise UnreadableError(f"is XML of another kind; {_READ}")
    if name.endswith((".pdf", ".docx", ".odt")):
        raise UnreadableError(f"is named {name[name.rfind('.') :]}, but is no such file, or broken; get it again")
    return Format.TEXT
