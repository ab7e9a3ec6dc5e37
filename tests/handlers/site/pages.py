"""Reads the pages of a site as a browser would: elements, anchors and links, and complains of broken markup."""

import posixpath
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

_VOID = frozenset("meta link br img line rect input hr".split())


@dataclass
class Page(HTMLParser):
    """A page that was read; `problems` has what is wrong with its markup."""

    content: str
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)
    marked: dict[str, str] = field(default_factory=dict)
    """The text of each `<mark>` by the ids in it."""
    text: str = ""
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []
        self._mark: list[str] | None = None
        self.feed(self.content)
        self.close()
        self.problems += [f"{tag} is not closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)
        given = dict(attrs)
        if tag == "mark":
            self._mark = []
        if (identifier := given.get("id")) is not None:
            self.ids.append(identifier)
            if self._mark is not None:
                self._mark.append(identifier)
                self.marked[identifier] = ""
        self.links += [link for name in ("href", "src") if (link := given.get(name)) is not None]
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.problems.append(f"</{tag}> at {self.getpos()}")
        if tag == "mark":
            self._mark = None

    def handle_data(self, data: str) -> None:
        self.text += data
        for identifier in self._mark or ():
            self.marked[identifier] += data


def target(path: str, link: str) -> tuple[str, str] | None:
    """Return the file and the anchor that a link of a page leads to; None for one that leads out of the site."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return None
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path))) if parts.path else path
    return file, parts.fragment.partition(":~:")[0]
