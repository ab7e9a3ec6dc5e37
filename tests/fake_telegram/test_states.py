"""What can become of a chat: blocked, muted, topics gone, members hidden, and a Telegram that is down."""

from __future__ import annotations

import asyncio

import pytest
import telegram
from telegram.error import BadRequest, Forbidden, NetworkError, TimedOut

from tests.fake_telegram import FakeTelegram
from tests.support.eventually import eventually


@pytest.mark.parametrize(
    ("state", "error"),
    [
        ("muted", "Not enough rights to send text messages to the chat"),
        ("no_rights", "Have no rights to send a message"),
        ("write_forbidden", "Chat_write_forbidden"),
        ("restricted", "Chat_restricted"),
        ("not_admin", "Need administrator rights in the channel chat"),
    ],
)
async def test_a_chat_without_the_right_to_send_refuses_until_it_gives_it_back(
    bot: telegram.Bot, server: FakeTelegram, state: str, error: str
) -> None:
    group = server.add_group()
    server.set_chat_state(group, state)
    for call in (bot.send_message(group, "x"), bot.send_chat_action(group, "typing")):
        with pytest.raises(BadRequest, match=error):
            await call
    assert server.send_text(group, "the bot still sees this", 100).update_id is not None
    server.set_chat_state(group, "active")
    await bot.send_message(group, "x")


async def test_muting_is_announced_as_a_restriction(bot: telegram.Bot, server: FakeTelegram) -> None:
    group = server.add_group()
    server.set_chat_state(group, "muted", announce=True)
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    now = update.my_chat_member.new_chat_member
    assert isinstance(now, telegram.ChatMemberRestricted)
    assert not now.can_send_messages


async def test_blocking_and_unblocking_are_told(bot: telegram.Bot, server: FakeTelegram) -> None:
    server.block(100)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(100, "x")
    server.unblock(100)
    await bot.send_message(100, "x")
    changes = [update.my_chat_member for update in await bot.get_updates()]
    told = [(one.old_chat_member.status, one.new_chat_member.status) for one in changes if one]
    assert told == [("member", "kicked"), ("kicked", "member")]


async def test_a_topic_is_told_written_to_closed_and_deleted(bot: telegram.Bot, server: FakeTelegram) -> None:
    forum = server.add_group(forum=True)
    topic = server.add_topic(forum, "News")
    asked = server.send_text(forum, "question", 100, thread_id=topic)
    created, question = [update.message for update in await bot.get_updates()]
    assert created is not None
    assert created.forum_topic_created is not None
    assert created.text is None
    assert question is not None
    assert (question.is_topic_message, question.message_thread_id) == (True, topic)
    assert question.reply_to_message is not None, "as Telegram has it: every message of a topic replies to its first"
    assert question.reply_to_message.message_id == topic
    answer = await bot.send_message(forum, "x", reply_parameters=telegram.ReplyParameters(asked.message_id))
    assert answer.message_thread_id == topic, "an answer goes where the question is"

    server.close_topic(forum, topic)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum, "x", message_thread_id=topic)
    await bot.send_message(forum, "in General")
    server.reopen_topic(forum, topic)
    await bot.send_message(forum, "x", message_thread_id=topic)

    server.delete_topic(forum, topic)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum, "x", message_thread_id=topic)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("y", forum, answer.message_id)
    assert [message.deleted for message in server.messages(forum)] == [True, False, True]


async def test_general_can_be_closed_and_has_no_number(bot: telegram.Bot, server: FakeTelegram) -> None:
    forum = server.add_group(forum=True)
    topic = server.add_topic(forum)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum, "x", message_thread_id=1)
    server.close_topic(forum)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum, "x")
    await bot.send_message(forum, "x", message_thread_id=topic)
    server.reopen_topic(forum)
    await bot.send_message(forum, "x")


async def test_an_admin_writes_in_closed_topics_too(bot: telegram.Bot, server: FakeTelegram) -> None:
    forum = server.add_group(forum=True, admins=[server.bot_id])
    server.close_topic(forum)
    await bot.send_message(forum, "x")


@pytest.mark.parametrize("reason", ["member list is inaccessible", "CHAT_ADMIN_REQUIRED"])
async def test_who_is_a_member_can_be_hidden_from_a_bot_that_is_no_admin(
    bot: telegram.Bot, server: FakeTelegram, reason: str
) -> None:
    group, own = server.add_group(members=[100]), server.add_group(members=[100], admins=[server.bot_id])
    for chat in (group, own):
        server.hide_members(chat, reason)
    with pytest.raises(BadRequest, match=f"(?i){reason}"):
        await bot.get_chat_member(group, 100)
    assert (await bot.get_chat_member(group, server.bot_id)).status == "member"
    assert (await bot.get_chat_member(own, 100)).status == "member"
    server.hide_members(group, "")
    assert (await bot.get_chat_member(group, 100)).status == "member"


@pytest.mark.parametrize(
    ("kind", "error", "stored"),
    [("bad_gateway", NetworkError, 0), ("cut_before", NetworkError, 0), ("cut_after", NetworkError, 1)],
)
async def test_an_outage_hits_every_method_until_it_is_over(
    bot: telegram.Bot, server: FakeTelegram, kind: str, error: type[Exception], stored: int
) -> None:
    server.outage(30, kind)
    for call in (bot.send_message(100, "x"), bot.get_me()):
        with pytest.raises(error):
            await call
    assert len(server.messages(100)) == stored
    server.end_outage()
    await bot.send_message(100, "x")


async def test_an_outage_ends_by_itself(bot: telegram.Bot, server: FakeTelegram) -> None:
    server.outage(0.2)

    async def sent() -> bool:
        try:
            return bool(await bot.send_message(100, "x"))
        except NetworkError:
            return False

    await eventually(sent, seconds=5)
    assert len(server.messages(100)) == 1
    assert {record.status for record in server.log("sendMessage")} == {502, 200}


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_an_outage_of_one_method_leaves_the_others(bot: telegram.Bot, server: FakeTelegram) -> None:
    server.outage(30, "silent_after", ["sendMessage"])
    with pytest.raises(TimedOut):
        await bot.send_message(100, "x", read_timeout=0.1)
    assert await bot.get_updates() == ()


async def test_an_outage_cuts_a_poll_that_waits(bot: telegram.Bot, server: FakeTelegram) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=10))
    await server.wait_until_polled()
    server.outage(30)
    server.send_text(100, "waits until it is over")
    with pytest.raises(NetworkError):
        await poll
    server.end_outage()
    assert len(await bot.get_updates()) == 1
