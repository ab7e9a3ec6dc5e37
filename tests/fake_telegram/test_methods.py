"""The Bot API methods, called through an unmodified python-telegram-bot."""

from __future__ import annotations

import asyncio
import json
import urllib.error
import urllib.request

import pytest
import telegram
from telegram import (
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden

from tests.fake_telegram import FakeTelegram

TOO_OLD = "Query is too old and response timeout expired or query id is invalid"


def _keyboard(**action: object) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton("button", **action)]])  # type: ignore[arg-type]


async def _refusal(call: object) -> str:
    with pytest.raises(telegram.error.TelegramError) as caught:
        await call  # type: ignore[misc]
    return caught.value.message


async def test_the_bot_knows_itself(bot: telegram.Bot, server: FakeTelegram) -> None:
    me = await bot.get_me()
    assert (me.username, me.id) == (server.username, server.bot_id)
    assert me.supports_inline_queries
    assert me.can_read_all_group_messages


async def test_a_message_comes_back_with_its_parsed_text_and_stays_in_the_chat(
    bot: telegram.Bot, server: FakeTelegram
) -> None:
    sent = await bot.send_message(
        100,
        'Said <b>🏟 no</b>: <a href="https://example.org/x">source</a>\n<blockquote expandable>q &amp; q</blockquote>',
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_markup=_keyboard(callback_data="more"),
        disable_notification=True,
    )
    assert sent.text == "Said 🏟 no: source\nq & q"
    assert sent.parse_entities()[sent.entities[0]] == "🏟 no"
    (stored,) = server.messages(100)
    assert stored.message_id == sent.message_id
    assert stored.texts_of("expandable_blockquote") == ["q & q"]
    assert stored.links() == {"source": "https://example.org/x"}
    assert stored.buttons[0].callback_data == "more"
    assert stored.link_preview == {"is_disabled": True}
    assert stored.silent


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("", "Message text is empty"),
        ("  \n ", "Text must be non-empty"),
        ("<b> </b>", "Text must be non-empty"),
        ("\u200b", "Text must be non-empty"),
        ("x" * 4097, "Message is too long"),
        ("🏟" * 2049, "Message is too long"),
        ("<b>x", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
    ],
)
async def test_a_text_telegram_would_refuse_is_refused(bot: telegram.Bot, text: str, error: str) -> None:
    assert (await _refusal(bot.send_message(100, text, parse_mode="HTML"))).lower() == error.lower()


async def test_the_limit_counts_utf16_units_after_the_markup_is_gone(bot: telegram.Bot) -> None:
    sent = await bot.send_message(100, "<b>" + "&amp;" * 4094 + "🏟</b>", parse_mode="HTML")
    assert sent.text is not None
    assert len(sent.text) == 4095


@pytest.mark.parametrize(
    ("markup", "error"),
    [
        (_keyboard(callback_data="x" * 65), "BUTTON_DATA_INVALID"),
        (_keyboard(callback_data="я" * 33), "BUTTON_DATA_INVALID"),
        (_keyboard(url="not-a-url"), "inline keyboard button URL 'not-a-url' is invalid: wrong HTTP URL"),
        (
            _keyboard(url="ftp://a.org"),
            "inline keyboard button URL 'ftp://a.org' is invalid: unsupported URL protocol",
        ),
        (_keyboard(copy_text=CopyTextButton("x" * 257)), "BUTTON_COPY_TEXT_INVALID"),
        (
            _keyboard(),
            "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard",
        ),
        (
            _keyboard(callback_data="x", url="https://a.org"),
            "can't parse inline keyboard button: only one action is allowed, found url, callback_data",
        ),
        (
            InlineKeyboardMarkup([[InlineKeyboardButton("", callback_data="x")]]),
            "inline keyboard button text must be non-empty",
        ),
        (
            InlineKeyboardMarkup([[InlineKeyboardButton("x", callback_data="x")]] * 101),
            "reply markup is too long",
        ),
    ],
)
async def test_a_keyboard_telegram_would_refuse_is_refused(
    bot: telegram.Bot, server: FakeTelegram, markup: InlineKeyboardMarkup, error: str
) -> None:
    assert (await _refusal(bot.send_message(100, "x", reply_markup=markup))).lower() == error.lower()
    assert server.messages(100) == []


