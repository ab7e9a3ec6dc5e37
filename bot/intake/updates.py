"""Reads what getUpdates returns, item by item: who wrote, what kind it is, and whether it asks for an answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError

GUEST = "guest_message"
"""The kind of messages in chats that the bot is no member of."""
UPDATES = ("message", "edited_message", "channel_post", "callback_query", "inline_query", "my_chat_member", GUEST)
"""The kinds of updates that are asked for and served."""
MOST = 100
"""Maximum number of updates that one poll returns."""
_READ_SECONDS = 10.0
"""Seconds that Telegram may take for its response, beyond those that it waits for updates."""
_LARGEST_ID = 2**63 - 2
"""Largest id that the database and an offset can hold."""
_UNREADABLE = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
"""What python-telegram-bot raises for an object that is not as the Bot API describes it."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """An update as it came, and what can be read off it without building it."""

    update_id: int
    raw: Mapping[str, Any]
    kind: str
    """The name of its content, "unknown" if Telegram's documentation has no such kind."""
    chat: int
    """What keeps updates in order: the id of the chat, or else of the person; 0 if there is neither."""
    person: int
    """The id of who wrote or pressed, or of the chat in whose name; 0 if unknown."""
    is_talk: bool
    """Whether people in a group talk to each other: neither a command, nor a mention of the bot, nor a reply to it."""

    @property
    def fingerprint(self) -> int:
        """A hash of the whole update: another update may have the same id one day."""
        return hash(repr(self.raw))

    @property
    def is_served(self) -> bool:
        """Whether the bot has handlers for updates of this kind."""
        return self.kind in UPDATES

    @property
    def is_asking(self) -> bool:
        """Whether somebody expects an answer."""
        return self.is_served and self.kind != "my_chat_member" and not self.is_talk


@dataclass(frozen=True, slots=True)
class Batch:
    """What one poll returned."""

    items: tuple[Incoming, ...] = ()
    trailing: int = 0
    """How many items without a usable id come after the last of `items`."""
    nameless: int = 0
    """How many items in all have no usable id."""
    is_full: bool = False
    """Whether there may be more at Telegram."""


async def poll(bot: Bot, offset: int, seconds: int, limit: int = MOST) -> Batch:
    """Ask Telegram for the updates from an id on, and wait for them up to `seconds`; raises `TelegramError`.

    `Bot.get_updates` builds the whole batch at once and fails with its first bad item, so the raw list is asked for
    one level below it, which keeps the library's mapping of errors.
    """
    asked = {"offset": offset or None, "timeout": seconds, "limit": limit, "allowed_updates": list(UPDATES)}
    try:
        result = await bot._post("getUpdates", asked, read_timeout=seconds + _READ_SECONDS)
    except _UNREADABLE as error:
        raise TelegramError("the response is not one of the Bot API") from error
    if not isinstance(result, list):
        raise TelegramError("the response is not a list of updates")
    return read(result, bot)


def read(result: Sequence[Any], bot: Bot) -> Batch:
    """Return what is in a raw batch."""
    items: list[Incoming] = []
    nameless = trailing = 0
    for raw in result:
        item = _read(raw, bot)
        if item is None:
            nameless += 1
            trailing += 1
        else:
            items.append(item)
            trailing = 0
    return Batch(tuple(items), trailing, nameless, len(result) >= MOST)


def restored(raw: Any, bot: Bot) -> Incoming | None:
    """Return an update that was stored; None if it is none."""
    return _read(raw, bot)


def build(item: Incoming, bot: Bot) -> Update | None:
    """Return the library's object for an update; None if the library refuses to build it."""
    try:
        return Update.de_json(dict(item.raw), bot)
    except (*_UNREADABLE, TelegramError):
        return None


def in_chat(item: Incoming, new_id: int) -> Incoming:
    """Return an update as if it came from a chat with another id: what its group has become."""
    return replace(item, raw=_in_chat(item.raw, item.chat, new_id))


def _in_chat(value: Any, old: int, new: int) -> Any:
    if isinstance(value, list):
        return [_in_chat(part, old, new) for part in value]
    if not isinstance(value, dict):
        return value
    moved = {key: _in_chat(part, old, new) for key, part in value.items()}
    if _id(moved.get("chat")) == old:
        moved["chat"] = {**moved["chat"], "id": new, "type": "supergroup"}
    return moved


def _read(raw: Any, bot: Bot) -> Incoming | None:
    if not isinstance(raw, dict) or not _is_id(raw.get("update_id")):
        return None
    kind, content = next(((str(key), value) for key, value in raw.items() if key != "update_id"), ("", None))
    message = _of(content, "message") if kind == "callback_query" else content
    person = _id(_of(content, "sender_chat")) or _id(_of(content, "from"))
    chat = 0 if kind == GUEST else _id(_of(message, "chat"))  # the id may be that of another chat
    return Incoming(
        update_id=raw["update_id"],
        raw=raw,
        kind=kind if kind in Update.ALL_TYPES else "unknown",
        chat=chat or person,
        person=person,
        is_talk=kind in {"message", "edited_message"} and chat < 0 and not _is_addressed(message, bot),
    )


def _is_addressed(message: Any, bot: Bot) -> bool:
    """Whether a group's message may be meant for the bot; sees more than the handlers do, and never less."""
    text = _of(message, "text") or _of(message, "caption")
    if not isinstance(text, str):
        return _of(message, "migrate_to_chat_id") is not None
    answered = _id(_of(_of(message, "reply_to_message"), "from"))
    return text.startswith("/") or answered == bot.id or f"@{bot.username}".casefold() in text.casefold()


def _of(value: Any, key: str) -> Any:
    return value.get(key) if isinstance(value, dict) else None


def _id(value: Any) -> int:
    found = _of(value, "id")
    return found if isinstance(found, int) and not isinstance(found, bool) else 0


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= _LARGEST_ID
