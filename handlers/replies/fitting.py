"""Replies and the limits that Telegram sets them: the length of a message, of a button, of what is copied."""

from dataclasses import dataclass
from html import escape

MESSAGE_LIMIT = 4096
"""Maximum length of a message in UTF-16 code units, set by Telegram; ours count the markup too, to be safe."""
COPY_LIMIT = 256
"""Maximum number of characters that a copy button holds, set by Telegram."""
SHARE_LIMIT = 200
"""Maximum length of what a share button types in UTF-16 units; below the 256 characters that Telegram allows."""
BUTTON_LIMIT = 60
"""Maximum length of a button's text in UTF-16 units; arbitrary: about what shows on a phone."""
CUT = " […]"
"""Mark of a quote that was cut."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a reply: `data` comes back when it is pressed; `copy` is put on the clipboard.

    `share` is typed after the bot's name in another chat that the person chooses.
    """

    text: str
    data: str = ""
    copy: str = ""
    share: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What to send: Telegram HTML, rows of buttons, and the ids of the facts that it tells."""

    html: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    facts: tuple[str, ...] = ()


def units(text: str) -> int:
    """Return the length of a text in UTF-16 code units, as Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int, mark: str = "…") -> str:
    """Return a text cut at the end of a word, with a mark, so that it has at most `limit` UTF-16 units."""
    if units(text) <= limit:
        return text
    room = max(0, limit - units(mark))
    kept = text.encode("utf-16-le", "surrogatepass")[: room * 2].decode("utf-16-le", "ignore")
    at_word = (
        kept.rsplit(None, 1)[0] if len(kept.split()) > 1 and not text[len(kept) : len(kept) + 1].isspace() else kept
    )
    return (at_word if len(at_word) * 2 > len(kept) else kept).rstrip() + mark


def fitted(text: str, limit: int, mark: str = CUT) -> str:
    """Return a text escaped, and cut with a mark so that the escaped text has at most `limit` UTF-16 units."""
    room = limit
    while units(escaped := escape(shorten(text, room, mark))) > limit and room > 0:
        room = max(0, room - (units(escaped) - limit))
    return escaped


def joined(*parts: str) -> str:
    """Return the parts that say something, an empty line between them."""
    return "\n\n".join(part for part in parts if part)
