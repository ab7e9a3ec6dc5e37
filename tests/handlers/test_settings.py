"""What a chat can set and know: its language, and that everything about it can be forgotten."""

from bot.storage.notices import Plan
from tests.handlers.offline import GROUP, Talk

ANN, TEAM = 7, -100
WHY = "Why did the Harbour Office refuse the licence?"


async def test_a_chosen_language_holds_until_it_is_given_back(talk: Talk) -> None:
    (choice,) = await talk.say("/language")
    assert [button["callback_data"] for button in choice.buttons] == ["l:en", "l:ru", "l:uk", "l:auto"]
    answered, changed = await talk.press("l:uk")
    assert answered.method == "answerCallbackQuery"
    assert changed.html == "Відповідатиму українською."
    (reply,) = await talk.say(WHY)
    assert "Стверджує: Управління порту" in reply.html
    await talk.press("l:auto")
    (reply,) = await talk.say(WHY)
    assert "Says: Harbour Office" in reply.html


async def language_of_notices(talk: Talk) -> str:
    at = talk.now.timestamp()
    await talk.chats.notices.publish("news", "text", lambda _: Plan("case:", "now", at), "test", talk.now)
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


async def test_in_a_group_only_administrators_choose_and_forget(talk: Talk) -> None:
    for data in ("l:uk", "forget"):
        _, answered = await talk.press(data, GROUP)
        assert answered.given["text"] == "Only administrators of this group can change that."
    assert await talk.chats.language(TEAM) is None
    talk.api.status = "administrator"
    await talk.press("l:uk", GROUP)
    assert await talk.chats.language(TEAM) == "uk"
    assert await talk.chats.language(ANN) is None


async def test_privacy_forgets_everything_about_this_chat_and_nothing_about_others(talk: Talk) -> None:
    await talk.say(f"@case_bot {WHY}", GROUP)
    in_group = talk.message_id
    await talk.say(WHY)
    in_private = talk.message_id
    await talk.press("l:ru")
    (privacy,) = await talk.say("/privacy", language="en")
    assert "15" in privacy.html
    _, forgotten = await talk.press(privacy.data("forget"))
    assert forgotten.method == "editMessageText"
    assert await talk.chats.language(ANN) is None
    assert (await talk.chats.recall(ANN, 0, talk.now))[1] == ()
    assert await talk.chats.reply_to(ANN, in_private, talk.now) is None
    assert (await talk.chats.recall(TEAM, 0, talk.now))[1]
    assert await talk.chats.reply_to(TEAM, in_group, talk.now) is not None


async def test_about_says_whose_account_it_is_and_that_no_language_model_writes(talk: Talk) -> None:
    (about,) = await talk.say("/about")
    assert "The Port News" in about.html
    assert "No language model writes answers." in about.html
