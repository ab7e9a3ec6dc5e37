"""Telegram without a network: records what the handlers ask of the Bot API, and makes the updates they are given."""

import json
import re
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest, RequestData

import handlers
from bot.storage import Storage
from handlers.context import Services
from knowledge.answering.answerer import Answerer
from knowledge.model import KnowledgeBase

BOT = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "case_bot"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100, "type": "supergroup", "title": "A group", "is_forum": True}
START = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the Bot API."""

    method: str
    given: dict[str, Any]

    @property
    def html(self) -> str:
        return str(self.given["text"])

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All buttons below the message, row after row."""
        rows = self.given.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]

    def data(self, start: str) -> str:
        """Return the data of the first button whose data start so; raises `StopIteration` if there is none."""
        return str(next(b["callback_data"] for b in self.buttons if b.get("callback_data", "").startswith(start)))


class OfflineApi(BaseRequest):
    """Answers requests of python-telegram-bot; `refusals[method]` are the errors that the next calls meet instead."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.refusals: defaultdict[str, deque[tuple[int, str]]] = defaultdict(deque)
        self.status = "member"
        """What getChatMember says that people are."""
        self.own_status = "administrator"
        """What it says that the bot is."""
        self.may_post = True
        """Whether the bot may post in channels."""
        self.hides_members = False
        """Whether it says nothing of people."""
        self.channels: dict[str, dict[str, Any]] = {}
        """What getChat knows, by id or "@name"."""
        self._last_id = 1000

    @property
    def read_timeout(self) -> float | None:
        return None

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *rest: Any, **more: Any
    ) -> tuple[int, bytes]:
        call = Call(url.rsplit("/", 1)[-1], dict(request_data.parameters) if request_data else {})
        if call.method != "getMe":
            self.calls.append(call)
        if self.refusals[call.method]:
            code, text = self.refusals[call.method].popleft()
            wait = re.search(r"retry after (\d+)", text)
            more = {"parameters": {"retry_after": int(wait[1])}} if wait else {}
            return code, json.dumps({"ok": False, "error_code": code, "description": text} | more).encode()
        if self._is_refused(call):
            return 400, json.dumps({"ok": False, "error_code": 400, "description": "Bad Request: not found"}).encode()
        return 200, json.dumps({"ok": True, "result": self._result(call)}).encode()

    def _is_refused(self, call: Call) -> bool:
        if call.method == "getChatMember":
            return self.hides_members and call.given["user_id"] != BOT["id"]
        return call.method == "getChat" and str(call.given["chat_id"]) not in self.channels

    def _result(self, call: Call) -> Any:
        match call.method:
            case "getMe":
                return BOT
            case "sendMessage":
                self._last_id += 1
                return self._message(self._last_id, call)
            case "editMessageText":
                return self._message(call.given["message_id"], call)
            case "getChatMember":
                person = {"id": call.given["user_id"], "is_bot": False, "first_name": "Ann"}
                status = self.own_status if person["id"] == BOT["id"] else self.status
                rights = dict.fromkeys(_RIGHTS, True) if status == "administrator" else {}
                return {"user": person, "status": status, "can_post_messages": self.may_post, **rights}
            case "getChat":
                gifts = dict.fromkeys(_GIFTS, False)
                more = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": gifts}
                return self.channels[str(call.given["chat_id"])] | more
            case _:
                return True

    def _message(self, message_id: int, call: Call) -> dict[str, Any]:
        chat = GROUP if call.given["chat_id"] == GROUP["id"] else PRIVATE
        return {"message_id": message_id, "date": 0, "chat": chat, "from": BOT, "text": call.html}


_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
).split()


_GIFTS = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()


class Talk:
    """One bot and the people who talk to it. Each method gives the bot an update and returns its requests since."""

    def __init__(self, base: KnowledgeBase, answerer: Answerer, chats: Storage) -> None:
        self.api = OfflineApi()
        self.chats = chats
        self.now = START
        self.services = Services(base, answerer, self.chats, lambda: self.now, frozenset())
        builder = ApplicationBuilder().token("1:offline").request(self.api).get_updates_request(OfflineApi())
        self.application: Application[Any, Any, Any, Any, Any, Any] = builder.updater(None).job_queue(None).build()
        handlers.register(self.application, self.services)
        self.update_id = 0
        self.message_id = 0

    async def give(self, kind: str, update: dict[str, Any]) -> list[Call]:
        """Give the bot an update."""
        before = len(self.api.calls)
        self.update_id += 1
        parsed = Update.de_json({"update_id": self.update_id, kind: update}, self.application.bot)
        await self.application.process_update(parsed)
        return self.api.calls[before:]

    def message(
        self, text: str | None, chat: dict[str, Any] = PRIVATE, language: str | None = "en", **more: Any
    ) -> dict[str, Any]:
        """Return a person's message as the Bot API describes it; what `more` says wins."""
        self.message_id += 1
        person = {"id": PRIVATE["id"], "is_bot": False, "first_name": "Ann"}
        if language:
            person["language_code"] = language
        message = {"message_id": self.message_id, "date": 0, "chat": chat, "from": person}
        if text is not None:
            message |= {"text": text, "entities": _entities(text)}
        return message | more

    async def say(self, text: str, chat: dict[str, Any] = PRIVATE, **more: Any) -> list[Call]:
        """Send a text."""
        return await self.give("message", self.message(text, chat, **more))

    async def edit(self, text: str, message_id: int, chat: dict[str, Any] = PRIVATE) -> list[Call]:
        """Edit a text that was sent."""
        return await self.give("edited_message", self.message(text, chat, message_id=message_id, edit_date=1))

    async def press(
        self,
        data: str,
        chat: dict[str, Any] = PRIVATE,
        message_id: int = 1001,
        asked: str | None = None,
        below: Call | None = None,
        **more: Any,
    ) -> list[Call]:
        """Press a button of a message of the bot's: what `below` sent, as an answer to `asked`; `more` of it wins."""
        person = self.message(None)["from"]
        message = {"message_id": message_id, "date": 1, "chat": chat, "from": BOT, "text": "something"} | more
        if below is not None:
            message["reply_markup"] = below.given["reply_markup"]
        if asked is not None:
            message["reply_to_message"] = self.message(asked, chat)
        query = {"id": "5", "from": person, "chat_instance": "1", "message": message, "data": data}
        return await self.give("callback_query", query)

    async def type_inline(self, text: str, language: str | None = "en") -> list[dict[str, Any]]:
        """Type a text after the bot's name in another chat; return the results offered."""
        person = self.message(None, language=language)["from"]
        (call,) = await self.give("inline_query", {"id": "6", "from": person, "query": text, "offset": ""})
        assert call.method == "answerInlineQuery"
        results: list[dict[str, Any]] = call.given["results"]
        return results


def _entities(text: str) -> list[dict[str, Any]]:
    """Return what Telegram marks: a command that begins a text, and mentions."""
    found = [("bot_command", m) for m in re.finditer(r"\A/\w+(@\w+)?", text)]
    found += [("mention", m) for m in re.finditer(r"(?<!\S)@\w+", text)]
    return [{"type": kind, "offset": _units(text[: m.start()]), "length": _units(m.group())} for kind, m in found]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
