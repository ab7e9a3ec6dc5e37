"""Ending what a chat follows: buttons change no text, one press can be taken back, and ending all asks first."""

from dataclasses import replace
from typing import Any

import pytest

from bot.terminal.offline_calls import Call, refusal
from handlers.replies.fitting import MESSAGE_LIMIT, units
from handlers.replies.notices import NoticeForChat, render_notice
from handlers.replies.subscriptions import Followed, render_followed, render_names, render_topics
from knowledge.model import Name, Topic
from knowledge.notices.audience import FOLLOWED_MOST, About, Rhythm, Settings, Subscription, Unreachable
from knowledge.notices.reasons import Reason
from tests.handlers.conftest import BASE
from tests.handlers.following import ANN, TEAM, data, followed, text
from tests.handlers.replies.notices import notice
from tests.support.talk import GROUP, Talk

IN_A_TOPIC: dict[str, Any] = {"message_thread_id": 5, "is_topic_message": True}
LICENCE = Subscription(About.TOPIC, "licence")
MARSH = Subscription(About.NAME, "marsh")
CASE = Subscription(About.CASE)


def shown(why: str, **more: Any) -> Call:
    """Return a notice as it stands in a chat."""
    buttons = render_notice(NoticeForChat(notice(), 1, Reason.decode(why), ("visa bans",)), BASE, "en").buttons
    rows = [[{"text": one.text, "callback_data": one.data} for one in row] for row in buttons]
    return Call("sendMessage", {"text": "News", "reply_markup": {"inline_keyboard": rows}} | more)


def labels(call: Call) -> list[list[str]]:
    return [[button["text"] for button in row] for row in call.given["reply_markup"]["inline_keyboard"]]


async def follow(talk: Talk, chat: int, *subscriptions: Subscription, thread: int = 0) -> None:
    for one in subscriptions:
        await talk.chats.subscribers.follow(chat, thread, one, "en")


async def test_stop_these_changes_only_the_buttons_and_can_be_taken_back(talk: Talk) -> None:
    await follow(talk, ANN, replace(LICENCE, rhythm=Rhythm.DAILY))
    await talk.chats.subscribers.set_settings(ANN, Settings("Europe/Kyiv", silent=True), 0.0)
    below = shown("topic:licence")
    ack, stopped = await talk.press("u:topic:licence", below=below)
    assert ack.given["text"] == "Stopped: topic: The licence"
    assert stopped.method == "editMessageReplyMarkup", "the text of the notice is not touched"
    assert labels(stopped)[-2:] == [["Stopped: topic: The licence"], ["Undo", "Settings"]]
    assert await followed(talk) == ()
    ack, back = await talk.press(stopped.data("b:"), below=stopped)
    assert ack.given["text"] == "Subscribed again: topic: The licence"
    assert back.given["reply_markup"] == below.given["reply_markup"]
    assert await followed(talk) == (replace(LICENCE, rhythm=Rhythm.DAILY),)
    assert await talk.chats.subscribers.settings(ANN) == Settings("Europe/Kyiv", silent=True)


async def test_where_buttons_cannot_be_changed_any_more_undo_comes_in_a_message(talk: Talk) -> None:
    await follow(talk, ANN, LICENCE)
    talk.telegram.faults["editMessageReplyMarkup"].append(refusal(400, "Bad Request: message can't be edited"))
    *_, sent = await talk.press("u:topic:licence", below=shown("topic:licence"))
    assert (sent.method, sent.html) == ("sendMessage", "Stopped: topic: The licence")
    await talk.press(sent.data("b:"), below=sent)
    assert await followed(talk) == (LICENCE,)


async def test_words_that_were_stopped_come_back_as_they_were(talk: Talk) -> None:
    await follow(talk, ANN, Subscription(About.WORDS, text="visa bans"))
    (before,) = await followed(talk)
    _, stopped = await talk.press(f"u:words:{before.value}", below=shown(f"words:{before.value}"))
    assert await followed(talk) == ()
    await talk.press(stopped.data("b:"), below=stopped)
    assert await followed(talk) == (before,)


async def test_a_question_too_long_for_a_button_is_not_offered_back_cut(talk: Talk) -> None:
    await follow(talk, ANN, Subscription(About.QUESTION, text="Where is the moon? " * 15))
    (asked,) = await followed(talk)
    _, stopped = await talk.press(f"u:question:{asked.value}")
    assert "Undo" not in str(labels(stopped))
    assert await followed(talk) == ()


async def test_settings_below_a_notice_leave_the_notice_as_it_is(talk: Talk) -> None:
    await follow(talk, ANN, CASE)
    _, sent = await talk.press("s", below=shown("case:"))
    assert sent.method == "sendMessage"
    assert "This chat follows" in sent.html
    talk.telegram.chats.status = "administrator"
    await follow(talk, TEAM, CASE)
    *_, sent = await talk.press("s", GROUP)
    assert sent.given["reply_parameters"]["message_id"] == 1001


