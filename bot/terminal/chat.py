"""The conversation in a terminal: the same handlers as in Telegram, buttons shown as numbers to type."""

import asyncio
import secrets
import signal
import sys
from typing import Any

from rich.console import Console
from rich.text import Text
from telegram import Update

from bot import logs
from bot.answering import answerer_for
from bot.application import now
from bot.receiving import build
from bot.storage import IN_MEMORY, Storage
from bot.terminal.console import console
from bot.terminal.offline_chats import BOT
from bot.terminal.offline_telegram import OfflineMessage, OfflineTelegram
from bot.terminal.printing import print_html
from handlers.context import Services
from knowledge.model import KnowledgeBase


def converse(base: KnowledgeBase, language: str | None) -> int:
    """Talk until the end of the input; return the exit code."""
    logs.configure("error")
    try:
        asyncio.run(_converse(base, language))
    except KeyboardInterrupt:
        print()
    return 0


class Conversation:
    """One person's chat with the bot: shows what the bot sends, and knows which number is which button."""

    def __init__(self, out: Console) -> None:
        self._out = out
        self._buttons: dict[int, tuple[int, dict[str, Any]]] = {}

    def show(self, message: OfflineMessage) -> None:
        """Print a message of the bot and the numbers of its buttons."""
        self._out.print()
        print_html(self._out, message.html)
        if message.buttons:
            self._buttons = {}
            self._out.print()
        for row in message.buttons:
            self._out.print(Text("   ".join([self._numbered(message.message_id, button) for button in row]), "cyan"))

    def _numbered(self, message_id: int, button: dict[str, Any]) -> str:
        number = len(self._buttons) + 1
        self._buttons[number] = (message_id, button)
        return f"[{number}] {button['text']}"

    def notice(self, text: str) -> None:
        """Print the short answer to a button."""
        self._out.print(Text(text, style="dim"))

    def button(self, line: str) -> tuple[int, dict[str, Any]] | None:
        """Return the message and the button that a typed number stands for."""
        return self._buttons.get(int(line)) if line.isdecimal() and len(line) <= 3 else None


async def _converse(base: KnowledgeBase, language: str | None) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)  # nothing runs beside the prompt: Ctrl-C just ends it
    out = console()
    conversation = Conversation(out)
    telegram = OfflineTelegram(conversation.show, conversation.notice, language)
    storage = await Storage.open(IN_MEMORY, secrets.token_bytes(32))
    services = Services(base, answerer_for(base), storage, now, frozenset())
    application = build(telegram.bot(), services)
    try:
        async with application:
            await application.process_update(_update(telegram.text("/start"), application.bot))
            while (line := _read(out)) is not None:
                if chosen := conversation.button(line):
                    message_id, button = chosen
                    await _press(out, application, telegram, message_id, button)
                elif line:
                    await application.process_update(_update(telegram.text(line), application.bot))
    finally:
        await storage.close()


async def _press(
    out: Console, application: Any, telegram: OfflineTelegram, message_id: int, button: dict[str, Any]
) -> None:
    if "url" in button:
        out.print(button["url"])
    elif "copy_text" in button:
        out.print(button["copy_text"]["text"])
    elif "switch_inline_query_chosen_chat" in button:
        out.print(f"@{BOT['username']} {button['switch_inline_query_chosen_chat']['query']}")
    else:
        update = telegram.press(message_id, button["callback_data"])
        await application.process_update(_update(update, application.bot))


def _update(data: dict[str, Any], bot: Any) -> Update:
    update = Update.de_json(data, bot)
    assert update is not None, "an update is made of an object"
    return update


def _read(out: Console) -> str | None:
    """Return the next line that the person types, or None at the end of the input."""
    typed = sys.stdin.isatty()
    try:
        line = input("\n> " if typed else "")
    except EOFError:
        return None
    if not typed:
        out.print(f"\n> {line}")
    return line.strip()
