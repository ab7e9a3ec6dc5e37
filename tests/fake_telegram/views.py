"""What a test reads back from the fake server, as plain typed values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests.fake_telegram.text import Entity, utf16_slice

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Posted:
    """A message a person wrote; `update_id` is None when the bot is not told of it."""

    chat_id: int
    message_id: int
    update_id: int | None


@dataclass(frozen=True, slots=True)
class Query:
    """A pressed button or an inline query on its way to the bot."""

    query_id: str
    update_id: int | None


@dataclass(frozen=True, slots=True)
class Button:
    """One inline button; exactly one of the other fields is set."""

    text: str
    callback_data: str | None = None
    url: str | None = None
    copy_text: str | None = None
    switch_inline_query: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One text of a message; `at` in seconds since 1970."""

    text: str
    entities: tuple[Entity, ...]
    keyboard: tuple[tuple[Button, ...], ...]
    at: float


@dataclass(frozen=True, slots=True)
class BotMessage:
    """A message as it stands in the chat now; `versions` has all its texts, the current one last."""

    chat_id: int
    message_id: int
    from_bot: bool
    reply_to: int | None
    thread_id: int | None
    link_preview: Json | None
    silent: bool
    deleted: bool
    versions: tuple[Version, ...]

    @property
    def text(self) -> str:
        return self.versions[-1].text

    @property
    def entities(self) -> tuple[Entity, ...]:
        return self.versions[-1].entities

    @property
    def keyboard(self) -> tuple[tuple[Button, ...], ...]:
        return self.versions[-1].keyboard

    @property
    def buttons(self) -> tuple[Button, ...]:
        return tuple(button for row in self.keyboard for button in row)

    @property
    def edits(self) -> int:
        """How often the message was edited."""
        return len(self.versions) - 1

    def texts_of(self, kind: str) -> list[str]:
        """The parts of the text that entities of a kind cover, e.g. `bold` or `expandable_blockquote`."""
        return [
            utf16_slice(self.text, entity["offset"], entity["length"])
            for entity in self.entities
            if entity["type"] == kind
        ]

    def links(self) -> dict[str, str]:
        """The linked words and their addresses."""
        return {
            utf16_slice(self.text, entity["offset"], entity["length"]): entity["url"]
            for entity in self.entities
            if entity["type"] == "text_link"
        }


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """What a person sees after pressing a button: nothing, a short notice or an alert."""

    text: str
    show_alert: bool
    url: str


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    """The results offered to an inline query; each has id, title, description, text and entities."""

    results: tuple[Json, ...]
    cache_time: int
    is_personal: bool
    next_offset: str
    button: Json | None


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """One Bot API request; `at` in seconds since 1970, `status` None if it was never answered."""

    number: int
    at: float
    method: str
    parameters: Json
    chat_id: int | None
    accepted: bool
    status: int | None
    description: str
    message_id: int | None
    fault: str


def message_of(value: Json) -> BotMessage:
    """A message from the server's JSON."""
    versions = tuple(_version(version) for version in value["versions"])
    return BotMessage(**{**value, "versions": versions})


def _version(value: Json) -> Version:
    keyboard = tuple(tuple(_button(button) for button in row) for row in value["keyboard"])
    return Version(value["text"], tuple(value["entities"]), keyboard, value["at"])


def _button(value: Json) -> Button:
    copy = value.get("copy_text") or {}
    return Button(
        value["text"],
        value.get("callback_data"),
        value.get("url"),
        copy.get("text"),
        value.get("switch_inline_query", value.get("switch_inline_query_current_chat")),
    )
