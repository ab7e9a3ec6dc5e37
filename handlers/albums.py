"""One reply to an album: its pictures are messages of their own, of which one may have the caption."""

import hashlib
from enum import StrEnum

from telegram import Message

from handlers.context import Services


class Replied(StrEnum):
    """What was replied to an album."""

    ANSWER = "answer"
    ANYTHING = "anything"  # also that only text is read


def is_album(message: Message) -> bool:
    """Whether a message is part of an album."""
    return message.media_group_id is not None


async def reply_to(own: Services, message: Message, replied: Replied) -> int | None:
    """Return the id of the message that replied to a message's album in one way; None if there is none."""
    if not is_album(message):
        return None
    return await own.chats.reply_to(message.chat.id, _key(message, replied), own.clock())


async def remember(own: Services, message: Message, reply: int, *kinds: Replied) -> None:
    """Keep which message replied to a message's album."""
    if is_album(message):
        for replied in kinds:
            await own.chats.remember(message.chat.id, 0, (), own.clock(), (_key(message, replied), reply))


def _key(message: Message, replied: Replied) -> int:
    """Return a number for an album among the ids of a chat's messages: below zero, where no message is."""
    digest = hashlib.sha256(f"{replied}:{message.media_group_id}".encode()).digest()
    return -1 - int.from_bytes(digest[:7])
