"""Text as Telegram stores it: UTF-16 lengths, cleaning, and the entities it finds by itself."""

from __future__ import annotations

import re
from typing import Any

Entity = dict[str, Any]

_TO_SPACE = dict.fromkeys([*range(10), 11, 12, *range(14, 32)], " ")
_REMOVED = dict.fromkeys([0x0D, *range(0x2028, 0x202F), 0x0333, 0x033F, 0x030A])
_CLEANING: dict[int, str | None] = {**_TO_SPACE, **_REMOVED}
_INVISIBLE = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2060\u2800\u3164\ufeff\ufffc") | {
    chr(code) for code in range(0x200B, 0x2010)
}
_AUTOMATIC = re.compile(
    r"(?P<url>\bhttps?://[^\s<>\"]*[^\s<>\".,:;!?)'\]»”])"
    r"|(?P<email>(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"
    r"|(?P<bot_command>(?<![\w/<>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/<>@]))"
    r"|(?P<mention>(?<!\w)@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d_]\w*)"
)


def utf16_length(text: str) -> int:
    """Length in UTF-16 code units, the unit of all Telegram limits and offsets."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_encodable(text: str) -> bool:
    """Whether the text has no half of a surrogate pair, so that it can be UTF-8."""
    return text.isascii() or not any("\ud800" <= char <= "\udfff" for char in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """The part of `text` at an offset, both in UTF-16 code units."""
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * offset : 2 * (offset + length)].decode("utf-16-le", "replace")


def clean(text: str) -> str:
    """Control characters become spaces; carriage returns and direction overrides go."""
    return text if text.isascii() and text.isprintable() else text.translate(_CLEANING)


def is_blank(text: str) -> bool:
    """Whether nothing of the text could be seen."""
    return all(char.isspace() or char in _INVISIBLE for char in text)


def find_entities(text: str) -> list[Entity]:
    """The entities that Telegram marks without being told: commands, mentions, links, addresses, hashtags."""
    entities: list[Entity] = []
    position = offset = 0
    for found in _AUTOMATIC.finditer(text):
        offset += utf16_length(text[position : found.start()])
        length = utf16_length(found.group())
        entities.append({"type": found.lastgroup, "offset": offset, "length": length})
        position, offset = found.end(), offset + length
    return entities
