"""Tells what of a web page is its text, and what is navigation, adverts and other surroundings."""

import re

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


def is_surroundings(element: Element, whole: int, inside_article: bool) -> bool:
    """Whether an element is navigation or the like; `whole` is the length of the page's text, in characters."""
    if element.tag in {"body", "main", "article", "html"}:
        return False
    named = element.tag in _AROUND or element.get("role") in _ROLES
    named = named or (element.tag == "header" and not inside_article and element.find(".//h1") is None)
    if not named:
        words = set(_WORD.findall(f"{element.get('class') or ''} {element.get('id') or ''}".casefold()))
        named = bool(words & _NAMES)
    if not named and element.tag not in _LISTS:
        return False
    length = len(text_of(element))
    if named:
        return length < _MOST * whole or element.tag == "nav"
    return _is_of_links(element, length)


def _is_of_links(element: Element, length: int) -> bool:
    links = element.findall(".//a")
    if len(links) < _LINKS:
        return False
    linked = sum(len(text_of(link)) for link in links if link.get("href") and not link.get("href").startswith("#"))
    return linked > _LINKED * max(length, 1) and not _SENTENCE.search(text_of(element))
