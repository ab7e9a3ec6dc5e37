"""Buttons and lists: each leads to what it says, and every press is answered."""

from dataclasses import replace

import pytest

from bot.terminal.offline_calls import refusal
from handlers.context import SERVICES
from knowledge.model import Topic
from tests.handlers.conftest import BASE
from tests.support.talk import GROUP, PRIVATE, Talk

WHY = "Why did the Harbour Office refuse the licence?"


async def test_more_context_shows_the_neighbouring_passages_as_a_reply(talk: Talk) -> None:
    (reply,) = await talk.say("How many complaints did Marsh file?")
    answered, context = await talk.press(reply.data("c:"))
    assert answered.method == "answerCallbackQuery"
    assert "citing safety" in context.html
    assert "The crew had repaired the hull" in context.html
    assert context.given["reply_parameters"]["message_id"] == 1001


async def test_related_facts_open_and_can_be_asked_about(talk: Talk) -> None:
    (reply,) = await talk.say(WHY)
    _, related = await talk.press(reply.data("r:"))
    _, opened = await talk.press(related.data("f:rejected"))
    assert "June 2019" in opened.html
    assert ((await talk.chats.recall(7, 0, talk.now))[1])[0] == "rejected"


async def test_none_of_these_says_what_one_can_do(talk: Talk) -> None:
    _, reply = await talk.press("none")
    assert "/topics" in reply.html


@pytest.mark.parametrize("data", ["f:gone", "c:gone", "r:gone", "t:gone", "tl:x", "tl:", "zz", "l:"])
async def test_a_button_that_leads_nowhere_any_more_says_so(talk: Talk, data: str) -> None:
    calls = await talk.press(data)
    assert calls[0].method == "answerCallbackQuery"
    if data != "l:":
        assert len(calls) == 1
        assert calls[0].given["text"] == "This is no longer available. Please ask again."


async def test_a_button_below_a_message_too_old_for_telegram_to_show_still_opens_its_fact(talk: Talk) -> None:
    person = talk.message(None)["from"]
    old = {"message_id": 1, "date": 0, "chat": PRIVATE}
    query = {"id": "5", "from": person, "chat_instance": "1", "message": old, "data": "f:refused"}
    answered, opened = await talk.give("callback_query", query)
    assert answered.method == "answerCallbackQuery"
    assert "The Harbour Office of Norland refused" in opened.html


async def test_a_page_that_cannot_be_edited_any_more_is_sent_anew(talk: Talk) -> None:
    talk.telegram.faults["editMessageText"].append(refusal(400, "Bad Request: message can't be edited"))
    assert [call.method for call in await talk.press("tl:1")][1:] == ["editMessageText", "sendMessage"]


async def test_a_button_in_a_group_is_answered_in_its_thread(talk: Talk) -> None:
    message = {
        "message_id": 60,
        "date": 1,
        "chat": GROUP,
        "text": "x",
        "message_thread_id": 3,
        "is_topic_message": True,
    }
    query = {
        "id": "5",
        "from": talk.message(None)["from"],
        "chat_instance": "1",
        "message": message,
        "data": "f:refused",
    }
    _, reply = await talk.give("callback_query", query)
    assert reply.given["message_thread_id"] == 3


async def test_topics_lead_to_facts(talk: Talk) -> None:
    (topics,) = await talk.say("/topics")
    assert [button["text"] for button in topics.buttons] == ["The licence"]
    _, topic = await talk.press(topics.data("t:"))
    assert topic.data("f:") == "f:refused"


async def test_the_timeline_is_turned_in_place_even_where_the_page_is_shown_already(talk: Talk) -> None:
    (timeline,) = await talk.say("/timeline@casewire_bot", GROUP)
    assert timeline.html.index("3 May 2019") < timeline.html.index("June 2019")
    talk.telegram.faults["editMessageText"].append(refusal(400, "Bad Request: message is not modified"))
    assert [call.method for call in await talk.press("tl:1")] == ["answerCallbackQuery", "editMessageText"]


@pytest.mark.parametrize("command", ["/sources", "/latest"])
async def test_documents_are_shown_with_their_link_publisher_and_date(talk: Talk, command: str) -> None:
    (reply,) = await talk.say(command)
    assert '<a href="https://example.org/note">A note</a>\nThe Port News, 1 July 2019' in reply.html


async def test_a_date_gives_its_facts_and_a_date_without_facts_says_so(talk: Talk) -> None:
    (reply,) = await talk.say("2019")
    assert reply.html.index("3 May 2019") < reply.html.index("June 2019")
    (empty,) = await talk.say("1999")
    assert empty.html.startswith("The documents have nothing dated 1999.")


@pytest.mark.parametrize(("first", "named", "count"), [("/topics", "t:", 250), ("t:first", "f:", 130)])
async def test_topics_and_facts_of_any_number_come_in_pages(talk: Talk, first: str, named: str, count: int) -> None:
    label = dict.fromkeys(BASE.case.languages, "Title")
    topics = (Topic("first", label), *(Topic("t" * 60 + str(number), label) for number in range(1, 250)))
    facts = {f"f{n}": replace(BASE.facts["refused"], id=f"f{n}", topic="first") for n in range(130)}
    base = replace(BASE, case=replace(BASE.case, topics=topics), facts=facts)
    talk.application.bot_data[SERVICES] = replace(talk.services, base=base)
    *_, page = await talk.say(first) if first.startswith("/") else await talk.press(first)
    found: set[str] = set()
    while True:
        assert len(page.buttons) <= 100
        found |= {button["callback_data"] for button in page.buttons if button["callback_data"].startswith(named)}
        further = [button["callback_data"] for button in page.buttons if button["text"] == "Next →"]
        if not further:
            break
        _, page = await talk.press(further[0])
        assert page.method == "editMessageText"
    assert len(found) == count
