"""What readers say of answers: thumbs are counts and no more, a report is kept only after it was agreed to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.storage.schema import contexts, metadata, properties, replies
from bot.terminal.offline_calls import Call, keyboard, refusal
from bot.terminal.offline_chats import BOT
from handlers.context import SERVICES
from handlers.ports import Operator
from knowledge.feedback import Rating, Report
from knowledge.notices.diff import wording_of
from tests.support.talk import GROUP, PRIVATE, Talk

ANN, ADMIN = 7, 99
FACT, ASKED = "when-refused", "When was the licence refused?"
KEPT_OF_ANY_CHAT = {contexts, replies, properties}
"""Tables that questions alone fill."""


def wording(talk: Talk, fact: str = FACT) -> str:
    return wording_of(talk.services.base.facts[fact])


async def ask(talk: Talk, chat: dict[str, Any] = PRIVATE, asked: str = ASKED, **more: Any) -> Call:
    (answer,) = await talk.say(asked if chat is PRIVATE else f"/ask {asked}", chat, **more)
    return answer


async def reports(talk: Talk) -> list[Report]:
    return [one.report for one in await talk.chats.feedback.reports(talk.now)]


async def offer(talk: Talk, **more: Any) -> Call:
    """Press *Report error* below an answer; return what is offered."""
    answer = await ask(talk, **more)
    _, offered = await talk.press(answer.data("er:a"), below=answer, chat=more.get("chat", PRIVATE))
    return offered


async def answer_offer(talk: Talk, offered: Call, words: str, **more: Any) -> list[Call]:
    """Answer what is offered in one's own words."""
    markup = {"inline_keyboard": keyboard(offered.given)}
    below = {"message_id": 1001, "date": 1, "chat": PRIVATE, "from": BOT, "text": "something", "reply_markup": markup}
    return await talk.say(words, reply_to_message=below, **more)


async def agree(talk: Talk, offered: Call, asked: str | None = None) -> str:
    """Press the button that agrees; return what then stands there."""
    start = "er:w" if any(one["callback_data"].startswith("er:w") for one in offered.buttons) else "er:s"
    calls = await talk.press(offered.data(start), below=offered, asked=asked)
    return next(call.html for call in calls if call.method == "editMessageText")


async def nothing_is_kept(talk: Talk) -> bool:
    """Whether no table has rows but those that any question fills."""
    async with talk.chats.database.reading() as connection:
        others = [table for table in metadata.sorted_tables if table not in KEPT_OF_ANY_CHAT]
        counts = [(await connection.execute(select(func.count()).select_from(table))).scalar_one() for table in others]
    return not any(counts)


async def test_a_thumb_is_counted_without_who_pressed_and_answered_in_the_language_of_the_answer(talk: Talk) -> None:
    answer = await ask(talk, asked="Почему Управление порта отказало в лицензии?", language="en")
    edited, counted = await talk.press(answer.data("v:good"), below=answer)
    assert "Учтено" in counted.given["text"]
    assert [one["text"] for one in edited.buttons][-1] == "Ошибка?"
    assert "👍" not in str(edited.given), "an answer is rated once"
    assert await talk.chats.feedback.ratings() == (Rating("why-refused", wording(talk, "why-refused"), 1, 0),)


async def test_a_second_press_of_a_thumb_counts_nothing(talk: Talk) -> None:
    answer = await ask(talk)
    await talk.press(answer.data("v:bad"), below=answer)
    talk.telegram.faults["editMessageReplyMarkup"].append(refusal(400, "Bad Request: message is not modified"))
    _, said = await talk.press(answer.data("v:bad"), below=answer)
    assert said.given["text"] == "This answer has been rated already."
    assert await talk.chats.feedback.ratings() == (Rating(FACT, wording(talk), 0, 1),)


