"""Setting up a channel from the private chat of one of its administrators: /channel."""

import re
from dataclasses import dataclass
from dataclasses import replace as changed
from enum import StrEnum
from html import escape

from telegram import (
    Bot,
    Chat,
    ChatMemberAdministrator,
    KeyboardButton,
    KeyboardButtonRequestChat,
    Message,
    ReplyKeyboardMarkup,
    Update,
)
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden

from handlers.callback_kinds import (
    Callback,
    ChannelId,
    End,
    Follow,
    InChannel,
    OpenFollowed,
    SetLanguage,
    SetRhythm,
    Switch,
    TurnFollowed,
)
from handlers.callbacks import decode, encode
from handlers.context import Context, Services, services, spoken_language
from handlers.messages import acknowledge, replace, send
from handlers.presses import press_of
from handlers.replies.fitting import Button, Reply, shorten
from handlers.replies.subscriptions import render_choices
from handlers.texts import say
from handlers.unsubscribing import act

_NAME = re.compile(
    r"(?:(?:https?://)?(?:t|telegram)\.me/(?:s/)?|@)?(?P<name>[a-z]\w{3,31})/?", re.ASCII | re.IGNORECASE
)
_ID = re.compile(r"(?:(?:https?://)?t\.me/c/(?P<link>\d{5,13})(?:/\d+)*/?|(?P<id>-100\d{5,13}))", re.ASCII)
_SHOWN = 60
"""Maximum length in UTF-16 units of what was typed, or of a channel's title, that is repeated; arbitrary."""
_REQUEST = 1
"""Number of the request to choose a channel; Telegram gives it back with the choice."""


class Refusal(StrEnum):
    """Why a person cannot set up a channel here; the texts have a sentence for each."""

    UNKNOWN = "unknown"
    """There is none of that name, or the bot cannot see it."""
    OTHER = "other"
    """It is a group or a person."""
    AWAY = "away"
    """The bot is not in it, or may not post."""
    HIDDEN = "hidden"
    """Telegram does not tell who its administrators are."""
    NO_ADMIN = "no_admin"
    """The person is not one of them."""


@dataclass(frozen=True, slots=True)
class _Refused:
    """Why a channel cannot be set up, and which."""

    why: Refusal
    channel: str

    def sentence(self, language: str) -> str:
        """Return the sentence that says so."""
        return say(language, f"channel_{self.why}", channel=shorten(self.channel, _SHOWN))


async def channel(update: Update, context: Context) -> None:
    """Answer /channel with a button to choose one, and /channel @NAME with what that channel follows."""
    message = update.effective_message
    if message is None:
        return
    own, language = services(context), await spoken_language(services(context), update)
    typed = " ".join(context.args or ())
    if not typed:
        await _offer(context.bot, message, language)
        return
    address = _address(typed)
    if address is None:
        refused = _Refused(Refusal.UNKNOWN, typed)
        await send(context.bot, message, Reply(escape(refused.sentence(language))))
        return
    await _open(update, context, own, address)


async def shared(update: Update, context: Context) -> None:
    """Show what a channel follows that was chosen by the button of /channel."""
    message = update.effective_message
    if message is not None and message.chat_shared is not None:
        await _open(update, context, services(context), message.chat_shared.chat_id)


async def button(update: Update, context: Context) -> None:
    """Do in a channel what a button below its overview says, if the person still is an administrator there."""
    press = await press_of(update, context)
    if press is None:
        return
    message, language, callback = press.message, press.language, press.callback
    if not isinstance(callback, InChannel):
        await acknowledge(press.query, say(language, "gone"))
        return
    found = await _administered(context.bot, callback.channel, press.query.from_user.id)
    await acknowledge(press.query, shorten(found.sentence(language), 190) if isinstance(found, _Refused) else None)
    if isinstance(found, Chat):
        place = Message(message.message_id, message.date, found)
        await replace(context.bot, message, await _done(press.own, place, callback.callback, language))


def _address(typed: str) -> str | int | None:
    """Return the public name of a channel, or its id, that a text is; None if it is neither."""
    if found := _ID.fullmatch(typed):
        return int(found["id"] or f"-100{found['link']}")
    found = _NAME.fullmatch(typed)
    return f"@{found['name']}" if found else None


