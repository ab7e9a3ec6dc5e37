"""What a chat can set and know: its language, and that everything about it can be forgotten."""

import pytest

from bot.storage.publications import Plan
from handlers.texts import say
from knowledge.notices.reasons import Reason
from tests.support.talk import GROUP, Talk

ANN, TEAM = 7, -100
WHY = "Why did the Harbour Office refuse the licence?"


async def test_a_chosen_language_holds_until_it_is_given_back(talk: Talk) -> None:
    (choice,) = await talk.say("/language")
    assert [button["callback_data"] for button in choice.buttons] == ["l:en", "l:ru", "l:uk", "l:auto"]
    answered, changed = await talk.press("l:uk")
    assert answered.method == "answerCallbackQuery"
    assert changed.html == "Відповіді та сповіщення тепер надходять українською."
    (reply,) = await talk.say(WHY)
    assert "Стверджує: Управління порту" in reply.html
    await talk.press("l:auto")
    (reply,) = await talk.say(WHY)
    assert "Says: Harbour Office" in reply.html


async def language_of_notices(talk: Talk) -> str:
    at = talk.now.timestamp()
    await talk.chats.publications.publish(
        "news", "text", lambda _: Plan(Reason.decode("case:"), "now", at), "test", talk.now
    )
    (delivery,) = await talk.chats.outbox.waiting(at, 10)
    return delivery.language


async def test_the_language_of_answers_is_that_of_notices_until_it_is_given_back(talk: Talk) -> None:
    await talk.press("s:case:")
    await talk.press("l:uk")
    assert await language_of_notices(talk) == "uk"
    await talk.press("l:ru")
    assert await language_of_notices(talk) == "ru"
    await talk.press("l:auto")
    assert await language_of_notices(talk) == "en"


@pytest.mark.parametrize(
    ("typed", "chosen"), [("uk", "uk"), ("RU", "ru"), ("українська", "uk"), ("Рус", "ru"), ("english", "en")]
)
async def test_a_language_that_is_named_is_set_at_once(talk: Talk, typed: str, chosen: str) -> None:
    (told,) = await talk.say(f"/language {typed}")
    assert told.html == say(chosen, "language_set")
    assert await talk.chats.language(ANN) == chosen
    await talk.say("/language auto")
    assert await talk.chats.language(ANN) is None


@pytest.mark.parametrize("typed", ["fr", "klingon", "u", "??"])
async def test_a_language_that_the_case_has_not_is_said_with_the_choice(talk: Talk, typed: str) -> None:
    (told,) = await talk.say(f"/language {typed}")
    assert told.html.startswith(f"I do not speak “{typed}”.")
    assert told.data("l:uk")
    assert await talk.chats.language(ANN) is None


async def test_a_channel_chooses_its_language_by_a_post_and_by_a_press(talk: Talk) -> None:
    channel = {"id": -1009, "type": "channel", "title": "News"}
    posted = {"message_id": 5, "date": 0, "chat": channel, "sender_chat": channel}
    entity = {"type": "bot_command", "offset": 0, "length": 9}
    (choice,) = await talk.give("channel_post", {**posted, "text": "/language", "entities": [entity]})
    assert choice.data("l:ru")
    await talk.press("l:ru", channel)
    assert await talk.chats.language(-1009) is None, "who is no administrator of it changes nothing"
    talk.telegram.chats.status = "administrator"
    await talk.press("l:ru", channel)
    assert await talk.chats.language(-1009) == "ru"
    await talk.give("channel_post", {**posted, "text": "/language uk", "entities": [entity]})
    assert await talk.chats.language(-1009) == "uk"


async def test_in_a_group_only_administrators_name_a_language(talk: Talk) -> None:
    (refused,) = (call for call in await talk.say("/language uk", GROUP) if call.method == "sendMessage")
    assert "administrators" in refused.html
    assert await talk.chats.language(TEAM) is None


async def test_in_a_group_only_administrators_choose_and_forget(talk: Talk) -> None:
    for data in ("l:uk", "forget"):
        _, answered = await talk.press(data, GROUP)
        assert answered.given["text"] == "Only administrators of this group can change that."
    assert await talk.chats.language(TEAM) is None
    talk.telegram.chats.status = "administrator"
    await talk.press("l:uk", GROUP)
    assert await talk.chats.language(TEAM) == "uk"
    assert await talk.chats.language(ANN) is None


async def test_privacy_forgets_everything_about_this_chat_and_nothing_about_others(talk: Talk) -> None:
    await talk.say(f"@casewire_bot {WHY}", GROUP)
    in_group = talk.message_id
    await talk.say(WHY)
    in_private = talk.message_id
    await talk.press("l:ru")
    (privacy,) = await talk.say("/privacy", language="en")
    assert "15" in privacy.html
    _, sure = await talk.press(privacy.data("forget"))
    assert sure.method == "sendMessage", "what is stored stays readable"
    assert await talk.chats.language(ANN) == "ru", "it asks first"
    _, forgotten = await talk.press(sure.data("forget:yes"))
    assert forgotten.method == "editMessageText"
    assert await talk.chats.language(ANN) is None
    assert (await talk.chats.recall(ANN, 0, talk.now))[1] == ()
    assert await talk.chats.reply_to(ANN, in_private, talk.now) is None
    assert (await talk.chats.recall(TEAM, 0, talk.now))[1]
    assert await talk.chats.reply_to(TEAM, in_group, talk.now) is not None


async def test_mydata_says_what_there_is_and_forget_deletes_it(talk: Talk) -> None:
    (nothing,) = await talk.say("/mydata")
    assert nothing.html == (
        "Nothing is stored about this chat. If it was forgotten, a code is left for a year: /privacy"
    )
    await talk.say(WHY)
    await talk.press("l:ru")
    (stored,) = await talk.say("/mydata", language="en")
    assert "выбранный язык: Русский" in stored.html
    assert "в течение 48 часов: 1" in stored.html
    assert "подписки" not in stored.html
    (sure,) = await talk.say("/forget")
    _, forgotten = await talk.press(sure.data("forget:yes"))
    assert "Забыто" in forgotten.html
    (nothing,) = await talk.say("/mydata", language="en")
    assert "a code is left for a year" in nothing.html


async def test_about_says_whose_account_it_is_and_that_no_language_model_writes(talk: Talk) -> None:
    (about,) = await talk.say("/about")
    assert "The Port News" in about.html
    assert "No language model writes answers." in about.html


async def test_settings_lead_to_languages_and_notices_and_change_nothing_by_themselves(talk: Talk) -> None:
    await talk.chats.set_language(7, "ru")
    (shown,) = await talk.say("/settings")
    _, choice = await talk.press(shown.data("l"), below=shown)
    assert [button["text"] for button in choice.buttons][:3] == ["English", "Русский", "Українська"]
    assert await talk.chats.language(7) == "ru"
    *_, notices = await talk.press(shown.data("s"), below=shown)
    assert "/subscribe" in notices.html
