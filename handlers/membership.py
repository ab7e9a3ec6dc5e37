"""Whether a chat can be reached: what Telegram says of the bot's membership, of forum topics and of moved groups."""

from telegram import (
    Chat,
    ChatMember,
    ChatMemberAdministrator,
    ChatMemberBanned,
    ChatMemberLeft,
    ChatMemberRestricted,
    ChatMemberUpdated,
    Update,
)
from telegram.constants import ParseMode

from handlers.context import Context, chosen_language, services, thread_of
from handlers.replies.fitting import fitted
from handlers.replies.localized import local
from handlers.texts import say
from knowledge.notices.audience import Unreachable


async def membership(update: Update, context: Context) -> None:
    """Keep whether the bot may write in a chat, which its membership there tells; what waited comes when it may."""
    change = update.my_chat_member
    if change is None:
        return
    subscribers, now = services(context).chats.subscribers, services(context).clock().timestamp()
    why = _cut_off(change.chat, change.new_chat_member)
    if why is not None:
        await subscribers.mark_unreachable(change.chat.id, why, now)
        return
    await subscribers.mark_reachable(change.chat.id, now, may_write=True)
    if _is_added(change):
        await _greet(context, change)


def _cut_off(chat: Chat, member: ChatMember) -> Unreachable | None:
    """Return why the bot, as this member, cannot write in a chat; None if it can."""
    match member:
        case _ if _is_out(member):
            return Unreachable.BLOCKED if chat.type == Chat.PRIVATE else Unreachable.REMOVED
        case ChatMemberRestricted(can_send_messages=False):
            return Unreachable.NO_RIGHTS
        case ChatMemberAdministrator(can_post_messages=may_post) if chat.type == Chat.CHANNEL and not may_post:
            return Unreachable.NO_RIGHTS
        case _:
            return None


def _is_added(change: ChatMemberUpdated) -> bool:
    """Whether the bot has just come into a group: who is restricted keeps that while out of it."""
    is_group = change.chat.type in {Chat.GROUP, Chat.SUPERGROUP}
    return is_group and _is_out(change.old_chat_member) and not _is_out(change.new_chat_member)


def _is_out(member: ChatMember) -> bool:
    match member:
        case ChatMemberLeft() | ChatMemberBanned() | ChatMemberRestricted(is_member=False):
            return True
        case _:
            return False


async def _greet(context: Context, change: ChatMemberUpdated) -> None:
    """Say in a group what the bot is for, and how it is asked there."""
    own = services(context)
    language = await chosen_language(own, change.chat.id, change.from_user) or own.base.case.default_language
    title = fitted(local(own.base.case.title, language), 300)
    await context.bot.send_message(change.chat.id, say(language, "added", title=title), parse_mode=ParseMode.HTML)


async def seen(update: Update, context: Context) -> None:
    """Take a message or a press as a sign that the chat can be reached, though a send failed before."""
    if update.effective_chat is not None and update.my_chat_member is None and update.guest_message is None:
        own = services(context)
        await own.chats.seen(update.effective_chat.id, own.clock())


async def reopened(update: Update, context: Context) -> None:
    """Let what waited for a forum topic to be open again come."""
    message = update.effective_message
    if message is not None:
        own = services(context)
        await own.chats.subscribers.reopened(message.chat.id, thread_of(message), own.clock().timestamp())


async def migrated(update: Update, context: Context) -> None:
    """Keep the subscriptions of a group that became a supergroup."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id:
        await services(context).chats.subscribers.moved(message.chat.id, message.migrate_to_chat_id)
