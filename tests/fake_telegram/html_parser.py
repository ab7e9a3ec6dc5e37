"""Telegram's HTML mode: a few tags, four named character references, errors with byte offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.fake_telegram.errors import cannot_parse
from tests.fake_telegram.links import LinkError, checked_link, user_of
from tests.fake_telegram.text import Entity, utf16_length

_SIMPLE_TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
}
_TAGS = frozenset(_SIMPLE_TAGS) | {"a", "code", "pre", "blockquote", "tg-emoji"}
_NAMED = {b"lt": "<", b"gt": ">", b"amp": "&", b"quot": '"'}
_REFERENCE = re.compile(rb"&(?:#x([0-9A-Fa-f]*)|#([0-9]*)|([A-Za-z]*))")
_SPECIAL = re.compile(rb"[<&]")
_WORD = re.compile(rb"[^ \t\r\n\v\0>]*")
_ATTRIBUTE = re.compile(rb"[^ \t\r\n\v\0=>/\"']*")
_NAME_TOKEN = re.compile(rb"[A-Za-z0-9.-]*")
_SPACES = re.compile(rb"[ \t\r\n\v]*")


@dataclass(frozen=True, slots=True)
class _Open:
    """A start tag that waits for its end tag."""

    tag: str
    argument: str
    offset: int
    piece: int


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """The plain text and its entities in the order of their end tags; raises ApiError."""
    return _Parser(html).parse()


class _Parser:
    def __init__(self, html: str) -> None:
        self.data = html.encode("utf-8", "surrogatepass")
        self.position = 0
        self.pieces: list[str] = []
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while self.position < len(self.data):
            found = _SPECIAL.search(self.data, self.position)
            self._add(self.data[self.position : found.start() if found else None].decode("utf-8", "replace"))
            if found is None:
                break
            self.position = found.start()
            if found.group() == b"&":
                self._add(self._reference() or self._take_one())
            elif self._at(self.position + 1) == b"/":
                self._end_tag()
            else:
                self._start_tag()
        if self.open:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return self._text(), self.entities

    def _text(self) -> str:
        text = "".join(self.pieces)
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text):
            raise cannot_parse(
                "Text contains invalid Unicode characters after decoding HTML entities, "
                "check for unmatched surrogate code units"
            )
        return text

    def _add(self, piece: str) -> None:
        self.pieces.append(piece)
        self.offset += utf16_length(piece)

    def _at(self, position: int) -> bytes:
        """The byte there, NUL past the end."""
        return self.data[position : position + 1] or b"\0"

    def _take(self, pattern: re.Pattern[bytes]) -> bytes:
        found = pattern.match(self.data, self.position)
        if found is None:
            return b""
        self.position = found.end()
        return found.group()

    def _take_one(self) -> str:
        self.position += 1
        return "&"

    def _reference(self) -> str | None:
        """The character of a reference at the position, which it passes, or None if it is no reference."""
        found = _REFERENCE.match(self.data, self.position)
        if found is None:
            return None
        hexadecimal, decimal, name = found.groups()
        if name is not None:
            char = _NAMED.get(name)
        else:
            code = 0 if found.end() - found.start() >= 10 else _code(hexadecimal, decimal)
            char = chr(code) if 0 < code < 0x10FFFF else None
        if char is not None:
            self.position = found.end() + (self._at(found.end()) == b";")
        return char

    def _start_tag(self) -> None:
        begin = self.position
        self.position += 1
        tag = self._take(_WORD).decode("utf-8", "replace").lower()
        if self._at(self.position) == b"\0":
            raise cannot_parse(f"Unclosed start tag at byte offset {begin}")
        if tag not in _TAGS:
            raise cannot_parse(f'Unsupported start tag "{tag}" at byte offset {begin}')
        argument = ""
        while self._at(self.position) != b">":
            self._take(_SPACES)
            if self._at(self.position) == b">":
                break
            name, value = self._attribute(tag, begin)
            argument = _argument(tag, name, value, argument)
        self.position += 1
        if tag == "span" and argument != "spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" at byte offset {begin}')
        self.open.append(_Open(tag, argument, self.offset, len(self.pieces)))

    def _attribute(self, tag: str, begin: int) -> tuple[str, str | None]:
        """The next attribute and its value, None for an attribute without one."""
        name = self._take(_ATTRIBUTE).decode("utf-8", "replace")
        if not name:
            raise cannot_parse(f'Empty attribute name in the tag "{tag}" at byte offset {begin}')
        self._take(_SPACES)
        if self._at(self.position) == b"\0":
            raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {begin}')
        if self._at(self.position) != b"=":
            return name, None
        self.position += 1
        self._take(_SPACES)
        if self._at(self.position) == b"\0":
            raise cannot_parse(f'Unclosed start tag "{tag}" at byte offset {begin}')
        value = self._quoted() if self._at(self.position) in {b"'", b'"'} else self._name_token()
        if self._at(self.position) == b"\0":
            raise cannot_parse(f"Unclosed start tag at byte offset {begin}")
        return name, value

    def _name_token(self) -> str:
        begin = self.position
        value = self._take(_NAME_TOKEN).decode().lower()
        if self._at(self.position) not in {b" ", b"\t", b"\r", b"\n", b"\v", b"\0", b">"}:
            raise cannot_parse(f"Unexpected end of name token at byte offset {begin}")
        return value

    def _quoted(self) -> str:
        quote = self._at(self.position)
        self.position += 1
        parts: list[str] = []
        while (here := self._at(self.position)) not in {quote, b"\0"}:
            if here == b"&" and (char := self._reference()) is not None:
                parts.append(char)
                continue
            end = self.position + 1
            while self._at(end) not in {quote, b"&", b"\0"}:
                end += 1
            parts.append(self.data[self.position : end].decode("utf-8", "replace"))
            self.position = end
        if here == quote:
            self.position += 1
        return "".join(parts)

    def _end_tag(self) -> None:
        begin = self.position
        if not self.open:
            raise cannot_parse(f"Unexpected end tag at byte offset {begin}")
        self.position += 2
        tag = self._take(_WORD).decode("utf-8", "replace").lower()
        self._take(_SPACES)
        if self._at(self.position) != b">":
            raise cannot_parse(f"Unclosed end tag at byte offset {begin}")
        self.position += 1
        opened = self.open[-1]
        if tag and tag != opened.tag:
            raise cannot_parse(
                f'Unmatched end tag at byte offset {begin}, expected "</{opened.tag}>", found "</{tag}>"'
            )
        if self.offset > opened.offset:
            self._close(opened)
        self.open.pop()

    def _close(self, opened: _Open) -> None:
        entity: Entity = {"offset": opened.offset, "length": self.offset - opened.offset}
        match opened.tag:
            case "a":
                link = opened.argument or "".join(self.pieces[opened.piece :])
                entity = _link(entity, link)
            case "pre" | "code":
                entity = self._monospace(opened, entity)
            case "blockquote":
                entity["type"] = "expandable_blockquote" if opened.argument else "blockquote"
            case "tg-emoji":
                entity |= {"type": "custom_emoji", "custom_emoji_id": _emoji(opened.argument)}
            case _:
                entity["type"] = _SIMPLE_TAGS[opened.tag]
        if entity:
            self.entities.append(entity)

    def _monospace(self, opened: _Open, entity: Entity) -> Entity:
        """`pre` and `code` around the same text with a language become one entity."""
        other = self.entities[-1] if self.entities else {}
        same_range = all(other.get(key) == entity[key] for key in ("offset", "length"))
        if opened.tag == "pre" and same_range and other.get("type") == "code" and other.get("language"):
            self.entities.pop()
            return entity | {"type": "pre", "language": other["language"]}
        if opened.tag == "code" and same_range and other.get("type") == "pre" and opened.argument:
            self.entities.pop()
            return entity | {"type": "pre", "language": opened.argument}
        if opened.tag == "code" and opened.argument:
            return entity | {"type": "code", "language": opened.argument}
        return entity | {"type": opened.tag}


def _code(hexadecimal: bytes | None, decimal: bytes | None) -> int:
    return int(decimal or b"0") if hexadecimal is None else int(hexadecimal or b"0", 16)


def _argument(tag: str, name: str, value: str | None, before: str) -> str:
    match tag, name:
        case "a", "href":
            return value or ""
        case "code", "class" if value and value.startswith("language-"):
            return value.removeprefix("language-")
        case "span", "class" if value and value.startswith("tg-"):
            return value.removeprefix("tg-")
        case "tg-emoji", "emoji-id":
            return value or ""
        case "blockquote", "expandable":
            return "1"
        case _:
            return before


def _link(entity: Entity, link: str) -> Entity:
    """A link or mention; nothing at all when Telegram would not accept the address."""
    user = user_of(link)
    if user is not None:
        return entity | {"type": "text_mention", "user": {"id": user}}
    try:
        return entity | {"type": "text_link", "url": checked_link(link)}
    except LinkError:
        return {}


def _emoji(identifier: str) -> str:
    if not re.fullmatch(r"-?[0-9]{1,19}", identifier) or not 0 < abs(int(identifier)) < 2**63:
        raise cannot_parse("Invalid custom emoji identifier specified")
    return identifier
