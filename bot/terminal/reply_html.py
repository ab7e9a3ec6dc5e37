"""The HTML of a reply as blocks of marked text, quotes apart; and the same as plain text, for a pipe."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import chain
from typing import NamedTuple

_CONTROLS = {code: "\N{REPLACEMENT CHARACTER}" for code in (*range(32), *range(127, 160)) if chr(code) not in "\n\t"}
"""Control characters, each shown as a mark: a reply may repeat what people typed, and they would steer the terminal."""


class Span(NamedTuple):
    """Text of a block that is marked alike."""

    text: str
    tags: tuple[str, ...]
    """The tags that it stands in, the outermost first."""
    url: str
    """Where a link leads that it stands in; empty where it stands in none."""


@dataclass(slots=True)
class Block:
    """A quote, or what stands between two."""

    quoted: bool
    spans: list[Span] = field(default_factory=list)

    def stripped(self) -> Sequence[Span]:
        """Return the spans without white space around the whole."""
        text = "".join(span.text for span in self.spans)
        first, last = len(text) - len(text.lstrip()), len(text.rstrip())
        found, begin = [], 0
        for span in self.spans:
            part = span.text[max(0, first - begin) : max(0, last - begin)]
            begin += len(span.text)
            if part:
                found.append(span._replace(text=part))
        return found


class _Reader(HTMLParser):
    def __init__(self, links: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks = [Block(quoted=False)]
        self._tags: list[str] = []
        self._links = links
        self._url = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "blockquote":
            self.blocks.append(Block(quoted=True))
            return
        if tag == "a":
            self._url = dict(attrs).get("href") or ""
        self._tags.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "blockquote":
            self.blocks.append(Block(quoted=False))
            return
        if tag == "a" and self._url and not self._links:
            self._add(f" ({self._url})")
        if self._tags:
            self._tags.pop()

    def handle_data(self, data: str) -> None:
        self._add(data.translate(_CONTROLS))

    def _add(self, text: str) -> None:
        url = self._url if self._links and "a" in self._tags else ""
        self.blocks[-1].spans.append(Span(text, tuple(self._tags), url))


def blocks(html: str, *, links: bool) -> Iterator[tuple[Sequence[Span], bool]]:
    """Yield the spans of each block that has text, and whether it is a quote.

    With `links`, a span knows where it leads; without, the address follows in brackets.
    """
    reader = _Reader(links)
    reader.feed(html)
    reader.close()
    for block in reader.blocks:
        if spans := block.stripped():
            yield spans, block.quoted


def plain(html: str) -> str:
    """Return a reply as lines of plain text: quotes are set off by a bar, and links are written out."""
    parts = (("".join(span.text for span in spans), quoted) for spans, quoted in blocks(html, links=False))
    lines = ([f"  | {line}" for line in text.split("\n")] if quoted else [text] for text, quoted in parts)
    return "\n".join(chain.from_iterable(lines))
