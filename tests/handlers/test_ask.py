"""Questions in private chats, in groups and inline: what is answered, where, and when the bot is silent."""

from datetime import timedelta

import pytest

from bot.terminal.offline_calls import keyboard, refusal
from bot.terminal.offline_chats import BOT
from tests.support.talk import GROUP, PRIVATE, Talk

WHY = "Why did the Harbour Office refuse the licence?"
TEAM = -100
MOON = "Where is the moon?"


async def test_a_question_in_private_gets_the_fact_its_passage_date_and_source(talk: Talk) -> None:
    (reply,) = await talk.say("When was the licence refused?")
    assert reply.html.startswith("The note says: The Harbour Office of Norland refused the licence")
    assert "<blockquote expandable>The Harbour Office of Norland" in reply.html
    assert "Date of the event: 3 May 2019" in reply.html
    assert '<a href="https://example.org/note">A note</a>\nThe Port News, 1 July 2019' in reply.html
    assert "Says: Harbour Office" in reply.html
    assert reply.given["link_preview_options"] == {"is_disabled": True}
    labels = [["Context", "Related", "Follow"], ["Copy quote", "Cite", "Share"], ["👍", "👎", "Report error"]]
    assert [[button["text"] for button in row] for row in keyboard(reply.given)] == labels


async def test_a_short_question_leans_on_the_last_answer_for_15_minutes(talk: Talk) -> None:
    await talk.say("Was Aurora's licence refused?")
    (reply,) = await talk.say("why?")
    assert "citing safety" in reply.html
    talk.now += timedelta(minutes=16)
    (reply,) = await talk.say("why?")
    assert "citing safety" not in reply.html


@pytest.mark.parametrize("language", [None, "de", "en-GB"])
async def test_the_reply_speaks_the_language_of_the_question(talk: Talk, language: str | None) -> None:
    (reply,) = await talk.say("Почему Управление порта отказало в лицензии?", language=language)
    assert "Утверждает: Управление порта" in reply.html


async def test_a_name_alone_does_not_say_which_language_somebody_speaks(talk: Talk) -> None:
    (reply,) = await talk.say("Helen Marsh", language="ru")
    assert "Хелен Марш. Что говорят документы:" in reply.html


async def test_a_language_that_the_chat_chose_wins(talk: Talk) -> None:
    await talk.say("/language uk")
    (reply,) = await talk.say("Why did the Harbour Office refuse the licence?")
    assert "Стверджує" in reply.html


async def test_what_a_button_below_an_answer_opens_goes_on_in_its_language(talk: Talk) -> None:
    (reply,) = await talk.say("Почему Управление порта отказало в лицензии?", language="en")
    (_, shown) = await talk.press(reply.data("c:"), below=reply)
    assert "Вокруг этого места" in shown.html
    await talk.say("/language en")
    (_, shown) = await talk.press(reply.data("c:"), below=reply)
    assert "Around the passage" in shown.html


async def test_an_edited_question_edits_its_answer(talk: Talk) -> None:
    (first,) = await talk.say(MOON)
    assert first.html.startswith("The documents do not say.")
    (second,) = await talk.edit(WHY, talk.message_id)
    assert second.method == "editMessageText"
    assert second.given["message_id"] == 1001
    assert "citing safety" in second.html


async def test_an_edit_that_changes_nothing_is_no_failure(talk: Talk) -> None:
    await talk.say(WHY)
    text = "Bad Request: message is not modified: specified new message content is exactly the same"
    talk.telegram.faults["editMessageText"].append(refusal(400, text))
    assert [call.method for call in await talk.edit(WHY + "?", talk.message_id)] == ["editMessageText"]


async def test_where_the_answer_was_deleted_an_edited_question_is_answered_anew(talk: Talk) -> None:
    await talk.say(WHY)
    talk.telegram.faults["editMessageText"].append(refusal(400, "Bad Request: message to edit not found"))
    assert [call.method for call in await talk.edit(WHY, talk.message_id)] == ["editMessageText", "sendMessage"]


async def test_an_edit_after_48_hours_is_a_new_question_in_private_and_nothing_in_a_group(talk: Talk) -> None:
    await talk.say(WHY)
    await talk.say(f"@casewire_bot {WHY}", GROUP)
    talk.now += timedelta(hours=49)
    assert [call.method for call in await talk.edit(WHY, 1)] == ["sendMessage"]
    assert await talk.edit(f"@casewire_bot {WHY}", 2, GROUP) == []


async def test_a_command_without_a_question_can_be_completed_by_an_edit(talk: Talk) -> None:
    (asked,) = await talk.say("/ask", GROUP)
    assert "What would you like to know?" in asked.html
    (answer,) = await talk.edit(f"/ask\n{WHY}", talk.message_id, GROUP)
    assert answer.method == "editMessageText"
    assert "citing safety" in answer.html


@pytest.mark.parametrize(
    "text",
    [
        WHY,
        "@other_bot " + WHY,
        "/ask@other_bot " + WHY,
        "@casewire_bot " + MOON,
        "@casewire_bot thanks",
        "/unknown",
        "@casewire_bot",
    ],
)
async def test_a_group_is_left_in_peace(talk: Talk, text: str) -> None:
    assert await talk.say(text, GROUP) == []


