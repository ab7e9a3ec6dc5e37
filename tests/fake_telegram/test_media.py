"""Pictures, files, albums, channels, and the groups where their posts are discussed."""

from __future__ import annotations

import pytest
import telegram
from telegram.error import BadRequest

from tests.fake_telegram import FakeTelegram


async def _messages(bot: telegram.Bot) -> list[telegram.Message]:
    updates = await bot.get_updates()
    return [message for update in updates if (message := update.effective_message) is not None]


async def test_a_caption_is_no_text_and_has_its_entities(bot: telegram.Bot, server: FakeTelegram) -> None:
    server.send_photo(100, "/ask why")
    server.send_document(100)
    photo, document = await _messages(bot)
    assert (photo.text, photo.caption) == (None, "/ask why")
    assert photo.photo
    assert [entity.type for entity in photo.caption_entities] == ["bot_command"]
    assert document.document is not None
    assert (document.text, document.caption) == (None, None)


async def test_an_album_is_messages_with_one_number(bot: telegram.Bot, server: FakeTelegram) -> None:
    server.send_album(100, ["why?", "", ""])
    server.send_album(100, ["and?"])
    *album, other = await _messages(bot)
    assert [message.caption for message in album] == ["why?", None, None]
    assert len({message.media_group_id for message in album}) == 1
    assert other.media_group_id not in {None, album[0].media_group_id}


async def test_an_edited_caption_stays_a_caption(bot: telegram.Bot, server: FakeTelegram) -> None:
    posted = server.send_photo(100, "wy?")
    server.send_text(100, "why?", edit_of=posted.message_id)
    _, edited = await _messages(bot)
    assert (edited.text, edited.caption) == (None, "why?")


async def test_a_channels_post_has_no_person(bot: telegram.Bot, server: FakeTelegram) -> None:
    channel = server.add_channel("News")
    posted = server.send_text(channel, "one")
    server.send_text(channel, "two", edit_of=posted.message_id)
    new, changed = await bot.get_updates()
    assert new.channel_post is not None
    assert new.channel_post.from_user is None
    assert new.channel_post.sender_chat == new.channel_post.chat
    assert changed.edited_channel_post is not None
    assert changed.edited_channel_post.text == "two"
    sent = await bot.send_message(channel, "of the bot")
    assert (sent.from_user, sent.sender_chat, sent.text) == (None, sent.chat, "of the bot")
    assert [message.text for message in server.messages(channel)] == ["of the bot"]


async def test_a_channel_that_takes_the_right_to_post_says_so(bot: telegram.Bot, server: FakeTelegram) -> None:
    channel = server.add_channel()
    server.set_chat_state(channel, "not_admin")
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(channel, "x")
    server.set_chat_state(channel, "kicked")
    with pytest.raises(telegram.error.Forbidden, match="bot was kicked from the channel chat"):
        await bot.send_message(channel, "x")


async def test_posts_are_forwarded_into_the_linked_group(bot: telegram.Bot, server: FakeTelegram) -> None:
    group = server.add_group("Discussion", members=[100])
    channel = server.add_channel("News", discussion=group)
    posted = server.send_photo(channel, "What is the case about?")
    post, forwarded = await _messages(bot)
    assert (post.chat.id, post.is_automatic_forward) == (channel, None)
    assert (forwarded.chat.id, forwarded.is_automatic_forward) == (group, True)
    assert forwarded.caption == "What is the case about?"
    assert forwarded.photo
    assert forwarded.from_user is not None
    assert forwarded.from_user.id == 777000
    origin = forwarded.forward_origin
    assert isinstance(origin, telegram.MessageOriginChannel)
    assert (origin.chat.id, origin.message_id) == (channel, posted.message_id)
    assert (await bot.get_chat(group)).linked_chat_id == channel
    assert (await bot.get_chat(channel)).linked_chat_id == group


async def test_the_bots_own_posts_come_back_from_the_linked_group(bot: telegram.Bot, server: FakeTelegram) -> None:
    group = server.add_group("Discussion")
    channel = server.add_channel("News", discussion=group)
    await bot.send_message(channel, "A notice")
    (forwarded,) = await _messages(bot)
    assert (forwarded.chat.id, forwarded.text, forwarded.is_automatic_forward) == (group, "A notice", True)
    assert server.messages(group) == [], "it is not the bot who wrote it there"
