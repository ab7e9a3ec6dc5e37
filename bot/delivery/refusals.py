"""What it means that a message was not sent: for the message, for the chat it was for, or for all."""

from enum import StrEnum, auto

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.retries import surely_not_sent
from knowledge.notices.audience import Unreachable


class Meaning(StrEnum):
    """What a failed send means, where the chat can be reached."""

    FLOOD = auto()
    """Telegram asks to wait."""
    MOVED = auto()
    """The group has another id."""
    TOPIC_GONE = auto()
    """The forum topic does not exist any more."""
    TOPIC_CLOSED = auto()
    """Nobody but administrators may write in the forum topic; the other topics of the chat are open."""
    UNFIT = auto()
    """Telegram refuses the message itself."""
    UNKNOWN = auto()
    """Telegram refuses the message in words that are not known."""
    NOT_SENT = auto()
    """Telegram was not reached."""
    PERHAPS_SENT = auto()
    """The message may have arrived."""


_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid", "message_thread_id_invalid")
_LASTING = {
    "blocked": Unreachable.BLOCKED,
    "can't initiate conversation": Unreachable.BLOCKED,
    "can't send messages to bots": Unreachable.VANISHED,
    "deactivated": Unreachable.VANISHED,
    "chat not found": Unreachable.VANISHED,
    "chat was deleted": Unreachable.VANISHED,
    "peer_id_invalid": Unreachable.VANISHED,
    "chat_id_invalid": Unreachable.VANISHED,
    "kicked": Unreachable.REMOVED,
    "not a member": Unreachable.REMOVED,
    "channel_private": Unreachable.REMOVED,
}
"""Parts of Telegram's words, in small letters, to why the chat cannot be reached until it shows a sign of life."""
_NO_RIGHTS = ("rights", "_forbidden", "_restricted", "_admin_required", "banned_in")
"""Parts of Telegram's words for rights that the bot lacks now."""
_UNFIT = ("button", "markup", "keyboard", "parse", "entit", "too long", "too_long", "empty", "url", "text", "reply")
"""Parts of Telegram's words for what is wrong with the message itself."""


def plain(error: TelegramError) -> str:
    """Return what Telegram said, without what names a chat: its first 100 characters."""
    return error.message[:100]


def meaning_of(error: TelegramError) -> Meaning | Unreachable:
    """Return what a failed send means. A `Forbidden` that is not known by its words is about rights."""
    said = error.message.casefold()
    match error:
        case RetryAfter():
            return Meaning.FLOOD
        case ChatMigrated():
            return Meaning.MOVED
        case BadRequest() | Forbidden():
            if any(part in said for part in _TOPIC_GONE):
                return Meaning.TOPIC_GONE
            if "topic_closed" in said:
                return Meaning.TOPIC_CLOSED
            lasting = next((why for part, why in _LASTING.items() if part in said), None)
            if lasting is not None:
                return lasting
            is_about_rights = isinstance(error, Forbidden) or any(part in said for part in _NO_RIGHTS)
            if is_about_rights:
                return Unreachable.NO_RIGHTS
            return Meaning.UNFIT if any(part in said for part in _UNFIT) else Meaning.UNKNOWN
        case _:
            return Meaning.NOT_SENT if surely_not_sent(error) else Meaning.PERHAPS_SENT
