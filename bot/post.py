"""Puts deliveries into words and sends them: new notices, digests, and changes of what was told."""

from telegram import Bot, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.storage import Delivery
from bot.storage.notices import Progress
from handlers.admin import render_progress
from handlers.buttons import NO_PREVIEW, edit, keyboard
from handlers.digests import fitting, render_digest
from handlers.notices import Told, render_change, render_notice
from handlers.render import Reply
from knowledge.model import KnowledgeBase
from knowledge.notices import unpacked


class TelegramPost:
    """Sends deliveries by a bot."""

    def __init__(self, bot: Bot, base: KnowledgeBase) -> None:
        self._bot = bot
        self._base = base

    async def send(self, delivery: Delivery, silent: bool) -> int:
        """Send a delivery and return the id of the message that now shows the notice; raises `TelegramError`.

        A change edits the message that told of the notice, and answers it; where the message is gone or cannot be
        edited, all of the notice is sent anew.
        """
        told = _told(delivery)
        if len(told) > 1 or told[0].change is None or delivery.target is None:
            return await self._say(delivery, render_digest(told, self._base, delivery.language), silent, None)
        changed = render_notice(told[0], self._base, delivery.language)
        if not (await edit(self._bot, delivery.chat_id, delivery.target, changed)).worked:
            return await self._say(delivery, changed, silent, delivery.target)
        await self._say(delivery, render_change(told[0], delivery.language), silent, delivery.target)
        return delivery.target

    def fits(self, delivery: Delivery) -> int:
        """Return how many items of a delivery, from the first, one message holds; the others need further messages."""
        return fitting(_told(delivery), self._base, delivery.language)

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


def _told(delivery: Delivery) -> list[Told]:
    return [Told(unpacked(item.content), item.number, item.why, item.asked) for item in delivery.items]
