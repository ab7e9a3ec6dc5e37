"""Puts deliveries into words and sends them: new notices, digests, and changes of what was sent."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from telegram import Bot, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.storage.deliveries import Delivery, Item
from bot.storage.notices import Progress
from handlers.context import known_language
from handlers.messages import NO_PREVIEW, edit, keyboard
from handlers.replies.digests import first_message, render_digest
from handlers.replies.fitting import Reply
from handlers.replies.notices import NoticeForChat, render_change, render_topic_gone
from handlers.replies.publishing import render_progress
from knowledge.model import KnowledgeBase
from knowledge.notices.content import unpacked

_WORDINGS = 32
"""Maximum number of messages whose wording is kept for the next chat that gets the same; arbitrary."""


class TelegramChannel:
    """Sends deliveries by a bot."""

    def __init__(self, bot: Bot, base: KnowledgeBase) -> None:
        self._bot = bot
        self._base = base
        self._worded = lru_cache(_WORDINGS)(self._word)

    def take(self, base: KnowledgeBase) -> None:
        """Word deliveries by another base from now on."""
        self._base = base
        self._worded = lru_cache(_WORDINGS)(self._word)

    def part(self, delivery: Delivery) -> Delivery:
        """Return what one message holds of a delivery, by topic; the others need further messages."""
        places = first_message(_for_chat(delivery.items), self._base, self._spoken(delivery))
        return delivery.of(delivery.items[place] for place in places)

    async def ping(self) -> None:
        """Ask Telegram for a sign of life; raises `TelegramError`."""
        await self._bot.get_me()

    async def send_to_general(self, delivery: Delivery) -> None:
        """Say in General that what a forum topic followed comes there now; raises `TelegramError`."""
        general = replace(delivery, thread=0)
        await self._say(general, render_topic_gone(self._spoken(delivery)), delivery.silent, None)

    async def send(self, delivery: Delivery, silent: bool, bare: bool = False) -> int:
        """Send a delivery, `bare` without buttons; return the id of the message that now shows the notice.

        A change edits the message that shows the notice, and answers it; where the message is gone or cannot be
        edited, all of the notice is sent anew. Raises `TelegramError`.
        """
        first, language = delivery.items[0], self._spoken(delivery)
        private = any(item.asked for item in delivery.items)  # a reader's own words are not kept
        worded = (self._word if private else self._worded)(delivery.items, language)
        worded = Reply(worded.html) if bare else worded
        changes = len(delivery.items) == 1 and first.reason.change is not None
        if not changes or delivery.target is None:
            return await self._say(delivery, worded, silent, None)
        if not (await edit(self._bot, delivery.chat_id, delivery.target, worded)).worked:
            return await self._say(delivery, worded, silent, delivery.target)
        (notice,) = _for_chat(delivery.items)
        await self._say(delivery, render_change(notice, language), silent, delivery.target)
        return delivery.target

    def _spoken(self, delivery: Delivery) -> str:
        """Return the language of a delivery, or the case's first for one that the case has no more."""
        return known_language(self._base, delivery.language) or self._base.case.default_language

    def _word(self, items: tuple[Item, ...], language: str) -> Reply:
        """Return the message of some items: the same for all chats that get them for the same reason."""
        return render_digest(_for_chat(items), self._base, language)

    async def report(self, progress: Progress, rate: float | None) -> None:
        """Show an admin how far a notice is, in the place of the button that sent it.

        Raises `TelegramError`, also if the message cannot be edited any more.
        """
        place = progress.place
        reply = render_progress(progress.number, progress.counts, rate, place.language)
        edited = await edit(self._bot, place.chat_id, place.message_id, reply)
        if not edited.worked:
            raise BadRequest(f"the message that shows the progress was not edited: {edited}")

    async def _say(self, delivery: Delivery, reply: Reply, silent: bool, answers: int | None) -> int:
        quote = ReplyParameters(answers, allow_sending_without_reply=True) if answers else None
        message = await self._bot.send_message(
            delivery.chat_id,
            reply.html,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(reply.buttons),
            message_thread_id=delivery.thread or None,
            disable_notification=silent,
            reply_parameters=quote,
        )
        return message.message_id


def _for_chat(items: Sequence[Item]) -> list[NoticeForChat]:
    return [NoticeForChat(unpacked(item.content), item.number, item.reason, item.asked) for item in items]
