"""What the fake Telegram knows: people, chats, messages, queries, the bot's profile and the request log."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import Any

from tests.fake_telegram.errors import ApiError, bad_request, forbidden
from tests.fake_telegram.faults import Faults
from tests.fake_telegram.formatting import Formatted
from tests.fake_telegram.keyboards import Keyboard
from tests.fake_telegram.limits import Limits
from tests.fake_telegram.updates import UpdateQueue

Json = dict[str, Any]

STATES = frozenset({"active", "blocked", "deactivated", "not_started", "kicked", "left", "migrated"})


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

    @property
    def current(self) -> Version:
        return self.versions[-1]

    def as_json(self, *, with_reply: bool = True) -> Json:
        """The Message object of the Bot API."""
        current = self.current
        value: Json = {
            "message_id": self.message_id,
            "from": self.sender,
            "chat": self.chat.as_json(),
            "date": int(self.versions[0].at),
        }
        if len(self.versions) > 1 and current.formatted != self.versions[0].formatted:
            value["edit_date"] = int(current.at)
        if self.thread_id is not None:
            value |= {"message_thread_id": self.thread_id, "is_topic_message": True}
        if with_reply and self.reply_to is not None and not self.reply_to.deleted:
            value["reply_to_message"] = self.reply_to.as_json(with_reply=False)
        value["text"] = current.formatted.text
        if current.formatted.entities:
            value["entities"] = list(current.formatted.entities)
        if current.keyboard:
            value["reply_markup"] = {"inline_keyboard": current.keyboard}
        if self.link_preview:
            value["link_preview_options"] = self.link_preview
        if self.via_bot:
            value["via_bot"] = self.via_bot
        return value


@dataclass(slots=True)
class Chat:
    """A private chat (its id is the person's), a group or a supergroup."""

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
    threads: set[int] = field(default_factory=set)
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

    def check_not_migrated(self) -> None:
        if self.state == "migrated":
            parameters = {"migrate_to_chat_id": self.migrated_to}
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, reason, parameters)

    def _long_kind(self) -> str:
        return "supergroup" if self.kind == "supergroup" else "group"


@dataclass(slots=True)
class Query:
    """A callback or inline query; `answer` is what the bot replied, None before that."""

    id: str
    update_id: int | None
    answer: Json | None = None
    expired: bool = False


@dataclass(slots=True)
class LogEntry:
    """One Bot API request; `at` in seconds since 1970, `status` None if it was never answered."""

    number: int
    at: float
    method: str
    parameters: Json
    chat_id: int | None
    accepted: bool = False
    status: int | None = None
    description: str = ""
    message_id: int | None = None
    fault: str = ""


class World:
    """All state of one fake server."""

    def __init__(self, token: str, username: str) -> None:
        self.token = token
        self.bot: Json = {
            "id": int(token.partition(":")[0]),
            "is_bot": True,
            "first_name": "Casewire",
            "username": username,
        }
        self.privacy = False
        self.users: dict[int, Json] = {}
        self.chats: dict[int, Chat] = {}
        self.updates = UpdateQueue()
        self.queries: dict[str, Query] = {}
        self.profile: dict[tuple[str, ...], Any] = {}
        self.log: list[LogEntry] = []
        self.faults = Faults()
        self.limits = Limits()
        self.ids = itertools.count(1)
        self.query_ids = itertools.count(4_611_686_018_427_000_001)

    def chat(self, chat_id: Any) -> Chat:
        """The chat a bot names by id or @username; raises ApiError."""
        if chat_id is None or chat_id == "":
            raise bad_request("chat_id is empty")
        name = str(chat_id)
        if name.startswith("@"):
            for chat in self.chats.values():
                if chat.username and chat.username.lower() == name[1:].lower():
                    return chat
        try:
            return self.chats[int(name)]
        except (ValueError, KeyError) as error:
            raise bad_request("chat not found") from error

    def add_message(self, chat: Chat, sender: Json, formatted: Formatted, keyboard: Keyboard) -> Message:
        """Store a new message; ids are counted per supergroup and together in all other chats."""
        number = next(chat.ids if chat.kind == "supergroup" else self.ids)
        message = Message(chat, number, sender, [Version(formatted, keyboard, time.time())])
        chat.messages[number] = message
        return message

    def new_query(self, push: tuple[str, Json]) -> Query:
        """Queue a callback_query or inline_query update under a new query id."""
        kind, payload = push
        query_id = str(next(self.query_ids))
        query = Query(query_id, self.updates.push(kind, {"id": query_id, **payload}))
        self.queries[query_id] = query
        return query

    def take_query(self, query_id: str) -> Query:
        """A query that may still be answered; raises ApiError."""
        query = self.queries.get(query_id)
        if query is None or query.expired or query.answer is not None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        return query
