"""Talk with the handlers: people write and press, and see what the bot asks of Telegram."""

import re
from datetime import UTC, datetime
from typing import Any

from telegram import Update
from telegram.ext import Application, ApplicationBuilder

import handlers
from bot.storage import Storage
from bot.terminal.offline_calls import Call
from bot.terminal.offline_chats import BOT
from bot.terminal.offline_telegram import OfflineTelegram
from handlers.context import Services
from knowledge.answering.answerer import Answerer
from knowledge.model import KnowledgeBase

PRIVATE = {"id": 7, "type": "private", "first_name": "Ann"}
GROUP = {"id": -100, "type": "supergroup", "title": "A group", "is_forum": True}
START = datetime(2020, 1, 1, tzinfo=UTC)


class Talk:
    """One bot and the people who talk to it. Each method gives the bot an update and returns its requests since."""

    def __init__(self, base: KnowledgeBase, answerer: Answerer, chats: Storage) -> None:
        self.telegram = OfflineTelegram()
        self.chats = chats
        self.now = START
        self.services = Services(base, answerer, self.chats, lambda: self.now, frozenset())
        builder = ApplicationBuilder().bot(self.telegram.bot()).updater(None).job_queue(None)
        self.application: Application[Any, Any, Any, Any, Any, Any] = builder.build()
        handlers.register(self.application, self.services)
        self.update_id = 0
        self.message_id = 0

    async def give(self, kind: str, update: dict[str, Any]) -> list[Call]:
        """Give the bot an update."""
        before = len(self.telegram.calls)
        self.update_id += 1
        parsed = Update.de_json({"update_id": self.update_id, kind: update}, self.application.bot)
        await self.application.process_update(parsed)
        return self.telegram.calls[before:]

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
