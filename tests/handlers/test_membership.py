"""A group that the bot comes into gets one line on what it is for and how it is asked, and not a second one."""

from typing import Any

import pytest

from bot.terminal.offline_calls import Call, refusal
from bot.terminal.offline_chats import BOT
from handlers.texts import languages
from knowledge.notices.audience import About, Subscription, Unreachable
from tests.handlers.test_subscriptions import RIGHTS
from tests.support.talk import GROUP, PRIVATE, Talk

TEAM = -100
CHANNEL = {"id": -1001, "type": "channel", "title": "A channel"}
LEFT, KICKED, MEMBER = ({"status": status, "until_date": 0} for status in ("left", "kicked", "member"))
ADMIN = {"status": "administrator", **dict.fromkeys(RIGHTS, True)}


def restricted(*, is_member: bool, can_send_messages: bool = True) -> dict[str, Any]:
    """Return a member whose rights are restricted; one that is out of the group may come back so."""
    rights = dict.fromkeys(RIGHTS, False)
    own = {"is_member": is_member, "can_send_messages": can_send_messages, "until_date": 0}
    return {"status": "restricted", **rights, **own}


async def change(
    talk: Talk, old: dict[str, Any], new: dict[str, Any], chat: dict[str, Any] = GROUP, language: str = "en"
) -> list[Call]:
    """Let somebody change the bot's membership; return the messages that it sends then."""
    by = {"id": 8, "is_bot": False, "first_name": "Ben", "language_code": language}
    old, new = ({"user": BOT, **one} for one in (old, new))
    members = {"old_chat_member": old, "new_chat_member": new}
    calls = await talk.give("my_chat_member", {"chat": chat, "from": by, "date": 1, **members})
    return [call for call in calls if call.method == "sendMessage"]


async def test_a_group_gets_one_line_with_the_case_and_how_to_ask_when_the_bot_is_added(talk: Talk) -> None:
    (line,) = await change(talk, LEFT, MEMBER)
    assert line.given["chat_id"] == TEAM
    assert line.html.startswith("Hello. I answer questions about one case: The Aurora case.")
    assert "/ask" in line.html
    assert "/summary" in line.html
    assert "\n" not in line.html


@pytest.mark.parametrize("language", languages())
async def test_it_speaks_the_language_of_whoever_added_it_or_that_of_the_group(talk: Talk, language: str) -> None:
    greeting = {"en": "Hello.", "ru": "Здравствуйте.", "uk": "Вітаю."}
    (line,) = await change(talk, LEFT, MEMBER, language=language)
    assert line.html.startswith(greeting[language])
    await talk.chats.set_language(TEAM, language)
    (line,) = await change(talk, KICKED, MEMBER, language="de")
    assert line.html.startswith(greeting[language])


async def test_who_makes_it_an_administrator_at_once_or_later_gets_one_line_in_all(talk: Talk) -> None:
    assert len(await change(talk, LEFT, ADMIN)) == 1
    assert await change(talk, ADMIN, MEMBER) == []
    assert await change(talk, MEMBER, ADMIN) == []
    assert await change(talk, MEMBER, restricted(is_member=True)) == []
    assert await change(talk, restricted(is_member=True), MEMBER) == []


@pytest.mark.parametrize("out", [LEFT, KICKED, restricted(is_member=False)])
async def test_nothing_is_said_when_it_is_removed_and_one_line_when_it_is_added_again(
    talk: Talk, out: dict[str, Any]
) -> None:
    await change(talk, LEFT, MEMBER)
    assert await change(talk, MEMBER, out) == []
    assert len(await change(talk, out, MEMBER)) == 1


@pytest.mark.parametrize("chat", [PRIVATE, CHANNEL])
async def test_nobody_is_greeted_but_groups(talk: Talk, chat: dict[str, Any]) -> None:
    assert await change(talk, KICKED, MEMBER if chat is PRIVATE else ADMIN, chat) == []


async def test_a_group_in_which_it_may_not_write_gets_no_line(talk: Talk) -> None:
    assert await change(talk, LEFT, restricted(is_member=True, can_send_messages=False)) == []


async def test_a_line_that_cannot_be_said_loses_no_membership(talk: Talk) -> None:
    talk.telegram.faults["sendMessage"].append(refusal(403, "Forbidden: bot is not a member of the supergroup chat"))
    await talk.chats.subscribers.follow(TEAM, 0, Subscription(About.CASE), "en")
    await talk.chats.subscribers.mark_unreachable(TEAM, Unreachable.REMOVED, 0)
    await change(talk, LEFT, MEMBER)
    assert await talk.chats.subscribers.why_unreachable(TEAM) is None