async def test_the_largest_allowed_button_is_taken(bot: telegram.Bot) -> None:
    await bot.send_message(100, "x", reply_markup=_keyboard(callback_data="я" * 32))
    await bot.send_message(100, "x", reply_markup=_keyboard(copy_text=CopyTextButton("я" * 256)))


async def test_an_edit_keeps_the_history_and_one_that_changes_nothing_is_refused(
    bot: telegram.Bot, server: FakeTelegram
) -> None:
    sent = await bot.send_message(100, "one", reply_markup=_keyboard(callback_data="a"))
    edited = await bot.edit_message_text("<i>two</i>", 100, sent.message_id, parse_mode="HTML")
    assert isinstance(edited, telegram.Message)
    assert (edited.text, edited.reply_markup) == ("two", None)
    again = bot.edit_message_text("<i>two</i>", 100, sent.message_id, parse_mode="HTML")
    assert (await _refusal(again)).startswith("Message is not modified: specified new message content and")
    await bot.edit_message_reply_markup(100, sent.message_id, reply_markup=_keyboard(callback_data="b"))
    (stored,) = server.messages(100)
    assert [version.text for version in stored.versions] == ["one", "two", "two"]
    assert stored.buttons[0].callback_data == "b"
    assert await _refusal(bot.edit_message_text("x", 100, 999)) == "Message to edit not found"


async def test_a_persons_message_cannot_be_edited_by_the_bot(bot: telegram.Bot, server: FakeTelegram) -> None:
    posted = server.send_text(100, "hello")
    refused = await _refusal(bot.edit_message_text("x", 100, posted.message_id))
    assert refused == "Message can't be edited"


async def test_a_deleted_message_is_gone_for_replies_and_edits(bot: telegram.Bot, server: FakeTelegram) -> None:
    sent = await bot.send_message(100, "x")
    assert await bot.delete_message(100, sent.message_id)
    assert server.messages(100)[0].deleted
    assert await _refusal(bot.delete_message(100, sent.message_id)) == "Message to delete not found"
    reply = bot.send_message(100, "y", reply_parameters=ReplyParameters(sent.message_id))
    assert await _refusal(reply) == "Message to be replied not found"
    kind = ReplyParameters(sent.message_id, allow_sending_without_reply=True)
    assert (await bot.send_message(100, "y", reply_parameters=kind)).reply_to_message is None


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("blocked", "Forbidden: bot was blocked by the user"),
        ("deactivated", "Forbidden: user is deactivated"),
        ("not_started", "Forbidden: bot can't initiate conversation with a user"),
    ],
)
async def test_people_who_are_gone_get_no_messages(
    bot: telegram.Bot, server: FakeTelegram, state: str, error: str
) -> None:
    server.set_chat_state(100, state)
    with pytest.raises(Forbidden) as caught:
        await bot.send_message(100, "x")
    assert caught.value.message == error


async def test_a_group_can_put_the_bot_out_or_move(bot: telegram.Bot, server: FakeTelegram) -> None:
    group, moved = server.add_group(kind="group"), server.add_group()
    server.set_chat_state(group, "migrated", migrate_to=moved)
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(group, "x")
    assert caught.value.new_chat_id == moved
    server.set_chat_state(moved, "kicked")
    assert await _refusal(bot.send_message(moved, "x")) == "Forbidden: bot was kicked from the supergroup chat"


async def test_an_unknown_chat_is_not_found(bot: telegram.Bot) -> None:
    assert await _refusal(bot.send_message(5, "x")) == "Chat not found"
    assert await _refusal(bot.get_chat("@nobody_here")) == "Chat not found"