@pytest.mark.parametrize("data", ["v:good:00000000:refused", "v:good:anything else:refused", "v:good:1a2b3c4d:gone"])
async def test_a_wording_or_fact_that_is_not_there_is_not_counted(talk: Talk, data: str) -> None:
    answer = await ask(talk)
    (said,) = await talk.press(data, below=answer)
    assert said.given["text"].startswith("This is no longer available")
    assert await talk.chats.feedback.ratings() == ()


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
async def test_before_it_is_agreed_to_a_report_says_what_is_kept_and_nothing_is(talk: Talk, language: str) -> None:
    await talk.chats.set_language(ANN, language)
    offered = await offer(talk)
    assert "90" in offered.html
    assert "/privacy" in offered.html
    assert offered.given["reply_parameters"]["message_id"] == 1001, "it shows which answer is meant"
    await talk.chats.set_language(ANN, None)
    assert await nothing_is_kept(talk)


async def test_a_report_without_words_names_fact_wording_and_language_and_nothing_of_the_question(talk: Talk) -> None:
    said = await agree(talk, await offer(talk))
    assert said.startswith("Sent.")
    assert await reports(talk) == [Report(FACT, wording(talk), "en")]


async def test_who_does_not_agree_sends_nothing(talk: Talk) -> None:
    offered = await offer(talk)
    *_, last = await talk.press("er:no", below=offered)
    assert last.html == "Nothing was sent, and nothing is kept."
    assert await nothing_is_kept(talk)


async def test_own_words_are_kept_only_after_another_press(talk: Talk) -> None:
    offered = await offer(talk)
    (sure,) = await answer_offer(talk, offered, "It was refused in April.")
    assert "Send the report with what you have just written?" in sure.html
    assert sure.given["reply_parameters"]["message_id"] == talk.message_id, "the words are shown above"
    assert await nothing_is_kept(talk)
    await agree(talk, sure, asked="It was refused in April.")
    assert await reports(talk) == [Report(FACT, wording(talk), "en", "It was refused in April.")]


async def test_an_edited_answer_to_the_offer_is_no_question(talk: Talk) -> None:
    offered = await offer(talk)
    markup = {"inline_keyboard": keyboard(offered.given)}
    below = {"message_id": 1001, "date": 1, "chat": PRIVATE, "from": BOT, "text": "something", "reply_markup": markup}
    edited = talk.message("Why was it refused?", reply_to_message=below, edit_date=1)
    assert await talk.give("edited_message", edited) == []


async def test_nobody_sends_the_words_of_others(talk: Talk) -> None:
    (sure,) = await answer_offer(talk, await offer(talk), "It was refused in April.")
    written = talk.message("It was refused in April.", GROUP) | {"from": {"id": 8, "is_bot": False, "first_name": "B"}}
    (said,) = await talk.press(sure.data("er:w"), GROUP, below=sure, reply_to_message=written)
    assert said.given["text"].startswith("This is no longer available")
    assert await reports(talk) == []


async def test_the_same_is_not_sent_twice(talk: Talk) -> None:
    offered = await offer(talk)
    await agree(talk, offered)
    assert await agree(talk, offered) == "You have reported this already. Thank you."
    (sure,) = await answer_offer(talk, offered, "In April.")
    assert "now stands in your report" in await agree(talk, sure, asked="In April.")
    assert [one.words for one in await reports(talk)] == ["In April."]


async def test_a_report_from_a_group_belongs_to_the_person_and_goes_with_the_person(talk: Talk) -> None:
    answer = await ask(talk, GROUP)
    _, offered = await talk.press(answer.data("er:a"), GROUP, below=answer)
    await talk.press(offered.data("er:s"), GROUP, below=offered)
    await talk.chats.forget(-100, datetime.now(UTC))
    assert len(await reports(talk)) == 1, "it is not the group's"
    await talk.press("forget:yes")
    assert await reports(talk) == []


