"""Pictures and files: a caption is a text, an album gets one reply, and without words only text is read."""

from typing import Any

import pytest

from bot.terminal.offline_chats import BOT
from tests.support.talk import GROUP, PRIVATE, Talk

WHY = "Why did the Harbour Office refuse the licence?"
WHEN = "When was the licence refused?"
SIZE = {"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}
FILE = {"file_id": "f", "file_unique_id": "u"}
MEDIA: list[dict[str, Any]] = [{"photo": [SIZE]}, {"document": FILE}, {"video": SIZE | {"duration": 1}}]
TEXT_ONLY = "I read text only. Please write your question."


def captioned(talk: Talk, caption: str = "", chat: dict[str, Any] = PRIVATE, **more: Any) -> dict[str, Any]:
    """A picture, with what Telegram marks in its caption."""
    said = talk.message(caption or "x", chat)
    words = {"caption": caption, "caption_entities": said["entities"]} if caption else {}
    bare = {key: value for key, value in said.items() if key not in {"text", "entities"}}
    return bare | {"photo": [SIZE]} | words | more


@pytest.mark.parametrize("media", MEDIA)
async def test_a_caption_is_a_question(talk: Talk, media: dict[str, Any]) -> None:
    message = captioned(talk, WHY)
    del message["photo"]
    (reply,) = await talk.give("message", message | media)
    assert "citing safety" in reply.html


@pytest.mark.parametrize("caption", [f"/ask {WHY}", f"/ask@casewire_bot {WHY}", f"@casewire_bot {WHY}"])
async def test_in_a_group_a_caption_is_a_question_where_a_text_would_be(talk: Talk, caption: str) -> None:
    (reply,) = await talk.give("message", captioned(talk, caption, GROUP))
    assert "citing safety" in reply.html
    assert await talk.give("message", captioned(talk, WHY, GROUP)) == []
    assert await talk.give("message", captioned(talk, f"/ask@other_bot {WHY}", GROUP)) == []
    (reply,) = await talk.give(
        "message", captioned(talk, WHY, GROUP, reply_to_message=talk.message("x") | {"from": BOT})
    )
    assert "citing safety" in reply.html


async def test_every_command_works_in_a_caption_with_its_words(talk: Talk) -> None:
    (reply,) = await talk.give("message", captioned(talk, "/subscribe harbour dues"))
    assert "harbour dues" in reply.html
    (reply,) = await talk.give("message", captioned(talk, "/no_such_command"))
    assert "/subscribe" in reply.html


async def test_an_edited_caption_edits_its_answer(talk: Talk) -> None:
    message = captioned(talk, "Where is the moon?")
    (first,) = await talk.give("message", message)
    assert first.html.startswith("The documents do not say.")
    (second,) = await talk.give("edited_message", message | {"caption": WHY, "edit_date": 1})
    assert second.method == "editMessageText"
    assert "citing safety" in second.html


async def test_a_question_in_a_caption_can_wait_for_its_answer(talk: Talk) -> None:
    asked = "Who will paint the lighthouse?"
    (reply,) = await talk.give("message", captioned(talk, asked))
    kept = reply.data("s:")
    query = {"id": "5", "from": talk.message(None)["from"], "chat_instance": "1", "data": kept}
    answer = {"message_id": 1001, "date": 1, "chat": PRIVATE, "from": BOT, "text": "x"}
    answer["reply_to_message"] = captioned(talk, asked)
    calls = await talk.give("callback_query", query | {"message": answer})
    assert any(asked in call.html for call in calls if call.method == "sendMessage")


@pytest.mark.parametrize(
    "content",
    [{"photo": [SIZE]}, {"voice": FILE | {"duration": 1}}, {"location": {"longitude": 1, "latitude": 1}}],
)
async def test_without_words_only_text_is_read_and_only_in_private_is_that_said(
    talk: Talk, content: dict[str, Any]
) -> None:
    (reply,) = await talk.give("message", talk.message(None) | content)
    assert reply.html == TEXT_ONLY
    assert await talk.give("message", talk.message(None, GROUP) | content) == []


async def album(talk: Talk, *captions: str, chat: dict[str, Any] = PRIVATE, number: str = "13") -> list[Any]:
    """Send an album, a caption for each picture; return all that the bot asks for."""
    calls = []
    for caption in captions:
        calls += await talk.give("message", captioned(talk, caption, chat, media_group_id=number))
    return calls


@pytest.mark.parametrize("captions", [(WHY, "", ""), (WHY, WHEN)])
async def test_an_album_with_a_caption_is_answered_once(talk: Talk, captions: tuple[str, ...]) -> None:
    (reply,) = await album(talk, *captions)
    assert "citing safety" in reply.html
    (again,) = await album(talk, WHY, number="14")
    assert "citing safety" in again.html


async def test_an_album_without_words_gets_one_line(talk: Talk) -> None:
    (reply,) = await album(talk, "", "", "")
    assert reply.html == TEXT_ONLY


async def test_a_caption_that_comes_late_takes_the_place_of_the_line(talk: Talk) -> None:
    line, answer, *more = await album(talk, "", WHY, "", WHEN)
    assert line.html == TEXT_ONLY
    assert (answer.method, answer.given["message_id"]) == ("editMessageText", 1001)
    assert "citing safety" in answer.html
    assert more == []


async def test_an_album_in_a_group_is_answered_once_if_it_is_meant_for_the_bot(talk: Talk) -> None:
    (reply,) = await album(talk, "", f"@casewire_bot {WHY}", f"@casewire_bot {WHEN}", chat=GROUP)
    assert "citing safety" in reply.html
    assert await album(talk, "", WHY, chat=GROUP, number="14") == []


async def test_an_edited_caption_of_an_album_edits_its_answer(talk: Talk) -> None:
    await album(talk, "Where is the moon?", "")
    edited = captioned(talk, WHY, message_id=1, edit_date=1, media_group_id="13")
    (reply,) = await talk.give("edited_message", edited)
    assert (reply.method, reply.given["message_id"]) == ("editMessageText", 1001)


NEVER_FOR_THE_BOT: list[dict[str, Any]] = [
    {"text": f"@casewire_bot {WHY}", "is_automatic_forward": True},
    {"text": f"/ask {WHY}", "is_automatic_forward": True, "from": {"id": 777000, "is_bot": False, "first_name": "T"}},
    {"text": f"/ask {WHY}", "from": BOT},
    {"text": f"/ask {WHY}", "via_bot": BOT},
    {"new_chat_title": "A title"},
    {"pinned_message": {"message_id": 1, "date": 0, "chat": GROUP}},
    {
        "successful_payment": {"currency": "EUR", "total_amount": 1, "invoice_payload": "x"}
        | dict.fromkeys(("telegram_payment_charge_id", "provider_payment_charge_id"), "x")
    },
    {"a_service_message_of_tomorrow": {"text": WHY}},
]


@pytest.mark.parametrize("chat", [PRIVATE, GROUP])
@pytest.mark.parametrize("content", NEVER_FOR_THE_BOT)
async def test_what_no_person_wrote_passes_in_silence(
    talk: Talk, content: dict[str, Any], chat: dict[str, Any]
) -> None:
    message = talk.message(None, chat) | content
    if "text" in content:
        message["entities"] = talk.message(content["text"])["entities"]
    assert await talk.give("message", message) == []
    assert await talk.give("edited_message", message | {"edit_date": 1}) == []


@pytest.mark.parametrize("kind", ["edited_channel_post", "poll", "message_reaction", "chat_boost"])
async def test_kinds_that_are_not_served_pass_in_silence(talk: Talk, kind: str) -> None:
    channel = {"id": -9, "type": "channel", "title": "News"}
    contents = {
        "edited_channel_post": talk.message(f"/ask {WHY}", channel, edit_date=1),
        "poll": {"id": "1", "question": WHY, "options": [], "total_voter_count": 0, "is_closed": False}
        | {"is_anonymous": True, "type": "regular", "allows_multiple_answers": False}
        | {"allows_revoting": False, "members_only": False},
        "message_reaction": {"chat": GROUP, "message_id": 1, "date": 0, "old_reaction": [], "new_reaction": []},
        "chat_boost": {
            "chat": channel,
            "boost": {"boost_id": "x", "add_date": 0, "expiration_date": 1}
            | {"source": {"source": "premium", "user": talk.message(None)["from"]}},
        },
    }
    assert await talk.give(kind, contents[kind]) == []