def test_wrong_tokens_and_methods_are_told_apart(server: FakeTelegram) -> None:
    for address, code, description in (
        ("1:AAAAA/getMe", 401, "Unauthorized"),
        ("nonsense/getMe", 404, "Not Found"),
        (f"{server.token}/sendNothing", 404, "Not Found: method not found"),
    ):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(server.base_url + address)
        with caught.value as answer:
            assert json.load(answer) == {"ok": False, "error_code": code, "description": description}


async def test_updates_stay_until_a_higher_offset_acknowledges_them(bot: telegram.Bot, server: FakeTelegram) -> None:
    ids = [server.send_text(100, text).update_id for text in ("one", "/start x", "three")]
    first = await bot.get_updates()
    assert [update.update_id for update in first] == ids
    assert first[1].message is not None
    assert [entity.type for entity in first[1].message.entities] == ["bot_command"]
    assert len(await bot.get_updates(limit=1)) == 1
    assert [one.update_id for one in await bot.get_updates(offset=ids[1])] == ids[1:]
    assert [one.update_id for one in await bot.get_updates(offset=-1)] == ids[2:]
    assert server.status()["acknowledged"] == ids[2]
    assert await bot.get_updates(offset=(ids[2] or 0) + 1) == ()
    await server.wait_until_idle()


async def test_a_long_poll_ends_with_the_first_update(bot: telegram.Bot, server: FakeTelegram) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await server.wait_until_polled()
    server.send_text(100, "wake up")
    (update,) = await asyncio.wait_for(poll, 2)
    assert update.message is not None
    assert update.message.text == "wake up"


async def test_a_second_poller_ends_the_first_with_a_conflict(bot: telegram.Bot, server: FakeTelegram) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=10))
    await server.wait_until_polled()
    await bot.get_updates()
    with pytest.raises(Conflict) as caught:
        await first
    assert caught.value.message == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )


