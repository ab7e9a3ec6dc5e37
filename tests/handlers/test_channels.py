"""A channel is set up from the private chat of its administrator, and of nobody else; each press is checked anew."""

from html import escape
from typing import Any

import pytest

from bot.terminal.offline_calls import refusal
from handlers.texts import say
from knowledge.notices.audience import About, Settings, Subscription
from tests.handlers.conftest import BASE
from tests.handlers.following import data, text
from tests.support.talk import GROUP, Talk

NEWS = {"id": -1001234567890, "type": "channel", "title": "Harbour <News>", "username": "harbour_news"}
ID = int(str(NEWS["id"]))
CASE = Subscription(About.CASE)
FOLLOW_CASE = f"ch:{ID}:s:case:"


@pytest.fixture
def admin(talk: Talk) -> Talk:
    """A bot that may post in a channel, and a person who is an administrator of it."""
    for name in ("@harbour_news", str(ID)):
        talk.telegram.chats.channels[name] = NEWS
    talk.telegram.chats.status = "administrator"
    return talk


async def followed(talk: Talk) -> tuple[Subscription, ...]:
    return await talk.chats.subscribers.followed(ID, 0)


@pytest.mark.parametrize(
    "typed",
    [
        "@harbour_news",
        "harbour_news",
        "https://t.me/harbour_news",
        "t.me/harbour_news/",
        str(ID),
        "t.me/c/1234567890/5",
    ],
)
async def test_a_channel_is_found_by_its_name_its_link_and_its_id(admin: Talk, typed: str) -> None:
    (told,) = [call for call in await admin.say(f"/channel {typed}") if call.method == "sendMessage"]
    assert told.html.startswith("<b>Channel: Harbour &lt;News&gt;</b>")
    assert told.given["chat_id"] == 7, "nothing is written into the channel"
    assert data([told]) == [FOLLOW_CASE, f"ch:{ID}:s:t", f"ch:{ID}:s:n", f"ch:{ID}:l"]


async def test_channel_alone_lets_telegram_show_those_that_the_bot_is_in(admin: Talk) -> None:
    (told,) = await admin.say("/channel")
    (button,) = told.given["reply_markup"]["keyboard"][0]
    assert button["request_chat"]["chat_is_channel"]
    shared = {"request_id": 1, "chat_id": ID}
    calls = await admin.give("message", admin.message(None, chat_shared=shared))
    assert FOLLOW_CASE in data(calls)


async def test_what_is_pressed_holds_for_the_channel_and_not_for_the_private_chat(admin: Talk) -> None:
    await admin.press(FOLLOW_CASE)
    topics = data(await admin.press(f"ch:{ID}:s:t"))
    assert topics == [f"ch:{ID}:s:topic:{topic.id}" for topic in BASE.case.topics]
    await admin.press(topics[0])
    assert {one.about for one in await followed(admin)} == {About.CASE, About.TOPIC}
    for setting in ("daily", "quiet", "silence"):
        assert f"ch:{ID}:w:{setting}" in data(await admin.press(f"ch:{ID}:s"))
        await admin.press(f"ch:{ID}:w:{setting}")
    assert {one.rhythm for one in await followed(admin)} == {"daily"}
    assert await admin.chats.subscribers.settings(ID) == Settings(quiet=(1320, 480), silent=True)
    assert await admin.chats.subscribers.followed(7, 0) == ()
    assert await admin.chats.subscribers.settings(7) == Settings()


async def test_a_subscription_of_the_channel_is_ended_from_its_overview(admin: Talk) -> None:
    await admin.press(FOLLOW_CASE)
    shown = data(await admin.press(f"ch:{ID}:s"))
    (end,) = [one for one in shown if one.endswith(":case:") and one != FOLLOW_CASE]
    left = data(await admin.press(end))
    assert await followed(admin) == ()
    assert left == [FOLLOW_CASE, f"ch:{ID}:s:t", f"ch:{ID}:s:n", f"ch:{ID}:l"], "it can be followed again"


