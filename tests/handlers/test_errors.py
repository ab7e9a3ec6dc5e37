"""Failures: the network's are kept for the intake, bugs are logged without a person's words and apologised for."""

import dataclasses

import pytest
from structlog.testing import capture_logs
from telegram.error import BadRequest, NetworkError, TimedOut

from bot.terminal.offline_calls import Answer, refusal
from handlers.context import SERVICES
from handlers.errors import FAILURES, Failures, reason_of
from knowledge.answering.answerer import Answerer
from tests.support.talk import GROUP, Talk

WHY = "Why did the Harbour Office refuse the licence?"
SECRET = "Why did the secret moon vanish?"


class Broken(Answerer):
    """An answerer with a bug whose message repeats the question."""

    def __init__(self) -> None:
        pass

    def answer(self, question: str, **more: object) -> None:  # type: ignore[override]
        raise UnicodeEncodeError("utf-8", question, 0, 1, "a bug")


@pytest.fixture
def broken(talk: Talk) -> Talk:
    talk.application.bot_data[SERVICES] = dataclasses.replace(talk.services, answerer=Broken())
    return talk


async def test_a_bug_is_logged_without_the_question_and_apologised_for(broken: Talk) -> None:
    with capture_logs() as logs:
        (reply,) = await broken.say(SECRET)
    assert "Something went wrong on my side." in reply.html
    (event,) = logs
    assert event["log_level"] == "error"
    told = {key: value for key, value in event.items() if key != "exc_info"}
    assert "secret" not in str(told)
    assert "7" not in str(told)


async def test_who_blocked_the_bot_is_left_alone(talk: Talk) -> None:
    talk.telegram.faults["sendMessage"].append(refusal(403, "Forbidden: bot was blocked by the user"))
    with capture_logs() as logs:
        assert len(await talk.say(WHY)) == 1
    assert logs == []
    assert failures(talk).pop(talk.update_id) is None


@pytest.mark.parametrize(("code", "text"), [(502, "Bad Gateway"), (429, "Too Many Requests: retry after 5")])
async def test_failures_of_the_line_are_left_to_the_intake(talk: Talk, code: int, text: str) -> None:
    talk.telegram.faults["sendMessage"].append(refusal(code, text))
    with capture_logs() as logs:
        await talk.say(WHY)
    assert logs == []
    assert failures(talk).pop(talk.update_id) is not None
    assert failures(talk).pop(talk.update_id) is None


async def test_what_telegram_does_not_take_is_logged_and_not_repeated(talk: Talk) -> None:
    talk.telegram.faults["sendMessage"].append(
        refusal(400, "Bad Request: not enough rights to send text messages to the chat")
    )
    with capture_logs() as logs:
        assert len(await talk.say(f"/ask {WHY}", GROUP)) == 1
    assert [event["reason"] for event in logs] == ["Not enough rights to send text messages to the chat"]
    assert failures(talk).pop(talk.update_id) is None


def test_failures_are_kept_by_update() -> None:
    kept, first, second = Failures(), TimedOut(), NetworkError("gone")
    kept.put(1, first)
    kept.put(2, second)
    assert (kept.pop(2), kept.pop(1), kept.pop(1)) == (second, first, None)


def failures(talk: Talk) -> Failures:
    found = talk.application.bot_data[FAILURES]
    assert isinstance(found, Failures)
    return found


REFUSALS = [
    refusal(400, "Bad Request: member list is inaccessible"),
    refusal(400, "Bad Request: CHAT_ADMIN_REQUIRED"),
    refusal(502, "x"),
]


@pytest.mark.parametrize("fault", REFUSALS)
@pytest.mark.parametrize("button", ["l:ru", "s:case:", "u:all"])
async def test_where_rights_cannot_be_asked_a_press_is_acknowledged_and_explained(
    talk: Talk, fault: Answer, button: str
) -> None:
    talk.telegram.faults["getChatMember"].append(fault)
    with capture_logs() as logs:
        calls = await talk.press(button, GROUP)
    assert [call.method for call in calls] == ["getChatMember", "answerCallbackQuery", "sendMessage"]
    assert "make me an administrator of this group" in calls[-1].html
    assert logs == []
    assert failures(talk).pop(talk.update_id) is None


@pytest.mark.parametrize("fault", REFUSALS)
async def test_where_rights_cannot_be_asked_a_command_is_explained(talk: Talk, fault: Answer) -> None:
    talk.telegram.faults["getChatMember"].append(fault)
    calls = await talk.say("/subscribe harbour", GROUP)
    assert [call.method for call in calls] == ["getChatMember", "sendMessage"]
    assert "make me an administrator of this group" in calls[-1].html


async def test_a_limit_that_hits_the_question_for_rights_is_left_to_the_intake(talk: Talk) -> None:
    talk.telegram.faults["getChatMember"].append(refusal(429, "Too Many Requests: retry after 5"))
    await talk.press("s:case:", GROUP)
    assert failures(talk).pop(talk.update_id) is not None


@pytest.mark.parametrize(
    ("said", "logged"),
    [
        (
            'Can\'t parse entities: unsupported start tag "secret" at byte offset 5',
            "Can't parse entities: unsupported start tag",
        ),
        ("Chat 4711 not found", "Chat"),
        ("Где мой секрет?", ""),
        ("Message is not modified", "Message is not modified"),
    ],
)
def test_of_a_refusal_only_what_nobody_wrote_is_logged(said: str, logged: str) -> None:
    assert reason_of(BadRequest(said)) == logged
