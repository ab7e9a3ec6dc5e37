"""What every handler uses: the services, and small questions about a message, its chat and its language."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from telegram import Chat, Message, Update, User
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import CallbackContext, ExtBot

from handlers.metering import UNMETERED, AnswerMeter
from handlers.ports import NOBODY, AdminPublishing, Chats, Operator
from handlers.reloads import Edition, Reloading
from handlers.reviewing import Reviewing
from knowledge.model import KnowledgeBase

if TYPE_CHECKING:
    from knowledge.answering.answerer import (
        Answerer,  # the matcher takes long to load, and sending notices does without
    )

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
_READ_LIMIT = 4096
"""Maximum number of characters of a message that are looked through for commands and mentions."""
SERVICES = "services"
"""Key of the services in the data of the application."""


@dataclass(frozen=True, slots=True)
class Services:
    """What every handler may use."""

    base: KnowledgeBase
    answerer: "Answerer"
    chats: Chats
    clock: Callable[[], datetime]
    """The current time, in UTC."""
    admins: frozenset[int]
    """Telegram ids of the people who administer the bot."""
    publishing: AdminPublishing | None = None
    """None where nothing can be published, as in the terminal."""
    operator: Operator = NOBODY
    reviewing: Reviewing | None = None
    """None where nobody leaves questions, as in the terminal."""
    reloading: Reloading | None = None
    """None where the base cannot change, as in the terminal."""
    edition: Edition | None = None
    """Which version of the base this is; None where versions are not counted."""
    meter: AnswerMeter = UNMETERED


def services(context: Context) -> Services:
    """Return the services for the update of a context: the same for all that is done about it.

    The application may get others meanwhile, with another base; what was begun ends with the one before.
    """
    pinned = getattr(context, SERVICES, None)
    if pinned is None:
        pinned = context.bot_data[SERVICES]
        setattr(context, SERVICES, pinned)
    return cast("Services", pinned)


def thread_of(message: Message) -> int:
    """Return the id of a message's forum topic, 0 where there is none."""
    return (message.message_thread_id or 0) if message.is_topic_message else 0


def said(message: Message | None) -> str:
    """Return the words of a message: its text, or the caption of its picture or file; "" if it has none."""
    return (message.text or message.caption or "") if message is not None else ""


def question_of(text: str, username: str) -> str:
    """Return the question that a message asks: its text without the command /ask or a mention of the bot."""
    name = rf"@{re.escape(username)}\b"
    asked = re.sub(rf"\A/ask({name})?(?!\S)", " ", text[:_READ_LIMIT], flags=re.IGNORECASE)
    return re.sub(name, " ", asked, flags=re.IGNORECASE).strip()


def is_private(message: Message) -> bool:
    """Whether a message stands in a chat with one person."""
    return message.chat.type == "private"


class RightsUnknownError(Exception):
    """Telegram does not tell whether a person administers a chat: members are hidden, or the request fails."""


async def may_set(context: Context, chat: Chat, user_id: int) -> bool:
    """Whether a person may change a chat's settings: anyone in private, only administrators in groups.

    Raises `RightsUnknownError`, which `errors.failed` explains to the person.
    """
    if chat.type == Chat.PRIVATE:
        return True
    try:
        member = await context.bot.get_chat_member(chat.id, user_id)
    except RetryAfter:
        raise
    except (BadRequest, Forbidden, NetworkError) as error:
        raise RightsUnknownError from error
    return member.status in {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}


async def chosen_language(own: Services, chat_id: int, user: User | None) -> str | None:
    """Return the language for a chat: the one it chose, else that of the person's Telegram, else None (undecided)."""
    return known_language(own.base, await own.chats.language(chat_id)) or telegram_language(own.base, user)


def telegram_language(base: KnowledgeBase, user: User | None) -> str | None:
    """Return the language of a person's Telegram, if the case has it."""
    return known_language(base, user.language_code if user else None)


def known_language(base: KnowledgeBase, code: str | None) -> str | None:
    """Return the language of the case that an IETF language tag such as "en-GB" means, or None."""
    primary = (code or "").split("-")[0].casefold()
    return primary if primary in base.case.languages else None


async def spoken_language(own: Services, update: Update) -> str:
    """Return the language in which to speak where there is no question to read it off."""
    chat, user = update.effective_chat, update.effective_user
    if chat is not None and update.guest_message is None:
        chosen = await chosen_language(own, chat.id, user)
    else:
        chosen = telegram_language(own.base, user)
    return chosen or own.base.case.default_language