async def test_the_language_of_the_channel_is_set_from_afar(admin: Talk) -> None:
    await admin.press(FOLLOW_CASE)
    assert await admin.chats.language(ID) == "en", "that of the person who set it up, until another is chosen"
    assert f"ch:{ID}:l:uk" in data(await admin.press(f"ch:{ID}:l"))
    (*_, told) = await admin.press(f"ch:{ID}:l:uk")
    assert "Language: Українська" in [button["text"] for button in told.buttons]
    assert await admin.chats.language(ID) == "uk"
    assert await admin.chats.language(7) is None


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
@pytest.mark.parametrize("typed", ["@nowhere_at_all", "a b", "@ä", "<x>", "x" * 60, "-1001111111111"])
async def test_a_channel_that_is_not_found_is_said_with_how_to_write_it(admin: Talk, typed: str, language: str) -> None:
    told = text(await admin.say(f"/channel {typed}", language=language))
    assert told == escape(say(language, "channel_unknown", channel=typed))
    assert "/channel @" in told


async def _no_admin(talk: Talk) -> None:
    talk.telegram.chats.status = "member"


async def _away(talk: Talk) -> None:
    talk.telegram.chats.own_status = "member"


async def _mute(talk: Talk) -> None:
    talk.telegram.chats.may_post = False


async def _out(talk: Talk) -> None:
    talk.telegram.faults["getChatMember"].append(refusal(403, "Forbidden: bot is not a member of the channel chat"))


async def _private(talk: Talk) -> None:
    talk.telegram.faults["getChat"].append(refusal(403, "Forbidden: bot was kicked from the channel chat"))


async def _stranger(talk: Talk) -> None:
    talk.telegram.chats.status = "left"


async def _group(talk: Talk) -> None:
    talk.telegram.chats.channels["@harbour_news"] = talk.telegram.chats.channels[str(ID)] = {
        **GROUP,
        "title": "Harbour <News>",
    }


REFUSALS = [
    (_no_admin, "Only administrators of Harbour <News> can set that."),
    (_stranger, "Only administrators of Harbour <News> can set that."),
    (_away, "I may not post in Harbour <News>."),
    (_mute, "I may not post in Harbour <News>."),
    (_out, "I may not post in Harbour <News>."),
    (_private, "I may not post in"),
    (_group, "Harbour <News> is not a channel."),
]


@pytest.mark.parametrize(("refuse", "said"), REFUSALS)
async def test_who_cannot_set_up_a_channel_is_told_why_in_a_sentence(admin: Talk, refuse: Any, said: str) -> None:
    await refuse(admin)
    (told,) = [call for call in await admin.say("/channel @harbour_news") if call.method == "sendMessage"]
    assert said in told.html.replace("&lt;", "<").replace("&gt;", ">")
    assert told.buttons == []


@pytest.mark.parametrize(("refuse", "said"), REFUSALS)
async def test_a_forged_or_late_press_changes_nothing_and_says_why(admin: Talk, refuse: Any, said: str) -> None:
    await refuse(admin)
    calls = await admin.press(FOLLOW_CASE)
    (answered,) = [call for call in calls if call.method in {"answerCallbackQuery", "editMessageText", "sendMessage"}]
    assert answered.given["text"].startswith(said)
    assert await followed(admin) == ()


async def test_hidden_administrators_are_said_to_be_hidden(admin: Talk) -> None:
    await admin.press(FOLLOW_CASE)
    admin.telegram.chats.hides_members = True
    calls = await admin.press(f"ch:{ID}:w:daily")
    assert "does not tell me who administers" in text(calls)
    assert await followed(admin) == (CASE,)


@pytest.mark.parametrize(
    "forged", ["ch", "ch:", "ch:x:s", f"ch:{ID}", f"ch:{ID}:nonsense", "ch:7:s:case:", "ch:-100:s"]
)
async def test_a_button_that_names_no_channel_changes_nothing(admin: Talk, forged: str) -> None:
    await admin.press(forged)
    assert await followed(admin) == ()
    assert await admin.chats.subscribers.followed(7, 0) == ()


async def test_every_button_of_a_channel_fits_into_telegrams_bytes(admin: Talk) -> None:
    long = "найдлиннейшее слово о причале и пошлинах в порту"
    await admin.chats.subscribers.follow(ID, 0, Subscription(About.WORDS, text=long), "ru")
    for shown in (await admin.say("/channel @harbour_news"), await admin.press(f"ch:{ID}:s:n")):
        assert all(len(one.encode()) <= 64 for one in data(shown))
