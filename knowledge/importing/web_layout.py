"""Tells what of a web page is its text, and what is navigation, adverts and other surroundings."""

import re

from lxml import etree

from knowledge.importing.trees import Element

UNSEEN = frozenset(
    "script style noscript template svg math iframe object embed canvas audio video select button input textarea "
    "datalist dialog head map".split()
)
"""Elements whose text no reader sees as text of the page."""
_AROUND = frozenset({"nav", "footer", "aside", "menu"})
_ROLES = frozenset("navigation banner contentinfo search complementary dialog alert menu menubar".split())
_NAMES = frozenset(
    "menu nav navbar navigation breadcrumb breadcrumbs footer sidebar cookie cookies share sharing social related "
    "comments subscribe newsletter advert adverts ads promo skip skiplink pagination pager toolbar masthead banner "
    "popup modal login".split()
)
"""Words in a class or an id that name surroundings, in English as web pages have them."""
_WORD = re.compile(r"[a-z]+")
_MOST = 0.4
"""Threshold: what has a larger share of a page's text is no surroundings, whatever its class says; arbitrary."""
_LINKED = 0.6
"""Threshold: the share of a list's or block's text in links above which it is navigation; arbitrary."""
_LINKS = 3
"""Minimum number of links of navigation; arbitrary."""
_SENTENCE = re.compile(r"\w{2}[.!?…][»”\"')\]]*(?:\s|$)")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LISTS = ("ul", "ol", "div", "table", "section", "p", "dl")


def text_of(element: Element) -> str:
    """Return the text of an element, its white space folded."""
    return " ".join("".join(element.itertext()).split())


def main_part(root: Element) -> Element:
    """Return the element that holds the page's own text: its `main`, its one `article`, or its body."""
    body = root if root.tag == "body" else root.find(".//body")
    body = root if body is None else body
    for path in (".//main", ".//*[@role='main']", ".//*[@itemprop='articleBody']", ".//article"):
        found = body.findall(path)
        if len(found) == 1 and len(text_of(found[0])) * 4 > len(text_of(body)):
            return found[0]
    return body


def is_unseen(element: Element) -> bool:
    """Whether nobody sees an element."""
    if element.tag in UNSEEN or element.get("hidden") is not None:
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


class Layout:
    """How much text each element of a page has, in all and in links, and how many links; counted once."""

    def __init__(self, main: Element) -> None:
        self._counts: dict[Element, tuple[int, int, int]] = {}
        open_counts = [[0, 0, 0]]
        links = 0
        walk = etree.iterwalk(main, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                if element.tag in UNSEEN:
                    walk.skip_subtree()
                links += _is_link(element)
                open_counts.append([0, 0, int(_is_link(element))])
                _count(open_counts[-1], "" if element.tag in UNSEEN else element.text, links)
                continue
            own = open_counts.pop()
            self._counts[element] = own[0], own[1], own[2]
            links -= _is_link(element)
            for place, value in enumerate(own):
                open_counts[-1][place] += value
            _count(open_counts[-1], element.tail if element is not main else "", links)
        self._whole = open_counts[0][0]

    def is_surroundings(self, element: Element, inside_article: bool) -> bool:
        """Whether an element is navigation or the like."""
        if element.tag in {"body", "main", "article", "html"}:
            return False
        text, linked, links = self._counts.get(element, (0, 0, 0))
        if _is_named(element, inside_article):
            return text < _MOST * self._whole or element.tag == "nav"
        if element.tag not in _LISTS or links < _LINKS or linked <= _LINKED * max(text, 1):
            return False
        return not _SENTENCE.search(text_of(element))


def _count(counts: list[int], text: str | None, links: int) -> None:
    """Add a text to the counts of the element that it stands in; `links` is how many links it stands in."""
    if text:
        length = sum(map(len, text.split()))
        counts[0] += length
        counts[1] += length if links else 0


def _is_link(element: Element) -> bool:
    return element.tag == "a" and not (element.get("href") or "#").startswith("#")


def _is_named(element: Element, inside_article: bool) -> bool:
    """Whether an element says of itself, by its kind, its role or its class, that it is surroundings."""
    if element.tag in _AROUND or element.get("role") in _ROLES:
        return True
    if element.tag == "header" and not inside_article and element.find(".//h1") is None:
        return True
    words = _WORD.findall(f"{element.get('class') or ''} {element.get('id') or ''}".casefold())
    return not _NAMES.isdisjoint(words)