async def _offer(bot: Bot, message: Message, language: str) -> None:
    """Say how a channel is set up, with a button that lets Telegram show those of the person."""
    wanted = KeyboardButtonRequestChat(_REQUEST, chat_is_channel=True, bot_is_member=True)
    choose = KeyboardButton(say(language, "channel_choose"), request_chat=wanted)
    keyboard = ReplyKeyboardMarkup([[choose]], resize_keyboard=True, one_time_keyboard=True)
    await bot.send_message(message.chat.id, say(language, "channel_how"), reply_markup=keyboard)


async def _open(update: Update, context: Context, own: Services, address: str | int) -> None:
    """Show what a channel follows to an administrator of it, or say why not."""
    message, user = update.effective_message, update.effective_user
    if message is None or user is None:
        return
    language = await spoken_language(own, update)
    found = await _administered(context.bot, address, user.id)
    if isinstance(found, _Refused):
        reply = Reply(escape(found.sentence(language)))
    else:
        reply = await _done(own, Message(message.message_id, message.date, found), OpenFollowed(), language)
    await send(context.bot, message, reply)


async def _administered(bot: Bot, address: str | int, user_id: int) -> Chat | _Refused:
    """Return a channel in which the bot may post and the person is an administrator; else why not."""
    try:
        chat = await bot.get_chat(address)
    except Forbidden:
        return _Refused(Refusal.AWAY, str(address))
    except BadRequest:
        return _Refused(Refusal.UNKNOWN, str(address))
    title = chat.title or str(address)
    if chat.type != Chat.CHANNEL:
        return _Refused(Refusal.OTHER, title)
    try:
        itself = await bot.get_chat_member(chat.id, bot.id)
    except (BadRequest, Forbidden):
        return _Refused(Refusal.AWAY, title)
    if not isinstance(itself, ChatMemberAdministrator) or not itself.can_post_messages:
        return _Refused(Refusal.AWAY, title)
    try:
        member = await bot.get_chat_member(chat.id, user_id)
    except (BadRequest, Forbidden) as error:
        unknown = any(mark in error.message.casefold() for mark in ("user not found", "participant"))
        return _Refused(Refusal.NO_ADMIN if unknown else Refusal.HIDDEN, title)
    if member.status not in {ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.OWNER}:
        return _Refused(Refusal.NO_ADMIN, title)
    return Chat(chat.id, Chat.CHANNEL, chat.title)


_SHOW_ALL = (OpenFollowed, SetRhythm, Switch, End, TurnFollowed)
"""Buttons after which the overview is shown, with what else can be followed and the language."""


async def _done(own: Services, place: Message, callback: Callback, language: str) -> Reply:
    """Do what a button says as if it had been pressed at a place in a channel; return what to show elsewhere."""
    languages = own.base.case.languages
    match callback:
        case SetLanguage(""):
            names = tuple((Button(say(code, "name"), encode(SetLanguage(code))),) for code in languages)
            return _belonging(Reply(escape(say(language, "channel_language")), names), place.chat, language)
        case SetLanguage(chosen) if chosen in languages:
            await own.chats.set_language(place.chat.id, chosen)
            callback = OpenFollowed()
    speaks = await own.chats.language(place.chat.id)
    if speaks is None and isinstance(callback, Follow):
        await own.chats.set_language(place.chat.id, language)
    reply = await act(own, place, callback, language)
    if isinstance(callback, _SHOW_ALL):
        choices = render_choices(language)
        follows = await own.chats.subscribers.followed(place.chat.id, 0)
        spoken = say(language, "channel_speaks", name=say(speaks, "name") if speaks else "…")
        last = (Button(spoken, encode(SetLanguage())),)
        rows = (*(reply.buttons if follows else ()), *choices.buttons, last)
        reply = Reply(reply.html if follows else choices.html, rows)
    return _belonging(reply, place.chat, language)


def _belonging(reply: Reply, chat: Chat, language: str) -> Reply:
    """Return a reply headed by a channel's title, with buttons that act on the channel."""
    head = escape(say(language, "channel", channel=shorten(chat.title or "", _SHOWN)))
    rows = tuple(tuple(_on(button, chat.id) for button in row) for row in reply.buttons)
    return Reply(f"<b>{head}</b>\n\n{reply.html}", rows)


def _on(button: Button, channel_id: int) -> Button:
    """Return a button that acts on a channel."""
    callback = decode(button.data)
    return changed(button, data=encode(InChannel(ChannelId(channel_id), callback))) if callback else button
