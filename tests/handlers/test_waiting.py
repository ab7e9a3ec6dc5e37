"""Questions that wait for an answer: kept only when a person says so, listed, ended, and never more than fit."""

import pytest

from knowledge.notices.audience import WAITING_LENGTH, WAITING_MOST, About, Subscription
from tests.handlers.following import data, followed, text
from tests.support.talk import GROUP, PRIVATE, Talk

MOON = "Where is the moon?"
WAIT = "s:question:"
TEAM = -100


async def questions(talk: Talk, chat: int = 7) -> list[str]:
    return [one.text for one in await followed(talk, chat) if one.about is About.QUESTION]


@pytest.mark.parametrize(
    ("asked", "offered"),
    [(MOON, True), ("hello", False), ("?!", False), ("Why did the Harbour Office refuse the licence?", False)],
)
async def test_only_a_question_without_an_answer_offers_to_tell_when_there_is_one(
    talk: Talk, asked: str, offered: bool
) -> None:
    (reply,) = await talk.say(asked)
    assert (WAIT in data([reply])) == offered
    assert ("reply_parameters" in reply.given) == (WAIT in data([reply])), "the button finds the question by it"


async def test_passages_that_are_no_answer_offer_it_too(talk: Talk) -> None:
    (reply,) = await talk.say("the hull in winter")
    assert "No curated answer" in reply.html
    assert WAIT in data([reply])


async def test_who_means_none_of_the_suggestions_can_wait_for_the_answer(talk: Talk) -> None:
    _, reply = await talk.press("none", asked=MOON)
    assert data([reply]) == [WAIT]
    assert reply.given["reply_parameters"]["message_id"] == talk.message_id, "it answers the question"
    _, without = await talk.press("none")
    assert data([without]) == []


async def test_nothing_of_a_question_is_kept_before_the_button_is_pressed(talk: Talk) -> None:
    await talk.say(MOON)
    assert await followed(talk) == ()
    assert await talk.chats.subscribers.questions() == frozenset()


@pytest.mark.parametrize(
    ("chat", "written"),
    [
        (PRIVATE, MOON),
        (PRIVATE, f"/ask {MOON}"),
        (GROUP, f"/ask@casewire_bot {MOON}"),
        (GROUP, f"@Casewire_Bot {MOON}"),
    ],
)
async def test_the_question_is_kept_without_the_command_and_the_mention(
    talk: Talk, chat: dict[str, object], written: str
) -> None:
    talk.telegram.chats.status = "administrator"
    *_, told = await talk.press(WAIT, chat, asked=written)
    assert f"\n• {MOON}\n" in told.html
    assert "encrypted" in told.html
    assert await questions(talk, int(str(chat["id"]))) == [MOON]


async def test_the_same_question_is_kept_once_however_it_is_written(talk: Talk) -> None:
    for written in (MOON, "where is  THE MOON", MOON):
        await talk.press(WAIT, asked=written)
    assert await questions(talk) == [MOON]
    assert len(await followed(talk)) == 1


@pytest.mark.parametrize(
    "now",
    [None, "", "hello", "?", "Why did the Harbour Office refuse the licence?", "moon " * WAITING_LENGTH],
    ids=["deleted or too old for Telegram to show", "no text", "small talk", "no words", "answered", "too long"],
)
async def test_a_question_that_was_deleted_or_changed_meanwhile_is_to_be_asked_again(
    talk: Talk, now: str | None
) -> None:
    (answered,) = await talk.press(WAIT, asked=now)
    assert answered.method == "answerCallbackQuery"
    assert answered.given["text"].endswith("Please ask it again, in one or two sentences.")
    assert await followed(talk) == ()


async def test_a_chat_keeps_so_many_questions_and_says_so(talk: Talk) -> None:
    for number in range(WAITING_MOST):
        await talk.press(WAIT, asked=f"Where is moon {number}?")
    *_, refused = await talk.press(WAIT, asked="Where is the sun?")
    assert refused.given["text"] == "As many questions wait here as can: 20. Please end one first: /subscriptions."
    assert len(await questions(talk)) == WAITING_MOST
    assert len(await talk.press(WAIT, asked="Where is moon 3?")) == 2, "one that is kept is no new one"


async def test_in_a_group_only_administrators_keep_questions(talk: Talk) -> None:
    (refused,) = (await talk.press(WAIT, GROUP, asked=MOON))[1:]
    assert "administrators" in refused.given["text"]
    assert await followed(talk, TEAM) == ()


async def test_a_question_is_listed_and_ended_by_a_button_that_does_not_hold_it(talk: Talk) -> None:
    await talk.press(WAIT, asked=MOON)
    (listed,) = await talk.say("/subscriptions")
    assert f"• question: {MOON}" in listed.html
    (button,) = [one for one in data([listed]) if one.startswith("x:1:question:")]
    assert "moon" not in button
    assert len(button.encode()) <= 64
    ended, _ = await talk.press(button)
    assert ended.given["text"] == f"Ended: question: {MOON}"
    assert await followed(talk) == ()


async def test_another_rhythm_leaves_the_question_as_it_was(talk: Talk) -> None:
    await talk.press(WAIT, asked=MOON)
    await talk.press("w:daily")
    (kept,) = await followed(talk)
    assert (kept.text, kept.rhythm) == (MOON, "daily")


async def test_a_group_that_becomes_a_supergroup_keeps_its_questions_and_its_visits(talk: Talk) -> None:
    await talk.chats.subscribers.follow(TEAM, 0, Subscription(About.QUESTION, text=MOON), "en")
    await talk.chats.audit_log.visit(TEAM, 0, 3)
    await talk.give("message", talk.message(None, GROUP, migrate_to_chat_id=-100777))
    assert await questions(talk, -100777) == [MOON]
    await talk.give("callback_query", _pressed_in(-100777, "w:daily"))
    assert await questions(talk, -100777) == [MOON], "it is not kept a second time under the new id"
    assert await talk.chats.audit_log.visited(-100777, 0) == 3
    assert await talk.chats.audit_log.visited(TEAM, 0) is None


def _pressed_in(chat: int, button: str) -> dict[str, object]:
    group = {"id": chat, "type": "private", "first_name": "G"}
    bot = {"id": 1, "is_bot": True, "first_name": "Bot"}
    message = {"message_id": 1, "date": 1, "chat": group, "from": bot, "text": "x"}
    return {"id": "5", "from": bot | {"is_bot": False}, "chat_instance": "1", "message": message, "data": button}


async def test_privacy_says_when_a_question_is_kept_and_forgetting_deletes_it(talk: Talk) -> None:
    await talk.press(WAIT, asked=MOON)
    await talk.say("/whatsnew")
    (privacy,) = await talk.say("/privacy")
    assert "that question, encrypted" in text([privacy])
    await talk.press("forget:yes")
    assert await talk.chats.subscribers.questions() == frozenset()
    assert await talk.chats.audit_log.visited(7, 0) is None
