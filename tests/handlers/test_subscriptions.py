"""Following from the chat: commands, buttons, groups, time zones, and chats that come and go."""

from html import escape
from typing import Any

import pytest

from bot.storage.deliveries import Retry
from bot.storage.publications import Plan
from bot.storage.rescheduling import TOPIC_CLOSED
from bot.terminal.offline_chats import BOT
from handlers.texts import say
from knowledge.notices.audience import WORDS_MOST, About, Rhythm, Settings, Subscription, Unreachable
from knowledge.notices.reasons import Reason
from tests.bot.contents import TEXT
from tests.handlers.conftest import BASE
from tests.handlers.following import ANN, TEAM, data, followed, text
from tests.support.talk import GROUP, PRIVATE, Talk

CASE = Subscription(About.CASE)
PERSON = {"id": ANN, "is_bot": False, "first_name": "Ann"}
RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members "
    "can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes "
    "can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_pin_messages "
    "can_manage_topics can_edit_tag can_react_to_messages is_member"
).split()


async def test_subscribe_offers_the_case_the_topics_and_the_names(talk: Talk) -> None:
    assert data(await talk.say("/subscribe")) == ["s:case:", "s:t", "s:n"]
    topics = data(await talk.press("s:t"))
    assert topics == [f"s:topic:{topic.id}" for topic in BASE.case.topics]
    await talk.press(topics[0])
    assert await followed(talk) == (Subscription(About.TOPIC, BASE.case.topics[0].id),)


async def test_the_first_subscription_says_what_to_expect_and_the_next_is_short(talk: Talk) -> None:
    assert "/subscriptions" in text(await talk.press("s:case:"))
    fact = next(iter(BASE.facts))
    again = text(await talk.press(f"s:fact:{fact}"))
    assert "Subscribed" in again
    assert "/subscriptions" not in again


async def test_words_are_followed_as_they_are_and_shut_out_with_a_minus(talk: Talk) -> None:
    await talk.say("/subscribe visa bans")
    await talk.say("/subscribe - trial")
    own = {(one.about, one.text) for one in await followed(talk)}
    assert own == {(About.WORDS, "visa bans"), (About.WITHOUT, "trial")}


@pytest.mark.parametrize("dash", ["-", "–", "—", "− ", "－"])
async def test_words_after_any_dash_are_shut_out(talk: Talk, dash: str) -> None:
    assert "no notices with: trial" in text(await talk.say(f"/subscribe {dash}trial"))
    assert [(one.about, one.text) for one in await followed(talk)] == [(About.WITHOUT, "trial")]


async def test_who_only_shuts_words_out_is_told_that_no_notices_come(talk: Talk) -> None:
    alone = text(await talk.say("/subscribe -trial"))
    assert "follows nothing yet" in alone
    assert "when there is news" not in alone
    await talk.press("s:case:")
    assert "nothing" not in text(await talk.say("/subscribe -visa"))


@pytest.mark.parametrize("typed", ["-", "—", "- ?", "…", "the", "- the", "из", "що", "word " * 13, "-" + "w" * 61])
@pytest.mark.parametrize("language", ["en", "ru", "uk"])
async def test_words_that_cannot_be_followed_are_refused_with_a_reason(talk: Talk, typed: str, language: str) -> None:
    too_long = len(typed) > 10
    expected = say(language, "words_long", limit=60) if too_long else say(language, "words_empty")
    assert text(await talk.say(f"/subscribe {typed}", language=language)) == escape(expected)
    assert await followed(talk) == ()


async def test_every_answer_offers_to_tell_if_it_changes(talk: Talk) -> None:
    calls = await talk.say("Why did the Harbour Office refuse the licence?")
    (button,) = [one for one in data(calls) if one.startswith("s:fact:")]
    await talk.press(button)
    assert [one.about for one in await followed(talk)] == [About.FACT]


