"""Puts deliveries into words and sends them: new notices, digests, and changes of what was told."""

from telegram import Bot, ReplyParameters
from telegram.constants import ParseMode

from bot.storage import Delivery
from bot.storage.notices import Progress
from handlers.admin import render_progress
from handlers.buttons import NO_PREVIEW, edit, keyboard
from handlers.notices import Told, render_change, render_digest
from handlers.render import Reply
from knowledge.model import KnowledgeBase
from knowledge.notices import unpacked

CHANGES = frozenset({"corrected", "recalled"})


class TelegramPost:
    """Sends deliveries by a bot."""

    def __init__(self, bot: Bot, base: KnowledgeBase) -> None:
        self._bot = bot
        self._base = base

    async def send(self, delivery: Delivery, silent: bool) -> int:
        """Send a delivery and return the id of the message; raises `TelegramError`.

        A change edits the message that told of the notice, where that still can be edited, and answers it.
        """
        told = [Told(unpacked(item.content), item.number, item.why, item.asked) for item in delivery.items]
        why = delivery.items[0].why
        if why not in CHANGES:
            return await self._say(delivery, render_digest(told, self._base, delivery.language), silent, None)
        changed, note = render_change(told[0], why, self._base, delivery.language)
        if delivery.target is None:
            return await self._say(delivery, changed, silent, None)
        if not delivery.doubts:
            await edit(self._bot, delivery.chat_id, delivery.target, changed)
        return await self._say(delivery, note, silent, delivery.target)

    async def report(self, progress: Progress, rate: float | None) -> None:
        """Show an admin how far a notice is, in the place of the button that sent it; raises `TelegramError`."""
        place = progress.place
        reply = render_progress(progress.number, progress.counts, rate, place.language)
        await edit(self._bot, place.chat_id, place.message_id, reply)

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