@pytest.mark.parametrize(
    "text", [f"@casewire_bot {WHY}", f"{WHY} @Casewire_Bot", f"/ask@casewire_bot {WHY}", f"/ask {WHY}"]
)
async def test_in_a_group_mentions_and_commands_are_answered_in_their_thread(talk: Talk, text: str) -> None:
    (reply,) = await talk.say(text, GROUP, message_thread_id=3, is_topic_message=True)
    assert "citing safety" in reply.html
    assert reply.given["message_thread_id"] == 3
    expected = {"message_id": talk.message_id, "allow_sending_without_reply": True}
    assert reply.given["reply_parameters"] == expected
    assert (await talk.chats.recall(TEAM, 3, talk.now))[1]
    assert (await talk.chats.recall(TEAM, 0, talk.now))[1] == ()


async def test_in_a_group_a_reply_to_the_bot_is_a_question_and_a_reply_to_a_person_is_not(talk: Talk) -> None:
    own = {"message_id": 50, "date": 0, "chat": GROUP, "from": BOT, "text": "something"}
    (reply,) = await talk.say(WHY, GROUP, reply_to_message=own)
    assert "citing safety" in reply.html
    persons = own | {"from": {"id": 9, "is_bot": False, "first_name": "Bob"}}
    assert await talk.say(WHY, GROUP, reply_to_message=persons) == []


@pytest.mark.parametrize("said", ["/ask", "/ask@casewire_bot", "@casewire_bot"])
async def test_a_bare_command_or_mention_asks_the_message_that_it_replies_to(talk: Talk, said: str) -> None:
    persons = {"message_id": 50, "date": 0, "chat": GROUP, "from": {"id": 9, "is_bot": False, "first_name": "Bob"}}
    (reply,) = await talk.say(said, GROUP, reply_to_message=persons | {"text": WHY})
    assert "citing safety" in reply.html
    assert reply.given["reply_parameters"]["message_id"] == 50, "the answer stands below the question"
    photo = [{"file_id": "a", "file_unique_id": "a", "width": 1, "height": 1}]
    (reply,) = await talk.say(said, GROUP, reply_to_message=persons | {"caption": WHY, "photo": photo})
    assert "citing safety" in reply.html
    (reply,) = await talk.say(said, GROUP, reply_to_message=persons | {"text": MOON})
    assert reply.html.startswith("The documents do not say."), "whoever asks by command is told so"


async def test_of_a_message_that_is_quoted_in_part_that_part_is_asked(talk: Talk) -> None:
    persons = {"message_id": 50, "date": 0, "chat": GROUP, "from": {"id": 9, "is_bot": False, "first_name": "Bob"}}
    persons["text"] = f"{MOON} {WHY}"
    (reply,) = await talk.say("/ask", GROUP, reply_to_message=persons, quote={"text": WHY, "position": 9})
    assert "citing safety" in reply.html


async def test_words_after_the_command_are_the_question_whatever_it_replies_to(talk: Talk) -> None:
    persons = {"message_id": 50, "date": 0, "chat": GROUP, "from": {"id": 9, "is_bot": False, "first_name": "Bob"}}
    (reply,) = await talk.say(f"/ask {WHY}", GROUP, reply_to_message=persons | {"text": MOON})
    assert "citing safety" in reply.html
    own = persons | {"from": BOT, "text": WHY}
    (reply,) = await talk.say("/ask", GROUP, reply_to_message=own)
    assert "What would you like to know?" in reply.html


async def test_a_command_in_a_group_is_told_that_the_documents_do_not_say(talk: Talk) -> None:
    (reply,) = await talk.say(f"/ask {MOON}", GROUP)
    assert reply.html.startswith("The documents do not say.")


async def test_in_a_group_an_answer_does_not_stay_below_a_question_it_no_longer_fits(talk: Talk) -> None:
    await talk.say(f"@casewire_bot {WHY}", GROUP)
    (reply,) = await talk.edit(f"@casewire_bot {MOON}", talk.message_id, GROUP)
    assert reply.method == "editMessageText"
    assert reply.html.startswith("The documents do not say.")


async def test_posts_of_channels_and_what_was_pasted_inline_are_no_questions(talk: Talk) -> None:
    channel = {"id": -200, "type": "channel", "title": "News"}
    assert await talk.give("channel_post", talk.message(WHY, channel)) == []
    assert await talk.say(WHY, PRIVATE, via_bot=BOT) == []


async def test_a_very_long_text_without_an_answer_is_asked_to_be_short(talk: Talk) -> None:
    (reply,) = await talk.say("moon and stars " * 60)
    assert "Please ask in one or two sentences." in reply.html


async def test_a_question_of_more_than_a_thousand_characters_is_not_even_looked_at(talk: Talk) -> None:
    (answer,) = await talk.say(f"{WHY} {'and ' * 200}")
    assert answer.html != "That is a lot at once. Please ask in one or two sentences."
    (reply,) = await talk.say(f"{WHY} {'and ' * 250}")
    assert reply.html == "That is a lot at once. Please ask in one or two sentences."


@pytest.mark.parametrize(
    "text", ["<b>&amp;</b>" * 300, "\u202e\u200d" * 2000, "😀" * 4000, "\x01" * 4000, "\ud800 " * 99]
)
async def test_hostile_texts_get_a_reply(talk: Talk, text: str) -> None:
    calls = await talk.give("message", talk.message("x") | {"text": text, "entities": []})
    assert [call.method for call in calls] == ["sendMessage"]
    calls[0].html.encode()