@pytest.mark.parametrize("pressed", ["s", "u:topic:licence", "s:fact:refused", "f:refused", "c:refused", "r:refused"])
async def test_no_button_below_a_text_replaces_it(talk: Talk, pressed: str) -> None:
    await follow(talk, ANN, CASE, LICENCE)
    calls = await talk.press(pressed, below=shown("topic:licence"))
    assert "editMessageText" not in [call.method for call in calls]


async def test_a_press_ends_what_another_topic_of_the_group_follows(talk: Talk) -> None:
    talk.telegram.chats.status = "administrator"
    await follow(talk, TEAM, LICENCE, thread=5)
    *_, ack, stopped = await talk.press("u:topic:licence", GROUP, below=shown("topic:licence"))
    assert ack.given["text"] == "Ended in another topic of this group: topic: The licence"
    assert "Undo" not in str(labels(stopped))
    assert await talk.chats.subscribers.followed(TEAM, 5) == ()


async def test_a_press_on_what_was_ended_before_says_so(talk: Talk) -> None:
    for pressed in ("u:topic:licence", "x:1:topic:licence", "u:words:0123456789abcdef"):
        ack, *_ = await talk.press(pressed, below=shown("topic:licence"))
        assert ack.given["text"] == "This chat does not follow that any more."


async def test_an_undo_that_leads_nowhere_says_so(talk: Talk) -> None:
    for pressed in ("b:now:words:0123456789abcdef", "b:now:topic:gone", "b:often:case:", "b:"):
        (ack,) = await talk.press(pressed)
        assert ack.given["text"] == "This is no longer available. Please ask again."
    assert await followed(talk) == ()


async def test_in_a_group_only_administrators_stop_and_take_back(talk: Talk) -> None:
    await follow(talk, TEAM, CASE)
    for pressed in ("u:case:", "x:1:case:", "e:chat", "b:now:name:marsh", "forget:yes"):
        assert "administrators" in text(await talk.press(pressed, GROUP, below=shown("case:")))
    assert await followed(talk, TEAM) == (CASE,)


async def test_unsubscribe_asks_before_it_ends_all(talk: Talk) -> None:
    assert "follows nothing" in text(await talk.say("/unsubscribe"))
    await follow(talk, ANN, CASE, LICENCE)
    (sure,) = await talk.say("/unsubscribe")
    assert "End all subscriptions of this chat (2)?" in sure.html
    assert len(await followed(talk)) == 2
    _, left = await talk.press(sure.data("no"))
    assert left.html == "Nothing has changed."
    assert len(await followed(talk)) == 2
    _, ended = await talk.press(sure.data("e:chat"))
    assert "no more notices" in ended.html
    assert await followed(talk) == ()


async def test_the_list_asks_before_it_ends_all(talk: Talk) -> None:
    await follow(talk, ANN, CASE)
    (listed,) = await talk.say("/subscriptions")
    _, sure = await talk.press(listed.data("e:"))
    assert "End all subscriptions of this chat (1)?" in sure.html
    assert await followed(talk) == (CASE,)


async def test_unsubscribe_in_a_topic_says_which_and_offers_the_others(talk: Talk) -> None:
    talk.telegram.chats.status = "administrator"
    await follow(talk, TEAM, CASE, MARSH, thread=5)
    await follow(talk, TEAM, LICENCE, thread=6)
    *_, sure = await talk.say("/unsubscribe", GROUP, **IN_A_TOPIC)
    assert "End all subscriptions of this topic (2)?" in sure.html
    assert "Other topics of this group follow (1):\n• topic: The licence" in sure.html
    *_, ended = await talk.press(sure.data("e:here"), GROUP, **IN_A_TOPIC)
    assert "This topic gets no more notices" in ended.html
    assert await talk.chats.subscribers.by_thread(TEAM) == {6: (LICENCE,)}
    *_, sure = await talk.say("/unsubscribe", GROUP, **IN_A_TOPIC)
    assert "This topic follows nothing." in sure.html
    assert sure.html.endswith("End them all?")
    assert not [one for one in data([sure]) if one == "e:here"]
    *_, ended = await talk.press(sure.data("e:chat"), GROUP, **IN_A_TOPIC)
    assert "This chat gets no more notices" in ended.html
    assert await talk.chats.subscribers.by_thread(TEAM) == {}


@pytest.mark.parametrize(
    ("typed", "ended"),
    [
        ("visa bans", "Ended: notices with: visa bans"),
        ("Visa  BANS!", "Ended: notices with: visa bans"),
        ("The licence", "Ended: topic: The licence"),
        ("лицензия", "Ended: topic: The licence"),
        ("licence", "Ended: topic: The licence"),
        ("Марш", "Ended: Helen Marsh"),
        ("-trial", "Ended: no notices with: trial"),
        ("trial", "Ended: no notices with: trial"),
        ("The Aurora case", "Ended: the whole case"),
    ],
)
async def test_unsubscribe_with_words_ends_only_what_they_name(talk: Talk, typed: str, ended: str) -> None:
    words, without = Subscription(About.WORDS, text="visa bans"), Subscription(About.WITHOUT, text="trial")
    await follow(talk, ANN, CASE, LICENCE, MARSH, words, without)
    (reply,) = await talk.say(f"/unsubscribe {typed}")
    assert reply.html == ended
    assert len(await followed(talk)) == 4


