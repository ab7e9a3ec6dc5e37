"""Reading a raw batch: nothing in it, however garbled, raises; who wrote and whether it is meant for the bot."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.ext import ExtBot

from bot.intake.updates import MOST, Incoming, build, read, restored
from bot.terminal.offline_chats import BOT
from bot.terminal.offline_telegram import OfflineTelegram

GROUP = {"id": -5, "type": "supergroup"}
ANN = {"id": 7, "is_bot": False, "first_name": "Ann"}


@pytest.fixture
async def bot() -> Bot:
    made = ExtBot("1:x", request=OfflineTelegram(), get_updates_request=OfflineTelegram())
    await made.initialize()
    return made


def message(text: str | None = "x", chat: dict[str, Any] = GROUP, **more: Any) -> dict[str, Any]:
    content = {"message_id": 1, "date": 0, "chat": chat, "from": ANN, "text": text} | more
    return {"update_id": 5, "message": {key: value for key, value in content.items() if value is not None}}


def only(bot: Bot, raw: Any) -> Incoming:
    (item,) = read([raw], bot).items
    return item


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["update_id", "message", "chat", "from", "id", "text", "date", "callback_query", "type"]),
            inner,
            max_size=4,
        )
    ),
)


@given(raw=st.lists(JSON, max_size=4))
async def test_no_batch_raises_and_every_item_is_counted(raw: list[Any]) -> None:
    bot = ExtBot("1:x", request=OfflineTelegram(), get_updates_request=OfflineTelegram())
    await bot.initialize()
    batch = read(raw, bot)
    assert len(batch.items) + batch.nameless == len(raw)
    assert batch.trailing <= batch.nameless
    for item in batch.items:
        build(item, bot)


@pytest.mark.parametrize("update_id", [None, "5", 5.0, True, 0, -3, 2**63, [5]])
def test_an_id_that_cannot_be_acknowledged_is_none(bot: Bot, update_id: Any) -> None:
    assert read([{"update_id": update_id, "message": {}}], bot).items == ()


def test_an_id_beyond_what_a_float_holds_is_one(bot: Bot) -> None:
    assert only(bot, message() | {"update_id": 2**53 + 1}).update_id == 2**53 + 1


def test_items_without_an_id_are_counted_and_those_at_the_end_apart(bot: Bot) -> None:
    batch = read([None, message(), "x", {}], bot)
    assert (batch.nameless, batch.trailing, batch.is_full) == (3, 2, False)
    assert read([message()] * MOST, bot).is_full


@pytest.mark.parametrize(
    "raw",
    [
        {"update_id": 5, "message": {"message_id": "garbled"}},
        {"update_id": 5, "message": "garbled"},
        {"update_id": 5, "message": {"message_id": 1, "date": 10**20, "chat": GROUP}},
        {"update_id": 5, "callback_query": {"id": "1"}},
    ],
)
def test_what_the_library_does_not_build_has_an_id_and_a_kind(bot: Bot, raw: Any) -> None:
    item = only(bot, raw)
    assert item.update_id == 5
    assert item.kind == next(key for key in raw if key != "update_id")
    assert build(item, bot) is None


def test_a_kind_that_nobody_knows_is_not_named(bot: Bot) -> None:
    assert only(bot, {"update_id": 5, "my secret question": {}}).kind == "unknown"


@pytest.mark.parametrize(
    ("content", "chat", "person"),
    [
        ({"message": {"chat": GROUP, "from": ANN}}, -5, 7),
        ({"message": {"chat": GROUP, "from": {"id": 1087968824}, "sender_chat": GROUP}}, -5, -5),
        ({"callback_query": {"from": ANN, "message": {"chat": GROUP}}}, -5, 7),
        ({"callback_query": {"from": ANN, "inline_message_id": "x"}}, 7, 7),
        ({"inline_query": {"from": ANN}}, 7, 7),
        ({"guest_message": {"from": ANN, "chat": GROUP}}, 7, 7),
        ({"channel_post": {"chat": {"id": -9}}}, -9, 0),
        ({"message": {"chat": {"id": "x"}}}, 0, 0),
    ],
)
def test_who_wrote_and_where_is_read_without_building(bot: Bot, content: Any, chat: int, person: int) -> None:
    item = only(bot, {"update_id": 5, **content})
    assert (item.chat, item.person) == (chat, person)


@pytest.mark.parametrize(
    ("raw", "is_talk"),
    [
        (message("hello"), True),
        (message(None, photo=[]), True),
        (message("/ask who?"), False),
        (message("Well, @CASEWIRE_bot, who?"), False),
        (message(None, caption="@casewire_bot who?"), False),
        (message("hello", reply_to_message={"from": BOT}), False),
        (message(None, migrate_to_chat_id=-7), False),
        (message("hello", {"id": 7, "type": "private"}), False),
    ],
)
def test_talk_among_people_is_told_from_what_is_meant_for_the_bot(bot: Bot, raw: Any, is_talk: bool) -> None:
    assert only(bot, raw).is_talk == is_talk
    assert only(bot, raw).is_asking != is_talk


def test_what_was_stored_is_read_as_it_came(bot: Bot) -> None:
    item = only(bot, message())
    assert restored(item.raw, bot) == item
    assert restored("x", bot) is None