async def test_what_is_followed_is_listed_and_each_can_be_ended(talk: Talk) -> None:
    assert "/subscribe" in text(await talk.say("/subscriptions"))
    await talk.press("s:case:")
    listed = await talk.say("/subscriptions")
    assert "The whole case".casefold() in text(listed).casefold()
    ack, shown = await talk.press("x:1:case:")
    assert "x:1:case:" in data(listed)
    assert ack.given["text"] == "Ended: the whole case"
    assert (shown.method, "follows nothing" in shown.html) == ("editMessageText", True)
    assert await followed(talk) == ()


async def test_rhythm_quiet_hours_sound_and_pause_are_set_by_buttons(talk: Talk) -> None:
    await talk.press("s:case:")
    for button in ("w:daily", "w:quiet", "w:urgent", "w:silence", "w:pause"):
        assert button in data(await talk.press("s")) + data(await talk.say("/subscriptions"))
        await talk.press(button)
    assert await followed(talk) == (Subscription(About.CASE, "", Rhythm.DAILY),)
    assert await talk.chats.subscribers.settings(ANN) == Settings("UTC", (1320, 480), True, True, True)
    assert "Paused" in text(await talk.say("/subscriptions"))


async def test_in_a_group_only_administrators_change_what_it_follows(talk: Talk) -> None:
    assert "administrators" in text(await talk.say("/subscribe", GROUP))
    await talk.press("s:case:", GROUP)
    assert await followed(talk, TEAM) == ()
    talk.telegram.chats.status = "administrator"
    await talk.press("s:case:", GROUP)
    assert await followed(talk, TEAM) == (CASE,)


async def test_another_rhythm_leaves_the_language_of_the_notices_alone(talk: Talk) -> None:
    await talk.give("callback_query", {**pressed("s:case:"), "from": {**PERSON, "language_code": "uk"}})
    await talk.give("callback_query", {**pressed("w:daily"), "from": {**PERSON, "language_code": "uk"}})
    at = talk.now.timestamp()
    await talk.chats.publications.publish(
        "news", "text", lambda _: Plan(Reason.decode("case:"), "now", at), "test", talk.now
    )
    (delivery,) = await talk.chats.outbox.waiting(at, 10)
    assert delivery.language == "uk"


def pressed(data: str) -> dict[str, Any]:
    message = {"message_id": 1001, "date": 1, "chat": PRIVATE, "from": BOT, "text": "something"}
    return {"id": "5", "from": PERSON, "chat_instance": "1", "message": message, "data": data}


async def test_a_chat_that_removes_the_bot_is_paused_until_it_is_back(talk: Talk) -> None:
    await talk.press("s:case:")
    at = talk.now.timestamp()
    await talk.chats.publications.publish(
        "news", "text", lambda _: Plan(Reason.decode("case:"), "now", at), "test", talk.now
    )
    person = talk.message(None)["from"]
    for status, waiting in (("kicked", 0), ("member", 1)):
        old, new = ({"user": BOT, "status": one, "until_date": 0} for one in ("left", status))
        change = {"chat": PRIVATE, "from": person, "date": 0, "old_chat_member": old, "new_chat_member": new}
        await talk.give("my_chat_member", change)
        assert len(await talk.chats.outbox.waiting(at, 10)) == waiting


def rights(status: str, **more: Any) -> dict[str, Any]:
    """Return the bot as a member of a chat."""
    return {"user": BOT, "status": status, **dict.fromkeys(RIGHTS, False), "until_date": 0, **more}


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (rights("left"), Unreachable.REMOVED),
        (rights("restricted", is_member=True, can_send_messages=False), Unreachable.NO_RIGHTS),
        (rights("administrator", can_post_messages=False), Unreachable.NO_RIGHTS),
    ],
)
async def test_a_change_of_the_bots_rights_says_whether_it_can_write(
    talk: Talk, member: dict[str, Any], why: Unreachable
) -> None:
    chat = {**GROUP, "type": "channel"}
    await talk.chats.subscribers.follow(TEAM, 0, CASE, "en")
    person = talk.message(None)["from"]
    allowed = rights("administrator", can_post_messages=True)
    for old, new, expected in ((allowed, member, why), (member, allowed, None)):
        await talk.give(
            "my_chat_member",
            {"chat": chat, "from": person, "date": 0, "old_chat_member": old, "new_chat_member": new},
        )
        assert await talk.chats.subscribers.why_unreachable(TEAM) is expected


