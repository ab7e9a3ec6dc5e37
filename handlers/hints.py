"""What is said besides answers: that a chat sends too much, and to the admins that an update could not be read."""

from collections.abc import Callable
from html import escape

import structlog
from telegram import Bot, Message, Update
from telegram.constants import ParseMode
from telegram.error import TelegramError

from handlers.context import Services, chosen_language, spoken_language
from handlers.messages import acknowledge, send
from handlers.reloads import ReloadResult
from handlers.replies.fitting import Reply
from handlers.replies.reloading import render_reload
from handlers.texts import say

log = structlog.get_logger()


class Hints:
    """Says it by a bot; what cannot be said is logged, and not repeated."""

    def __init__(self, bot: Bot, services: Callable[[], Services]) -> None:
        self._bot = bot
        self._services = services

    async def slow_down(self, update: Update) -> None:
        """Tell a chat that it sends more than can be answered; below a pressed button, where others see it not."""
        text = say(await spoken_language(self._services(), update), "slow_down")
        message = update.effective_message
        try:
            if update.callback_query is not None:
                await acknowledge(update.callback_query, text)
            elif isinstance(message, Message) and update.guest_message is None:
                await send(self._bot, message, Reply(escape(text)))
        except TelegramError as error:
            log.warning("a chat that sends too much could not be told so", error=type(error).__name__)

    async def unreadable(self, kind: str) -> None:
        """Tell the admins that an update of a kind could not be read."""
        await self._tell_admins(lambda language: escape(say(language, "update_unreadable", kind=kind)))

    async def reload_refused(self, result: ReloadResult) -> None:
        """Tell the admins why a case that changed was not taken in, where none of them asked for it."""
        await self._tell_admins(lambda language: render_reload(result, language).html)

    async def _tell_admins(self, worded: Callable[[str], str]) -> None:
        own = self._services()
        for admin in sorted(own.admins):
            language = await chosen_language(own, admin, None) or own.base.case.default_language
            try:
                await self._bot.send_message(admin, worded(language), parse_mode=ParseMode.HTML)
            except TelegramError as error:
                log.warning("an admin could not be told", error=type(error).__name__)
