"""Sends replies: rows of buttons as Telegram's keyboards, in the right thread, without link previews."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum

from telegram import (
    Bot,
    CallbackQuery,
    CopyTextButton,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputTextMessageContent,
    LinkPreviewOptions,
    Message,
    ReplyParameters,
    SwitchInlineQueryChosenChat,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest

from handlers.context import is_private, thread_of
from handlers.replies.fitting import Button, Reply

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
"""Replies link to sources, whose previews would hide the quote."""


def keyboard(rows: Sequence[Sequence[Button]], inline: bool = True) -> InlineKeyboardMarkup | None:
    """Return rows of buttons as Telegram's keyboard, None where there are none.

    Where the bot has no inline mode (`inline` is False) nothing can be shared.
    """
    kept = [[_button(button) for button in row if inline or not button.share] for row in rows]
    return InlineKeyboardMarkup([row for row in kept if row]) if any(kept) else None


def _button(button: Button) -> InlineKeyboardButton:
    if button.share:
        chosen = SwitchInlineQueryChosenChat(
            button.share, allow_user_chats=True, allow_group_chats=True, allow_channel_chats=True
        )
        return InlineKeyboardButton(button.text, switch_inline_query_chosen_chat=chosen)
    if button.copy:
        return InlineKeyboardButton(button.text, copy_text=CopyTextButton(button.copy))
    return InlineKeyboardButton(button.text, callback_data=button.data)


async def send(bot: Bot, message: Message, reply: Reply, quote: bool | None = None) -> Message:
    """Send a reply to where `message` stands; in groups as a reply to it, or wherever `quote` says so."""
    answers = not is_private(message) if quote is None else quote
    return await bot.send_message(
        message.chat.id,
        reply.html,
        parse_mode=ParseMode.HTML,
        link_preview_options=NO_PREVIEW,
        reply_markup=keyboard(reply.buttons, bot.supports_inline_queries),
        message_thread_id=thread_of(message) or None,
        reply_parameters=ReplyParameters(message.message_id, allow_sending_without_reply=True) if answers else None,
    )


class Edited(StrEnum):
    """What came of editing a message of the bot's."""

    DONE = "done"
    UNCHANGED = "unchanged"
    """It reads so already."""
    GONE = "gone"
    """Somebody deleted it."""
    TOO_OLD = "too old"
    """Telegram lets nobody edit it any more."""
    NO_RIGHTS = "no rights"
    """The bot may not write in the chat any more."""
    REFUSED = "refused"
    """For another reason."""

    @property
    def worked(self) -> bool:
        """Whether the message reads as it should."""
        return self in {Edited.DONE, Edited.UNCHANGED}


_REFUSALS = (
    ("not modified", Edited.UNCHANGED),
    ("message to edit not found", Edited.GONE),
    ("message_id_invalid", Edited.GONE),
    ("can't be edited", Edited.TOO_OLD),
    ("message_edit_time_expired", Edited.TOO_OLD),
    ("not enough rights", Edited.NO_RIGHTS),
    ("have no rights", Edited.NO_RIGHTS),
    ("need administrator rights", Edited.NO_RIGHTS),
)
"""What Telegram says when it does not edit a message, in small letters."""


async def edit(bot: Bot, chat_id: int, message_id: int, reply: Reply) -> Edited:
    """Put a reply in the place of a message of the bot's; return whether that worked, or why not."""
    try:
        await bot.edit_message_text(
            reply.html,
            chat_id,
            message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=keyboard(reply.buttons, bot.supports_inline_queries),
        )
    except BadRequest as error:
        return _refusal(error)
    return Edited.DONE


def message_of(query: CallbackQuery | None) -> Message | None:
    """Return the message that a button stands below, of an old one no more than its place; None if there is none."""
    message = query.message if query else None
    if query is None or not isinstance(message, InaccessibleMessage):
        return message if isinstance(message, Message) else None
    place = Message(message.message_id, message.date, message.chat)
    place.set_bot(query.get_bot())
    return place


def buttons_of(message: Message) -> list[tuple[Button, ...]]:
    """Return the rows of buttons below a message of the bot's."""
    rows = message.reply_markup.inline_keyboard if message.reply_markup else ()
    return [tuple(_read(button) for button in row) for row in rows]


def _read(button: InlineKeyboardButton) -> Button:
    copied = button.copy_text.text if button.copy_text else ""
    shared = button.switch_inline_query_chosen_chat
    data = button.callback_data if isinstance(button.callback_data, str) else ""
    return Button(button.text, data, copied, (shared.query or "") if shared else "")


async def edit_buttons(message: Message, rows: Sequence[Sequence[Button]]) -> Edited:
    """Put other buttons below a message of the bot's, whose text stays; return whether that worked, or why not."""
    try:
        await message.edit_reply_markup(keyboard(rows))
    except BadRequest as error:
        return _refusal(error)
    return Edited.DONE


def _refusal(error: BadRequest) -> Edited:
    said = error.message.casefold()
    return next((kind for sign, kind in _REFUSALS if sign in said), Edited.REFUSED)


async def replace(bot: Bot, message: Message, reply: Reply) -> None:
    """Put a reply in the place of `message`, the bot's own, or after it where it cannot be edited any more."""
    if not (await edit(bot, message.chat.id, message.message_id, reply)).worked:
        await send(bot, message, reply)


@contextmanager
def in_time() -> Iterator[None]:
    """Let an answer to a button or an inline query come too late: the person has gone on, so it is no harm."""
    try:
        yield
    except BadRequest as error:
        if "query is too old" not in error.message.casefold():
            raise


async def acknowledge(query: CallbackQuery, notice: str | None = None) -> None:
    """Tell Telegram that a button was seen, with a short notice for the person if given."""
    with in_time():
        await query.answer(notice)


def content(reply: Reply) -> InputTextMessageContent:
    """Return a reply as the content of an inline result."""
    return InputTextMessageContent(reply.html, parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW)
