"""The in-memory Telegram gives an unmodified python-telegram-bot what a real one would."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Update

from bot.terminal.offline_telegram import OfflineMessage, OfflineTelegram


class Screen:
    """What the person sees."""

    def __init__(self) -> None:
        self.messages: list[OfflineMessage] = []
        self.notices: list[str] = []
        self.telegram = OfflineTelegram(self.messages.append, self.notices.append, "uk")


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
async def bot(screen: Screen) -> AsyncIterator[Bot]:
    async with Bot("1:offline", request=screen.telegram, get_updates_request=screen.telegram) as bot:
        yield bot


async def test_messages_are_shown_with_their_buttons_and_can_be_edited(bot: Bot, screen: Screen) -> None:
    rows = [
        [InlineKeyboardButton("go", callback_data="x"), InlineKeyboardButton("copy", copy_text=CopyTextButton("c"))]
    ]
    sent = await bot.send_message(2, "<b>one</b>", reply_markup=InlineKeyboardMarkup(rows))
    edited = await bot.edit_message_text("two", 2, sent.message_id)
    assert [message.html for message in screen.messages] == ["<b>one</b>", "two"]
    assert [button["text"] for button in screen.messages[0].buttons[0]] == ["go", "copy"]
    assert screen.messages[1].buttons == []
    assert isinstance(edited, type(sent))
    assert edited.message_id == sent.message_id


async def test_typed_texts_and_pressed_buttons_are_updates_of_one_person(bot: Bot, screen: Screen) -> None:
    sent = await bot.send_message(2, "choose")
    for data in (screen.telegram.text("why?"), screen.telegram.press(sent.message_id, "x")):
        update = Update.de_json(data, bot)
        assert update.effective_user is not None
        assert update.effective_user.language_code == "uk"
        assert update.effective_chat is not None
        assert update.effective_chat.type == "private"
    assert update.callback_query is not None
    await update.callback_query.answer("done")
    assert screen.notices == ["done"]


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/ask why", "/ask"),
        ("/ask@casewire_bot why", "/ask@casewire_bot"),
        ("/?", None),
        ("a /ask", None),
        ("/ask:", None),
    ],
)
def test_a_command_is_marked_as_telegram_marks_it(screen: Screen, text: str, command: str | None) -> None:
    entities = screen.telegram.text(text)["message"].get("entities", [])
    assert [text[: entity["length"]] for entity in entities] == ([command] if command else [])


def test_updates_have_growing_ids(screen: Screen) -> None:
    ids = [screen.telegram.text("x")["update_id"] for _ in range(3)]
    assert ids == sorted(set(ids))


async def test_other_buttons_leave_the_text_and_come_back_with_a_press(bot: Bot, screen: Screen) -> None:
    def keyboard(data: str) -> InlineKeyboardMarkup:
        return InlineKeyboardMarkup([[InlineKeyboardButton("go", callback_data=data)]])

    sent = await bot.send_message(2, "<b>one</b>", reply_markup=keyboard("x"))
    await bot.edit_message_reply_markup(2, sent.message_id, reply_markup=keyboard("y"))
    assert [message.html for message in screen.messages] == ["<b>one</b>", "<b>one</b>"]
    pressed = Update.de_json(screen.telegram.press(sent.message_id, "y"), bot)
    assert pressed.callback_query is not None
    assert pressed.callback_query.message.reply_markup == keyboard("y")  # type: ignore[union-attr]
