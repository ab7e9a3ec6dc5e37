"""Reads what a web page says of itself: title, date, publisher, language, address."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from knowledge.importing.draft import Block, Kind, Proposal
from knowledge.importing.timestamps import day_of, first_day
from knowledge.importing.trees import Element
from knowledge.importing.web_layout import text_of
from knowledge.importing.wording import plain

_DATES = (
    "article:published_time", "datepublished", "date", "dc.date", "dc.date.issued", "dcterms.date", "dcterms.issued",
    "dcterms.created", "pubdate", "publishdate", "publication_date", "citation_publication_date", "og:published_time",
)  # fmt: skip
"""Names of metadata with the day of publication, the surest first."""
_PUBLISHERS = (
    "og:site_name",
    "dc.publisher",
    "dcterms.publisher",
    "citation_publisher",
    "publisher",
    "application-name",
)
_IN_ADDRESS = re.compile(r"/((?:19|20)[0-9]{2})/([01]?[0-9])(?:/([0-3]?[0-9]))?(?=/|$)")
_BEGINNING = 600
"""Maximum length of the beginning of a page that is searched for its date, in code points; arbitrary."""


class Metadata(NamedTuple):
    """What a page says of itself."""

    title: Proposal
    date: Proposal
    publisher: Proposal
    language: Proposal
    url: str


def read(root: Element, address: str, blocks: Sequence[Block]) -> Metadata:
    """Return what a page says of itself; `address` is where it was found, "" for a file."""
    named = _named(root)
    linked = list(_linked_data(root))
    canonical = next((link.get("href") for link in root.iter("link") if link.get("rel") == "canonical"), "")
    address = _whole("", address)
    own = _whole(address, canonical or "") if canonical else _whole("", named.get("og:url", ""))
    is_same = not address or urlsplit(own).netloc == urlsplit(address).netloc
    url = own if own.startswith(("http://", "https://")) and is_same else address
    return Metadata(
        _title(root, named, blocks), _date(root, named, linked, url, blocks), _publisher(named, linked, url),
        Proposal((root.get("lang") or "")[:2].casefold(), "the page's lang"), url,
    )  # fmt: skip


def _whole(base: str, address: str) -> str:
    """Return an address in full, seen from another; "" for one that cannot be taken apart."""
    try:
        whole = urljoin(base, address)
        urlsplit(whole)
    except ValueError:
        return ""
    return whole


def _named(root: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").casefold()
        if name and meta.get("content"):
            found.setdefault(name, " ".join(meta.get("content").split()))
    return found


def _linked_data(root: Element) -> Iterator[dict[str, object]]:
    """Yield the objects of JSON-LD on a page; what is no JSON is passed over."""
    for script in root.iter("script"):
        if (script.get("type") or "").casefold() != "application/ld+json":
            continue
        try:
            waiting = [json.loads(script.text or "")]
        except (ValueError, RecursionError):
            continue
        while waiting:
            item = waiting.pop()
            if isinstance(item, list):
                waiting.extend(item)
            elif isinstance(item, dict):
                yield item
                waiting.append(item.get("@graph"))


def _title(root: Element, named: dict[str, str], blocks: Sequence[Block]) -> Proposal:
    headings = [block for block in blocks if block.kind is Kind.HEADING and block.level == 1]
    if len(headings) == 1:
        return Proposal(" ".join(headings[0].text.split()), "the page's heading")
    if named.get("og:title"):
        return Proposal(named["og:title"], "the page's og:title")
    title = next(root.iter("title"), None)
    text = text_of(title) if title is not None else ""
    if not text and blocks:
        return Proposal(" ".join(blocks[0].text.split())[:120], "the first words")
    return Proposal(text, "the page's title")


def _date(
    root: Element, named: dict[str, str], linked: list[dict[str, object]], url: str, blocks: Sequence[Block]
) -> Proposal:
    for item in linked:
        if day := day_of(str(item.get("datePublished") or "")):
            return Proposal(day, "the page's datePublished")
    for name in _DATES:
        if day := day_of(named.get(name, "")):
            return Proposal(day, f"the page's metadata ({name})")
    times = [time for time in root.iter("time") if time.get("datetime")]
    marked = [time for time in times if time.get("pubdate") is not None or time.get("itemprop") == "datePublished"]
    for time in (*marked, *times[:1]):
        if day := day_of(time.get("datetime")):
            return Proposal(day, "the page's time element")
    if day := first_day(plain(blocks[:6])[:_BEGINNING]):
        return Proposal(day, "the first date in the text: check it")
    if found := _IN_ADDRESS.search(urlsplit(url).path):
        parts = [found[1], *(f"{int(part):02}" for part in found.groups()[1:] if part)]
        if day := day_of("-".join(parts)):
            return Proposal(day, "the address")
    return Proposal()


def _publisher(named: dict[str, str], linked: list[dict[str, object]], url: str) -> Proposal:
    for item in linked:
        publisher = item.get("publisher")
        name = publisher.get("name") if isinstance(publisher, dict) else None
        if isinstance(name, str) and name.strip():
            return Proposal(" ".join(name.split()), "the page's publisher")
    for key in _PUBLISHERS:
        if named.get(key):
            return Proposal(named[key], f"the page's metadata ({key})")
    host = urlsplit(url).hostname or ""
    return Proposal(host.removeprefix("www."), "the address") if host else Proposal()
