"""What a chat can set and know: its language, and that everything about it can be forgotten."""

from tests.handlers.offline import GROUP, Talk

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


async def test_in_a_group_only_administrators_choose_and_forget(talk: Talk) -> None:
    for data in ("l:uk", "forget"):
        _, answered = await talk.press(data, GROUP)
        assert answered.given["text"] == "Only administrators of this group can change that."
    assert talk.chats.languages == {}
    talk.api.status = "administrator"
    await talk.press("l:uk", GROUP)
    assert talk.chats.languages == {GROUP["id"]: "uk"}


async def test_privacy_forgets_everything_about_this_chat_and_nothing_about_others(talk: Talk) -> None:
    await talk.say(f"@case_bot {WHY}", GROUP)
    await talk.say(WHY)
    await talk.press("l:ru")
    (privacy,) = await talk.say("/privacy", language="en")
    assert "15" in privacy.html
    _, forgotten = await talk.press(privacy.data("forget"))
    assert forgotten.method == "editMessageText"
    assert talk.chats.languages == {}
    assert [key[0] for key in (*talk.chats.told, *talk.chats.replies)] == [GROUP["id"]] * 2


async def test_about_says_whose_account_it_is_and_that_no_language_model_writes(talk: Talk) -> None:
    (about,) = await talk.say("/about")
    assert "The Port News" in about.html
    assert "No language model writes answers." in about.html
