"""What is said besides answers: one line to a chat that sends too much, and to the admins what could not be read."""

import dataclasses
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Update

from bot.terminal.offline_calls import Call, refusal
from handlers.hints import Hints
from tests.support.talk import GROUP, PRIVATE, Talk

BOSS = 7


def hints(talk: Talk) -> Hints:
    own = dataclasses.replace(talk.services, admins=frozenset({BOSS}))
    return Hints(talk.application.bot, lambda: own)


async def slowed(talk: Talk, kind: str, content: dict[str, Any]) -> list[Call]:
    before = len(talk.telegram.calls)
    update = Update.de_json({"update_id": 1, kind: content}, talk.application.bot)
    assert update is not None
    await hints(talk).slow_down(update)
    return talk.telegram.calls[before:]


@pytest.mark.parametrize(("language", "words"), [("en", "one question at a time"), ("ru", "по одному вопросу")])
async def test_a_chat_is_told_in_its_language(talk: Talk, language: str, words: str) -> None:
    (call,) = await slowed(talk, "message", talk.message("x", language=language))
    assert (call.method, call.given["chat_id"]) == ("sendMessage", PRIVATE["id"])
    assert words in call.html


async def test_who_presses_too_often_is_told_where_others_see_it_not(talk: Talk) -> None:
    message = {"message_id": 1, "date": 1, "chat": GROUP, "text": "x"}
    query = {"id": "5", "from": talk.message(None)["from"], "chat_instance": "1", "message": message, "data": "t:x"}
    (call,) = await slowed(talk, "callback_query", query)
    assert call.method == "answerCallbackQuery"
    assert "one question at a time" in call.given["text"]


async def test_what_cannot_be_said_is_logged_without_whom_it_was_for(talk: Talk) -> None:
    talk.telegram.faults["sendMessage"].extend([refusal(403, "Forbidden: bot was blocked by the user")] * 2)
    with capture_logs() as logs:
        await slowed(talk, "message", talk.message("x"))
        await hints(talk).unreadable("message")
    assert [log["error"] for log in logs] == ["Forbidden", "Forbidden"]
    assert "7" not in str([sorted(log.items()) for log in logs])


async def test_the_admins_are_told_the_kind_of_what_could_not_be_read(talk: Talk) -> None:
    await hints(talk).unreadable("message")
    call = talk.telegram.calls[-1]
    assert call.given["chat_id"] == BOSS
    assert "“message” could not be read" in call.html
