"""An in-memory Telegram, as a request of python-telegram-bot: the console talks to the real handlers through it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from telegram.ext import ExtBot
from telegram.request import BaseRequest, RequestData

TOKEN = "1:offline"  # noqa: S105 - no server ever sees it

BOT = {
    "id": 1,
    "is_bot": True,
    "first_name": "Casewire",
    "username": "casewire_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
}
COMMAND = re.compile(r"/[a-z0-9_]{1,32}(@\w+)?(?=\s|$)", re.IGNORECASE)
"""What Telegram marks as a command."""
CHAT = {"id": 2, "type": "private", "first_name": "You"}


@dataclass(slots=True)
class OfflineMessage:
    """A message of the bot: its HTML and its rows of buttons (Bot API objects)."""

    message_id: int
    html: str
    buttons: list[list[dict[str, Any]]] = field(default_factory=list)
    edited: bool = False


class OfflineTelegram(BaseRequest):
    """Answers Bot API requests from memory, for one person in one private chat.

    `on_message` is called with each message that the bot sends or edits, `on_notice` with the text of each answer
    to a button.
    """

    def __init__(
        self,
        on_message: Callable[[OfflineMessage], None],
        on_notice: Callable[[str], None],
        language: str | None = None,
    ) -> None:
        self._on_message = on_message
        self._on_notice = on_notice
        self._messages: dict[int, OfflineMessage] = {}
        self._typed: dict[int, str] = {}
        self._answered: dict[int, int] = {}
        self._last_id = 0
        self._person = {"id": CHAT["id"], "is_bot": False, "first_name": "You"}
        if language:
            self._person["language_code"] = language

    def bot(self) -> ExtBot[None]:
        """Return a bot that talks to this Telegram."""
        return ExtBot(TOKEN, "https://offline.invalid/bot", request=self, get_updates_request=self)

    @property
    def read_timeout(self) -> float | None:
        """No request ever waits."""
        return None

    async def initialize(self) -> None:
        """Nothing is opened."""

    async def shutdown(self) -> None:
        """Nothing is closed."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Answer one Bot API request; one that the console does not need answers `true`; no other chat is found."""
        parameters = request_data.parameters if request_data else {}
        name = url.rsplit("/", 1)[-1]
        if name == "getChat":
            return 400, b'{"ok": false, "error_code": 400, "description": "Bad Request: chat not found"}'
        result = self._result(name, parameters)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _result(self, method: str, parameters: Mapping[str, Any]) -> Any:
        match method:
            case "getMe":
                return BOT
            case "sendMessage":
                message = OfflineMessage(self._new_id(), parameters["text"])
                if quoted := _decoded(parameters.get("reply_parameters")):
                    self._answered[message.message_id] = int(quoted["message_id"])
                return self._show(message, parameters)
            case "editMessageText":
                message = OfflineMessage(int(parameters["message_id"]), parameters["text"], edited=True)
                return self._show(message, parameters)
            case "editMessageReplyMarkup":
                shown = self._messages[int(parameters["message_id"])]
                return self._show(replace(shown, edited=True), parameters)
            case "answerCallbackQuery":
                if text := parameters.get("text"):
                    self._on_notice(text)
                return True
            case _:
                return True

    def _show(self, message: OfflineMessage, parameters: Mapping[str, Any]) -> dict[str, Any]:
        message.buttons = _decoded(parameters.get("reply_markup")).get("inline_keyboard", [])
        self._messages[message.message_id] = message
        self._on_message(message)
        return self._message(message.message_id, message.html, BOT)

    def _new_id(self) -> int:
        self._last_id += 1
        return self._last_id

    def _message(self, message_id: int, text: str, sender: Mapping[str, Any]) -> dict[str, Any]:
        return {"message_id": message_id, "date": 0, "chat": CHAT, "from": sender, "text": text}

    def text(self, text: str) -> dict[str, Any]:
        """Return the update of a text that the person typed."""
        message = self._message(self._new_id(), text, self._person)
        self._typed[message["message_id"]] = text
        if command := COMMAND.match(text):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": command.end()}]
        return {"update_id": message["message_id"], "message": message}

    def press(self, message_id: int, data: str) -> dict[str, Any]:
        """Return the update of a button that the person pressed."""
        below = self._messages[message_id]
        message = self._message(message_id, below.html, BOT)
        if below.buttons:
            message["reply_markup"] = {"inline_keyboard": below.buttons}
        answered = self._answered.get(message_id, 0)
        if answered in self._typed:
            message["reply_to_message"] = self._message(answered, self._typed[answered], self._person)
        query = {
            "id": str(self._new_id()),
            "from": self._person,
            "chat_instance": "1",
            "message": message,
            "data": data,
        }
        return {"update_id": self._last_id, "callback_query": query}


def _decoded(value: Any) -> dict[str, Any]:
    """Return a parameter that is an object, which may come as JSON or not at all."""
    decoded: dict[str, Any] = json.loads(value) if isinstance(value, str) else value or {}
    return decoded