async def test_a_webhook_and_polling_exclude_each_other(bot: telegram.Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    with pytest.raises(Conflict, match="use deleteWebhook to delete the webhook first"):
        await bot.get_updates()
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    await bot.delete_webhook()
    assert await bot.get_updates() == ()


async def test_only_the_kinds_of_updates_asked_for_arrive(bot: telegram.Bot, server: FakeTelegram) -> None:
    await bot.get_updates(allowed_updates=["message"])
    assert server.inline_query(100, "x").update_id is None
    assert server.send_text(100, "x").update_id is not None


async def test_a_pressed_button_is_answered_once(bot: telegram.Bot, server: FakeTelegram) -> None:
    await bot.send_message(100, "x", reply_markup=_keyboard(callback_data="more"))
    query = server.press(server.messages(100)[0], "button")
    (update,) = await bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "more"
    assert server.callback_answer(query) is None
    assert await _refusal(bot.answer_callback_query(query.query_id, "x" * 201)) == "Message_too_long"
    await bot.answer_callback_query(query.query_id, "done", show_alert=True)
    answer = await server.wait_for_callback_answer(query)
    assert (answer.text, answer.show_alert) == ("done", True)
    for query_id in (query.query_id, "77"):
        assert (await _refusal(bot.answer_callback_query(query_id))).lower() == TOO_OLD.lower()


def _article(number: int, text: str = "x", **more: object) -> InlineQueryResultArticle:
    content = InputTextMessageContent(text, parse_mode="HTML")
    return InlineQueryResultArticle(more.get("id", str(number)), "Title", content)  # type: ignore[arg-type]


async def test_inline_results_are_checked_and_can_be_pasted(bot: telegram.Bot, server: FakeTelegram) -> None:
    query = server.inline_query(100, "why")
    (update,) = await bot.get_updates()
    assert update.inline_query is not None
    assert update.inline_query.query == "why"
    answer = bot.answer_inline_query
    assert await _refusal(answer(query.query_id, [_article(1), _article(1)])) == "Result_id_duplicate"
    assert await _refusal(answer(query.query_id, [_article(1, id="я" * 33)])) == "Result_id_invalid"
    assert await _refusal(answer(query.query_id, [_article(1, "<b>")])) == (
        "Can't parse entities: can't find end tag corresponding to start tag \"b\""
    )
    await answer(query.query_id, [_article(1), _article(2, "<b>yes</b>")], cache_time=5)
    results = (await server.wait_for_inline_answer(query)).results
    assert [(one["title"], one["text"]) for one in results] == [("Title", "x"), ("Title", "yes")]
    assert (await _refusal(answer(query.query_id, []))).lower() == TOO_OLD.lower()
    server.choose_result(query, "2", 100)
    assert server.messages(100, bot_only=False)[-1].texts_of("bold") == ["yes"]


async def test_more_than_fifty_inline_results_are_refused(bot: telegram.Bot, server: FakeTelegram) -> None:
    query = server.inline_query(100, "why")
    results = [_article(number).to_dict() for number in range(51)]
    refused = bot.do_api_request("answerinlinequery", {"inline_query_id": query.query_id, "results": results})
    assert await _refusal(refused) == "Results_too_much"


async def test_commands_are_kept_for_each_scope_and_language(bot: telegram.Bot) -> None:
    start, ask = BotCommand("start", "Begin"), BotCommand("ask", "Ask")
    await bot.set_my_commands([start, ask])
    await bot.set_my_commands([ask], scope=BotCommandScopeAllGroupChats(), language_code="ru")
    assert await bot.get_my_commands() == (start, ask)
    assert await bot.get_my_commands(scope=BotCommandScopeAllGroupChats(), language_code="ru") == (ask,)
    assert await bot.get_my_commands(language_code="ru") == ()
    assert await _refusal(bot.set_my_commands([ask], scope=BotCommandScopeChat(9))) == "Chat not found"


@pytest.mark.parametrize(
    ("command", "description", "error"),
    [
        ("Start", "x", "Bot_command_invalid"),
        ("a-b", "x", "Bot_command_invalid"),
        ("x" * 33, "x", "Command length must not exceed 32"),
        ("x", " ", "Command description must be non-empty"),
        ("x", "x" * 257, "Command description length must not exceed 256"),
    ],
)
async def test_a_command_telegram_would_refuse_is_refused(
    bot: telegram.Bot, command: str, description: str, error: str
) -> None:
    assert await _refusal(bot.set_my_commands([(command, description)])) == error


async def test_descriptions_have_their_limits_and_languages(bot: telegram.Bot) -> None:
    await bot.set_my_description("x" * 512)
    await bot.set_my_short_description("к" * 120, language_code="ru")
    assert (await bot.get_my_description()).description == "x" * 512
    assert (await bot.get_my_short_description("ru")).short_description == "к" * 120
    with pytest.raises(BadRequest):
        await bot.set_my_description("x" * 513)
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)


async def test_chats_and_members_can_be_asked_about(bot: telegram.Bot, server: FakeTelegram) -> None:
    group = server.add_group("Newsroom", members=[100], admins=[server.bot_id])
    assert (await bot.get_chat(group)).title == "Newsroom"
    assert (await bot.get_chat(100)).first_name == "Ann"
    assert (await bot.get_chat_member(group, 100)).status == "member"
    (admin,) = await bot.get_chat_administrators(group)
    assert admin.user.id == server.bot_id
    assert await bot.send_chat_action(group, "typing")
    assert await bot.leave_chat(group)
    assert "not a member" in await _refusal(bot.send_message(group, "x"))


async def test_files_beside_the_fields_do_not_hide_them(bot: telegram.Bot, server: FakeTelegram) -> None:
    document = telegram.InputFile(b"a,b", filename="x.csv")
    fields = {"chat_id": 100, "text": "line\nline — ü", "document": document}
    await bot.do_api_request("sendmessage", fields)
    assert server.messages(100)[0].text == "line\nline — ü"
