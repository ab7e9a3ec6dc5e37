"""Plays conversations with the real handlers over the in-process Telegram, and keeps what was replied."""

import asyncio
import secrets
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, cast

from telegram import Update

from bot.application import now
from bot.receiving import build
from bot.storage import IN_MEMORY, Storage
from bot.terminal.offline_telegram import CHAT_ID, OfflineMessage, OfflineTelegram
from handlers.callback_kinds import OpenFact
from handlers.callbacks import decode, resolve
from handlers.context import Services
from knowledge.casefile.talk import Conversation
from knowledge.model import KnowledgeBase
from knowledge.quality.talk import Heard

if TYPE_CHECKING:
    from knowledge.answering.answerer import Answerer
    from knowledge.answering.answers import Answer


class ObservedAnswerer:
    """An answerer that keeps the last answer that it gave."""

    def __init__(self, answerer: "Answerer") -> None:
        self._answerer = answerer
        self.last: Answer | None = None

    def converse(self, question: str, **how: Any) -> tuple["Answer", tuple[str, ...]]:
        """Answer a question as the answerer does, with the context of the next one."""
        self.last, after = self._answerer.converse(question, **how)
        return self.last, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._answerer, name)


def rehearse(
    base: KnowledgeBase, answerer: "Answerer", conversations: Sequence[Conversation]
) -> list[tuple[Conversation, tuple[Heard, ...]]]:
    """Play conversations, each in a chat that knows of no other; return what was heard in each of their turns."""
    return asyncio.run(_rehearse(base, ObservedAnswerer(answerer), conversations))


async def _rehearse(
    base: KnowledgeBase, answerer: ObservedAnswerer, conversations: Sequence[Conversation]
) -> list[tuple[Conversation, tuple[Heard, ...]]]:
    storage = await Storage.open(IN_MEMORY, secrets.token_bytes(32))
    services = Services(base, cast("Answerer", answerer), storage, now, frozenset())
    played = []
    try:
        for conversation in conversations:
            await storage.forget(CHAT_ID, now())
            played.append((conversation, await _play(conversation, services, answerer)))
    finally:
        await storage.close()
    return played


async def _play(conversation: Conversation, services: Services, answerer: ObservedAnswerer) -> tuple[Heard, ...]:
    shown: list[OfflineMessage] = []
    telegram = OfflineTelegram(shown.append, language=conversation.language)
    application = build(telegram.bot(), services)
    all_heard = []
    async with application:
        for turn in conversation.turns:
            shown.clear()
            answerer.last = None
            await application.process_update(Update.de_json(telegram.text(turn.say), application.bot))
            offered = frozenset(fact for message in shown for fact in _opened(message, services.base))
            all_heard.append(Heard(answerer.last, offered, bool(shown)))
    return tuple(all_heard)


def _opened(message: OfflineMessage, base: KnowledgeBase) -> Iterator[str]:
    """Yield the ids of the facts that the buttons of a message open."""
    for row in message.buttons:
        for button in row:
            callback = decode(button.get("callback_data"))
            if isinstance(callback, OpenFact) and (fact := resolve(callback.fact, base.facts)):
                yield fact
