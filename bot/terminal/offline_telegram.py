"""An in-memory Telegram, as a request of python-telegram-bot: the console talks to the real handlers through it.

Tests use the same one. It logs each request, meets chosen methods with faults, and holds messages to chosen chats back.
"""

import asyncio
import json
import re
from collections import defaultdict, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

from bot.terminal.offline_calls import Call, Fault, decoded, keyboard, refusal
from bot.terminal.offline_chats import BOT, OfflineChats
from bot.terminal.offline_updates import OfflineUpdates

TOKEN = "1:offline"  # noqa: S105 - no server ever sees it

COMMAND = re.compile(r"/[a-z0-9_]{1,32}(@\w+)?(?=\s|$)", re.IGNORECASE)
"""What Telegram marks as a command."""
CHAT_ID = 2
CHAT = {"id": CHAT_ID, "type": "private", "first_name": "You"}
FIRST_MESSAGE = 1001
"""The id of the bot's first message; arbitrary, and above those that tests give to people's messages."""


@dataclass(slots=True)
class OfflineMessage:
    """A message of the bot: its HTML and its rows of buttons (Bot API objects)."""

    message_id: int
    html: str
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    edited: bool = False


class OfflineTelegram(BaseRequest):
    """Answers Bot API requests from memory, and makes the updates of one person in one private chat.

    `on_message` is called with each message that the bot sends or edits, `on_notice` with the text of each answer
    to a button. `faults[method]` are what the next calls of a method meet, `outages[method]` what all of them meet,
    and `outage` what all calls meet. `gates[chat]` holds messages to a chat back while it is not set.
    """

    def __init__(
        self,
        on_message: Callable[[OfflineMessage], None] = lambda message: None,
        on_notice: Callable[[str], None] = lambda text: None,
        language: str | None = None,
    ) -> None:
        self.calls: list[Call] = []
        """All requests, those that met a fault too."""
        self.faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self.outages: dict[str, Fault] = {}
        self.outage: Fault | None = None
        self.gates: defaultdict[int, asyncio.Event] = defaultdict(_open)
        self.sent: list[tuple[int, str]] = []
        """The chats and texts of all messages that were sent."""
        self.sending = self.most_sending = 0
        """Number of messages under way, and the most that there were at once."""
        self.updates = OfflineUpdates()
        self.chats = OfflineChats()
        self._on_message = on_message
        self._on_notice = on_notice
        self._messages: dict[int, OfflineMessage] = {}
        self._typed: dict[int, str] = {}
        self._answered: dict[int, int] = {}
        self._last_id = FIRST_MESSAGE - 1
        self._person = {"id": CHAT["id"], "is_bot": False, "first_name": "You"}
        if language:
            self._person["language_code"] = language

    def bot(self) -> ExtBot[None]:
        """Return a bot that talks to this Telegram."""
        return ExtBot(TOKEN, "https://offline.invalid/bot", request=self, get_updates_request=self)

    def close(self, chat: int) -> None:
        """Hold messages to a chat back until its gate is set."""
        self.gates[chat] = asyncio.Event()

    @property
    def read_timeout(self) -> float | None:
        """No request ever waits."""
        return None

    async def initialize(self) -> None:
        """Nothing is opened."""

    async def shutdown(self) -> None:
        """Nothing is closed."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *timeouts: Any, **more_timeouts: Any
    ) -> tuple[int, bytes]:
        """Answer one Bot API request; one that nobody needs answers `true`; raises the error of a network fault."""
        call = Call(url.rsplit("/", 1)[-1], dict(request_data.parameters) if request_data else {})
        self.calls.append(call)
        fault = self.outage or self.outages.get(call.method)
        if fault is None and self.faults[call.method]:
            fault = self.faults[call.method].popleft()
        if fault is None and self._is_hidden(call):
            fault = refusal(400, "Bad Request: chat not found")
        if isinstance(fault, TelegramError):
            raise fault
        if fault is not None:
            return fault.code, fault.body
        return 200, json.dumps({"ok": True, "result": await self._result(call.method, call.given)}).encode()

    def _is_hidden(self, call: Call) -> bool:
        if call.method == "getChatMember":
            return self.chats.hides_members and call.given["user_id"] != BOT["id"]
        return call.method == "getChat" and str(call.given["chat_id"]) not in self.chats.channels

    async def _result(self, method: str, given: Mapping[str, Any]) -> Any:
        match method:
            case "getMe":
                return BOT
            case "getUpdates":
                return await self.updates.get(given.get("offset", 0), given.get("limit", 100), given.get("timeout", 0))
            case "sendMessage":
                return await self._send(given)
            case "editMessageText":
                return self._show(OfflineMessage(int(given["message_id"]), given["text"], edited=True), given)
            case "editMessageReplyMarkup":
                shown = self._messages.get(int(given["message_id"]), OfflineMessage(int(given["message_id"]), ""))
                return self._show(replace(shown, edited=True), given)
            case "answerCallbackQuery" if text := given.get("text"):
                self._on_notice(text)
                return True
            case "answerGuestQuery":
                return {"inline_message_id": given["guest_query_id"]}
            case "getChatMember":
                return self.chats.member(given["user_id"])
            case "getChat":
                return self.chats.chat(given["chat_id"])
            case _:
                return True

    async def _send(self, given: Mapping[str, Any]) -> dict[str, Any]:
        chat = given["chat_id"]
        self.sending += 1
        self.most_sending = max(self.most_sending, self.sending)
        try:
            await self.gates[chat].wait()
            await asyncio.sleep(0)  # Others run meanwhile, as they do while a network is waited for.
        finally:
            self.sending -= 1
        self.sent.append((chat, given["text"]))
        message = OfflineMessage(self._new_id(), given["text"])
        if quoted := decoded(given.get("reply_parameters")):
            self._answered[message.message_id] = int(quoted["message_id"])
        return self._show(message, given)

    def _show(self, message: OfflineMessage, given: Mapping[str, Any]) -> dict[str, Any]:
        message.buttons = keyboard(given)
        self._messages[message.message_id] = message
        self._on_message(message)
        return _message(message.message_id, message.html, BOT, _chat(given["chat_id"]))

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def text(self, text: str) -> dict[str, Any]:
        """Return the update of a text that the person typed."""
        message = _message(self._new_id(), text, self._person)
        self._typed[message["message_id"]] = text
        if command := COMMAND.match(text):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        return {"update_id": message["message_id"], "message": message}

    def press(self, message_id: int, data: str) -> dict[str, Any]:
        """Return the update of a button that the person pressed."""
        below = self._messages[message_id]
        message = _message(message_id, below.html, BOT)
        if below.buttons:
            message["reply_markup"] = {"inline_keyboard": below.buttons}
        answered = self._answered.get(message_id, 0)
        if answered in self._typed:
            message["reply_to_message"] = _message(answered, self._typed[answered], self._person)
        query = {"id": str(self._new_id()), "from": self._person, "chat_instance": "1", "message": message}
        return {"update_id": self._last_id, "callback_query": query | {"data": data}}


def _message(number: int, text: str, sender: Mapping[str, Any], chat: Mapping[str, Any] = CHAT) -> dict[str, Any]:
    return {"message_id": number, "date": 0, "chat": chat, "from": sender, "text": text}


def _chat(number: int | str) -> dict[str, Any]:
    """Return the chat with this id, private ones with positive ids, as Telegram has it."""
    if number == CHAT["id"]:
        return CHAT
    return {"id": number, "type": "private" if int(number) > 0 else "supergroup"}


def _open() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event
