"""What the fake Telegram knows: people, chats, messages, queries, the bot's profile and the request log."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass
from typing import Any

from tests.fake_telegram.chat import Chat, Json, Message, Version
from tests.fake_telegram.courier import Courier
from tests.fake_telegram.errors import bad_request
from tests.fake_telegram.faults import Faults
from tests.fake_telegram.formatting import Formatted
from tests.fake_telegram.keyboards import Keyboard
from tests.fake_telegram.limits import Limits
from tests.fake_telegram.updates import UpdateQueue


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
        self.courier = Courier(self.updates)
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
