"""Parses HTML and XML that nobody vouches for: no network, no entities, no depth that the parser gives up at."""

import re
from html.entities import html5
from typing import Any

from lxml import etree

from knowledge.importing.draft import UnreadableError

Element = Any
"""An element of lxml, which has no types of its own."""

_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30};)")
_OF_XML = frozenset({"amp;", "lt;", "gt;", "quot;", "apos;"})
_DEEP = "nests its elements too deeply; save it again with the program that made it, or as plain text"


def parse_html(text: str) -> Element:
    """Return the root of an HTML page, mended as browsers do; raises `UnreadableError` for a page too deep."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace") or b" ", parser)
    except etree.XMLSyntaxError:
        root = None
    if any("depth" in entry.message.casefold() for entry in parser.error_log):
        raise UnreadableError(_DEEP)
    if root is None:
        raise UnreadableError("has no text; check that the page is saved whole")
    return root


def parse_xml(data: bytes, what: str) -> Element:
    """Return the root of an XML file; raises `UnreadableError` where it is broken, too deep or declares entities."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        if "depth" in str(error).casefold():
            raise UnreadableError(_DEEP) from None
        if "entit" in str(error).casefold() and b"<!ENTITY" in data:
            raise UnreadableError(_ENTITIES) from None
        raise UnreadableError(f"{what} is broken (line {error.lineno}); get it again, or save it anew") from None
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and any(True for _ in dtd.iterentities()):
        raise UnreadableError(_ENTITIES)
    return root


_ENTITIES = "declares entities of its own, which are not read; save it again with the program that made it"


def with_characters(data: bytes) -> bytes:
    """Replace the names of characters that HTML has and XML has not ("&nbsp;"), which feeds use all the same."""

    def character(found: re.Match[bytes]) -> bytes:
        name = found[1].decode()
        known = html5.get(name) if name not in _OF_XML else None
        return "".join(f"&#{ord(one)};" for one in known).encode() if known else found[0]

    return _NAMED.sub(character, data)


def local(element: Element) -> str:
    """Return an element's name without its namespace; "" for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