async def test_a_report_is_never_kept_longer_than_configured_whatever_a_button_says(talk: Talk) -> None:
    await talk.press(f"er:s:999999999:{wording(talk)}:refused")
    (kept,) = await talk.chats.feedback.reports(talk.now)
    assert (kept.until - kept.day).days == Operator().report_days


async def test_a_report_is_offered_in_words_too_for_the_fact_told_last(talk: Talk) -> None:
    await ask(talk)
    (offered,) = await talk.say("report an error")
    assert "When was the licence refused?" in offered.html
    await agree(talk, offered)
    assert [one.fact for one in await reports(talk)] == [FACT]


async def test_who_wants_to_report_in_words_learns_whom_to_write_to_as_well(talk: Talk) -> None:
    operator = Operator("Ada", "@ada", "We answer within a week.")
    talk.application.bot_data[SERVICES] = replace(talk.services, operator=operator)
    await ask(talk)
    (offered,) = await talk.say("report an error")
    assert offered.data("er:s")
    assert offered.html.endswith("Contact: @ada\nCorrections: We answer within a week.")


async def test_only_admins_see_reports(talk: Talk) -> None:
    await agree(talk, await offer(talk))
    (unknown,) = await talk.say("/nonsense")
    (reply,) = await talk.say("/reports")
    assert reply.html == unknown.html
    (kept,) = await talk.chats.feedback.reports(talk.now)
    for data in ("rs:1", f"rx:1:{kept.id}"):
        (said,) = await talk.press(data)
        assert said.method == "answerCallbackQuery"
    assert len(await reports(talk)) == 1


async def test_admins_turn_the_pages_and_say_what_is_done(talk: Talk) -> None:
    offered = await offer(talk)
    (sure,) = await answer_offer(talk, offered, "It was <refused> in April.")
    await agree(talk, sure, asked="It was <refused> in April.")
    talk.now += timedelta(days=1)
    other = await ask(talk, asked="Why was the licence refused?")
    await talk.press(other.data("v:bad"), below=other)
    _, offered = await talk.press(other.data("er:a"), below=other)
    await talk.press(f"er:s:90:0000000a:{offered.data('er:s').rpartition(':')[2]}", below=offered)
    administer(talk)
    (page,) = await talk.say("/reports")
    assert "Report 1 of 2, of 1 January 2020. It is deleted on 31 March 2020 at the latest." in page.html
    assert "It was &lt;refused&gt; in April." in page.html
    assert "It still reads as the reader saw it (en)" in page.html
    *_, page = await talk.press(page.data("rs:2"), below=page)
    assert "It has been changed since the reader saw it." in page.html
    *_, page = await talk.press(page.data("rs:1"), below=page)
    said, page = await talk.press(page.data("rx:1"), below=page)
    assert said.given["text"] == "Deleted."
    assert "Report 1 of 1" in page.html
    *_, page = await talk.press(page.data("rx:1"), below=page)
    assert page.html == "No reports are waiting."
    assert await reports(talk) == []


async def test_admins_are_told_of_the_first_report_that_waits_and_not_of_each(talk: Talk) -> None:
    administer(talk, ADMIN)
    await agree(talk, await offer(talk))
    await talk.press("er:s:90:0000000a:refused")
    assert [text for chat, text in talk.telegram.sent if chat == ADMIN] == ["A reader has reported an error: /reports"]


async def test_an_admin_who_blocked_the_bot_costs_no_report(talk: Talk) -> None:
    administer(talk, ADMIN)
    offered = await offer(talk)
    talk.telegram.faults["sendMessage"].append(refusal(403, "Forbidden: bot was blocked by the user"))
    assert (await agree(talk, offered)).startswith("Sent.")
    assert len(await reports(talk)) == 1


def administer(talk: Talk, *admins: int) -> None:
    """Let these people be the admins, or Ann."""
    talk.application.bot_data[SERVICES] = replace(talk.services, admins=frozenset(admins or {ANN}))