@pytest.mark.parametrize("typed", ["moon", "the", "!!!", "visa", "-visa bans"])
async def test_unsubscribe_with_words_that_name_nothing_lists_what_is_followed(talk: Talk, typed: str) -> None:
    both = (Subscription(About.WORDS, text="visa bans"), Subscription(About.WORDS, text="visa lists"))
    await follow(talk, ANN, *both)
    (reply,) = await talk.say(f"/unsubscribe {typed}")
    assert "No subscription of this chat is called" in reply.html
    assert "• notices with: visa bans" in reply.html
    assert len(await followed(talk)) == 2


async def test_unsubscribe_with_words_that_only_another_topic_follows_ends_it_there(talk: Talk) -> None:
    talk.telegram.chats.status = "administrator"
    await follow(talk, TEAM, LICENCE, thread=6)
    *_, reply = await talk.say("/unsubscribe licence", GROUP, **IN_A_TOPIC)
    assert reply.html == "Ended in another topic of this group: topic: The licence"
    assert await talk.chats.subscribers.by_thread(TEAM) == {}


@pytest.mark.parametrize("language", BASE.case.languages)
@pytest.mark.parametrize("count", [1, 20, 21, 95, FOLLOWED_MOST, 1500])
def test_what_is_followed_comes_in_pages_that_telegram_takes(count: int, language: str) -> None:
    own = tuple(Subscription(About.WORDS, f"{n:016}", text="<&>" * 20) for n in range(count))
    seen: list[str] = []
    page = 1
    while page:
        state = Followed(own, Settings(quiet=(0, 60)), Unreachable.NO_RIGHTS)
        reply = render_followed(BASE, state, language, page)
        assert units(reply.html) <= MESSAGE_LIMIT
        assert sum(map(len, reply.buttons)) <= 100
        carried = [one.data for row in reply.buttons for one in row]
        assert all(len(one.encode()) <= 64 for one in carried)
        seen += [one for one in carried if one.startswith("x:")]
        page = page + 1 if f"pg:{page + 1}" in carried else 0
    assert len(set(seen)) == count


async def test_pages_are_turned_in_place_and_an_end_keeps_the_page(talk: Talk) -> None:
    for number in range(25):
        await follow(talk, ANN, Subscription(About.FACT, f"fact-{number:02}"))
    (first,) = await talk.say("/subscriptions")
    assert "Page 1 of 2" in first.html
    _, second = await talk.press(first.data("pg:2"))
    assert second.method == "editMessageText"
    assert "Page 2 of 2" in second.html
    _, then = await talk.press(second.data("x:2:"))
    assert "Page 2 of 2" in then.html
    assert len(await followed(talk)) == 24


def test_topics_and_names_of_any_number_can_be_followed() -> None:
    label = {"en": "L" * 90, "ru": "Л" * 90, "uk": "Л" * 90}
    topics = tuple(Topic(f"t{number}", label) for number in range(250))
    names = tuple(Name(f"n{number}", "person", label, ()) for number in range(250))
    base = replace(BASE, case=replace(BASE.case, topics=topics, names=names))
    for render, which in ((render_topics, "t"), (render_names, "n")):
        offered = set()
        for page in range(1, 14):
            reply = render(base, "uk", page)
            assert sum(map(len, reply.buttons)) <= 100
            offered |= {
                one.data
                for row in reply.buttons
                for one in row
                if one.data.count(":") == 2 and not one.data.startswith(f"s:{which}:")
            }
        assert len(offered) == 250


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Unreachable.NO_RIGHTS, "I may not write here"),
        (Unreachable.BLOCKED, "I am blocked"),
        (Unreachable.REMOVED, "I am not a member"),
        (Unreachable.VANISHED, "does not know this chat"),
    ],
)
def test_the_list_says_when_nothing_can_be_sent_and_why(why: Unreachable, said: str) -> None:
    html = render_followed(BASE, Followed((CASE,), Settings(), why), "en").html
    assert html.startswith("<b>Nothing can be sent here at the moment")
    assert said in html


async def test_a_chat_that_lost_the_right_to_be_written_to_reads_so_in_its_list(talk: Talk) -> None:
    await follow(talk, ANN, CASE)
    await talk.chats.subscribers.mark_unreachable(ANN, Unreachable.NO_RIGHTS, 0.0)
    assert "I may not write here" in text(await talk.say("/subscriptions"))
