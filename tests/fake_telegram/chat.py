"""A chat of the fake Telegram: its state, its topics and its messages."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from typing import Any

from tests.fake_telegram.errors import ApiError, bad_request, forbidden
from tests.fake_telegram.formatting import Formatted
from tests.fake_telegram.keyboards import Keyboard

Json = dict[str, Any]

GONE = frozenset({"blocked", "deactivated", "not_started", "kicked", "left", "migrated"})  # The bot sees nothing
MUTED = {  # The bot sees all and may not write, until it gets the right (back); each with Telegram's words
    "muted": "not enough rights to send text messages to the chat",
    "no_rights": "have no rights to send a message",
    "write_forbidden": "CHAT_WRITE_FORBIDDEN",
    "restricted": "CHAT_RESTRICTED",
    "not_admin": "need administrator rights in the channel chat",
}
STATES = GONE | MUTED.keys() | {"active"}


@dataclass(slots=True)
class Version:
    """One text of a message, with its keyboard and when it was written (seconds since 1970)."""

    formatted: Formatted
    keyboard: Keyboard
    at: float


@dataclass(slots=True)
class Message:
    """A message of a chat; `versions` has every text it had, the current one last."""

    chat: Chat
    message_id: int
    sender: Json
    versions: list[Version]
    reply_to: Message | None = None
    thread_id: int | None = None
    link_preview: Json | None = None
    silent: bool = False
    via_bot: Json | None = None
    deleted: bool = False
    words: str = "text"  # Under what name the text goes: `text`, `caption`, or empty for a service message
    more: Json = field(default_factory=dict)  # Further fields of the Message object, as of a photo or a forward

    @property
    def current(self) -> Version:
        return self.versions[-1]

    def as_json(self, *, with_reply: bool = True) -> Json:
        """The Message object of the Bot API."""
        current = self.current
        value: Json = {
            "message_id": self.message_id,
            "chat": self.chat.as_json(),
            "date": int(self.versions[0].at),
        }
        value |= {"sender_chat": value["chat"]} if self.chat.kind == "channel" else {"from": self.sender}
        if len(self.versions) > 1 and current.formatted != self.versions[0].formatted:
            value["edit_date"] = int(current.at)
        if self.thread_id is not None:
            value |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if with_reply and self.reply_to is not None and not self.reply_to.deleted:
            value["reply_to_message"] = self.reply_to.as_json(with_reply=False)
        value |= self.more
        if self.words and (current.formatted.text or self.words == "text"):
            value[self.words] = current.formatted.text
        if self.words and current.formatted.entities:
            value["entities" if self.words == "text" else "caption_entities"] = list(current.formatted.entities)
        if current.keyboard:
            value["reply_markup"] = {"inline_keyboard": current.keyboard}
        if self.link_preview:
            value["link_preview_options"] = self.link_preview
        if self.via_bot:
            value["via_bot"] = self.via_bot
        return value


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is that of the message that made it, and General has none."""

    name: str = "General"
    closed: bool = False
    made_by: Message | None = None


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's), a group, a supergroup or a channel."""

    id: int
    kind: str
    title: str = ""
    username: str | None = None
    person: Json | None = None
    forum: bool = False
    state: str = "active"
    migrated_to: int | None = None
    members: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    discussion: Chat | None = None  # The group that gets a channel's posts
    discusses: int | None = None  # The channel whose posts a group gets
    hides_members: str = ""  # Why the bot, unless it is an admin, may not ask who is a member
    general: Topic = field(default_factory=Topic)
    threads: dict[int, Topic] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def as_json(self) -> Json:
        """The Chat object of the Bot API."""
        value: Json = {"id": self.id, "type": self.kind}
        if self.person is not None:
            value["first_name"] = self.person["first_name"]
        else:
            value["title"] = self.title
        if self.username:
            value["username"] = self.username
        if self.forum:
            value["is_forum"] = True
        return value

    def check_open(self) -> None:
        """Refuses to deliver to a chat that does not want or cannot get messages; raises ApiError."""
        match self.state:
            case "blocked":
                raise forbidden("bot was blocked by the user")
            case "deactivated":
                raise forbidden("user is deactivated")
            case "not_started":
                raise forbidden("bot can't initiate conversation with a user")
            case "kicked":
                raise forbidden(f"bot was kicked from the {self._long_kind()} chat")
            case "left":
                raise forbidden(f"bot is not a member of the {self._long_kind()} chat")

    def check_writable(self, thread_id: int | None, bot_id: int) -> None:
        """Refuses what the bot has no right to send, to the chat or to one of its topics; raises ApiError."""
        self.check_open()
        if self.state in MUTED:
            raise bad_request(MUTED[self.state])
        topic = self.general if thread_id is None else self.threads[thread_id]
        if topic.closed and bot_id not in self.admins:
            raise bad_request("TOPIC_CLOSED")

    def check_not_migrated(self) -> None:
        if self.state == "migrated":
            parameters = {"migrate_to_chat_id": self.migrated_to}
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, reason, parameters)

    def _long_kind(self) -> str:
        return self.kind if self.kind in {"supergroup", "channel"} else "group"