async def test_a_message_or_a_press_shows_that_a_chat_can_be_reached(talk: Talk) -> None:
    now = talk.now.timestamp()
    await talk.chats.subscribers.follow(ANN, 0, CASE, "en")
    for sign in (talk.say("hello"), talk.press("none")):
        await talk.chats.subscribers.mark_unreachable(ANN, Unreachable.BLOCKED, now)
        await sign
        assert await talk.chats.subscribers.why_unreachable(ANN) is None
    await talk.chats.subscribers.mark_unreachable(ANN, Unreachable.NO_RIGHTS, now)
    await talk.say("hello")
    assert await talk.chats.subscribers.why_unreachable(ANN) is Unreachable.NO_RIGHTS, (
        "a message proves no right to write"
    )


async def test_a_group_that_becomes_a_supergroup_keeps_what_it_follows(talk: Talk) -> None:
    await talk.chats.subscribers.follow(TEAM, 0, CASE, "en")
    await talk.give("message", talk.message(None, GROUP, migrate_to_chat_id=-100777))
    assert await followed(talk, -100777) == (CASE,)


async def test_a_topic_that_is_opened_again_gets_what_waited_for_it(talk: Talk) -> None:
    topic, now = 5, talk.now.timestamp()
    await talk.chats.subscribers.follow(TEAM, topic, CASE, "en")
    await talk.chats.publications.publish(
        "news", TEXT, lambda _: Plan(Reason.decode("case:"), "now", now), "me", talk.now
    )
    lease = await talk.chats.outbox.acquire("one")
    assert lease is not None
    (delivery,) = await talk.chats.outbox.waiting(now, 10)
    assert await talk.chats.outbox.claim(delivery, lease.fencing_token, now)
    await talk.chats.outbox.record(Retry(delivery, now + 3600, TOPIC_CLOSED), lease.fencing_token, now)
    assert await talk.chats.outbox.counts() == [("news", "unreachable", TOPIC_CLOSED, 1)]
    place: dict[str, Any] = {"message_thread_id": topic, "is_topic_message": True}
    await talk.give("message", talk.message(None, GROUP, forum_topic_reopened={}, **place))
    assert len(await talk.chats.outbox.waiting(now, 10)) == 1


@pytest.mark.parametrize("pressed", ["s:topic:gone", "s:fact:", "u:nonsense:x", "w:nonsense", "s:words:x", "u:"])
async def test_a_button_that_leads_nowhere_changes_nothing(talk: Talk, pressed: str) -> None:
    await talk.press("s:case:")
    await talk.press(pressed)
    assert await followed(talk) == (CASE,)


async def test_long_words_in_cyrillic_can_be_ended_from_the_list(talk: Talk) -> None:
    words = "запрет на въезд для чиновников и судей из списка Магнитского"
    await talk.say(f"/subscribe {words}")
    (followed_words,) = await followed(talk)
    (button,) = [one for one in data(await talk.say("/subscriptions")) if "words:" in one]
    assert len(button.encode()) <= 64
    await talk.press(button)
    assert await followed(talk) == ()
    assert followed_words.about is About.WORDS


async def test_words_of_a_button_sent_before_codes_are_understood(talk: Talk) -> None:
    await talk.say("/subscribe visa bans")
    await talk.press("u:words:visa bans")
    assert await followed(talk) == ()


async def test_a_chat_with_the_most_words_is_told_so_and_how_to_make_room(talk: Talk) -> None:
    for number in range(WORDS_MOST):
        await talk.say(f"/subscribe word{number}")
    assert f"as many words as it can: {WORDS_MOST}." in text(await talk.say("/subscribe one more"))
    assert len(await followed(talk)) == WORDS_MOST
