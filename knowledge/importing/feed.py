"""Reads an RSS or Atom feed: a document for each entry, from the text that the feed has of it."""

from collections.abc import Iterator

from knowledge.importing.draft import Draft, Proposal, Remark, Source, UnreadableError
from knowledge.importing.timestamps import day_of
from knowledge.importing.trees import Element, local, parse_html, parse_xml, with_characters
from knowledge.importing.web_page import fragment_blocks

_ROOTS = frozenset({"rss", "feed", "RDF"})
_TEXTS = ("encoded", "content", "description", "summary")
"""Elements with an entry's text, the fullest first."""
_PUBLISHED = ("published", "pubDate", "date", "issued", "created")
_UPDATED = ("updated", "modified")
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def is_feed(data: bytes) -> bool:
    """Whether XML begins as a feed does."""
    head = data[:2000].lower()
    return any(mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf"))


def read(source: Source) -> tuple[Draft, ...]:
    """Return a document for each entry that has text, in the feed's order; raises `UnreadableError` where none has."""
    root = parse_xml(with_characters(source.data.lstrip()), "the feed")
    if local(root) not in _ROOTS:
        raise UnreadableError("is XML, but no RSS or Atom feed; give the address of the page itself")
    channel = next((one for one in root if local(one) == "channel"), root)
    entries = [one for one in root.iter() if local(one) in {"item", "entry"}]
    drafts = tuple(draft for entry in entries if (draft := _draft(entry, channel, source)) is not None)
    if not drafts:
        raise UnreadableError("has no entries with text; give the address of the page itself")
    return drafts


def _draft(entry: Element, channel: Element, source: Source) -> Draft | None:
    name, holder = next(((name, one) for name in _TEXTS if (one := _child(entry, name)) is not None), ("", None))
    markup = _markup(holder) if holder is not None else ""
    blocks, remarks = fragment_blocks(parse_html(f"<html><body><main>{markup}</main></body></html>"))
    title = _plain(_child(entry, "title"))
    if not blocks:
        return None
    if name in {"description", "summary"}:
        remarks = (*remarks, Remark("text is the feed's summary only; add the address itself for the whole", 1))
    url = _link(entry)
    return Draft(
        name=url.split("?")[0].rstrip("/").rpartition("/")[2] or title,
        blocks=blocks,
        title=Proposal(title, "the entry's title") if title else Proposal(blocks[0].text[:120], "the first words"),
        date=_date(entry),
        publisher=_publisher(channel),
        language=_language(channel),
        url=url,
        captured=source.captured,
        remarks=remarks,
    )


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if local(child) == name)


def _child(element: Element, name: str) -> Element | None:
    """Return the first child of a name with a text or children of its own."""
    return next((one for one in _children(element, name) if len(one) or (one.text or "").strip()), None)


def _markup(holder: Element) -> str:
    """Return an entry's text as HTML: escaped in RSS, by its type in Atom."""
    from lxml import etree

    kind = holder.get("type") or "html"
    if len(holder):
        children = (etree.tostring(child, encoding="unicode", method="html") for child in holder)
        return _escaped(holder.text or "") + "".join(children)
    text = holder.text or ""
    if kind in {"text", "text/plain"}:
        return "".join(f"<p>{_escaped(part)}</p>" for part in text.split("\n\n"))
    return text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _plain(element: Element | None) -> str:
    """Return a title in words; feeds have mark-up in titles, escaped once."""
    text = "".join(element.itertext()) if element is not None else ""
    if "<" in text or "&" in text:
        text = "".join(parse_html(f"<html><body>{text}</body></html>").itertext())
    return " ".join(text.split())


def _link(entry: Element) -> str:
    """Return the address of an entry's page: Atom's alternate link, RSS's link, or its guid if that is an address."""
    links = [
        (one.get("rel") or "alternate", (one.get("href") or one.text or "").strip()) for one in _children(entry, "link")
    ]
    guids = [
        ("guid", (one.text or "").strip()) for one in _children(entry, "guid") if one.get("isPermaLink") != "false"
    ]
    addresses = [url for rel, url in (*links, *guids) if rel in {"alternate", "guid"}]
    return next((url for url in addresses if url.startswith(("http://", "https://"))), "")


def _date(entry: Element) -> Proposal:
    for names, origin in ((_PUBLISHED, "the entry's date"), (_UPDATED, "the day on which the entry was last changed")):
        for name in names:
            for element in _children(entry, name):
                if day := day_of(element.text or ""):
                    return Proposal(day, origin)
    return Proposal()


def _publisher(channel: Element) -> Proposal:
    title = _plain(_child(channel, "title"))
    return Proposal(title, "the feed's title") if title else Proposal()


def _language(channel: Element) -> Proposal:
    stated = _child(channel, "language")
    code = (stated.text or "") if stated is not None else channel.get(_XML_LANG) or ""
    return Proposal(code.strip()[:2].casefold(), "the feed's language")
