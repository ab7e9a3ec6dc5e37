"""In chats that the bot is no member of, a mention is answered once, and nothing is kept of the chat."""

from typing import Any

import pytest

from bot.terminal.offline_chats import BOT
from knowledge.notices.audience import About, Subscription, Unreachable
from tests.support.talk import GROUP, Talk

CHAT = -100
WHY = "Why did the Harbour Office refuse the licence?"
MOON = "Who landed on the moon?"


async def _guest(talk: Talk, text: str, **more: Any) -> str:
    """Mention the bot in a foreign chat; return the text of its answer."""
    message = talk.message(text, GROUP, guest_query_id="9", **more)
    (call,) = await talk.give("guest_message", message)
    assert (call.method, call.given["guest_query_id"]) == ("answerGuestQuery", "9")
    return str(call.given["result"]["input_message_content"]["message_text"])


async def test_a_question_in_a_foreign_chat_is_answered_and_not_kept(talk: Talk) -> None:
    assert "citing safety" in await _guest(talk, f"@casewire_bot {WHY}")
    assert await talk.chats.recall(CHAT, 0, talk.now) == (None, ())


async def test_that_the_documents_do_not_say_is_said_too(talk: Talk) -> None:
    assert (await _guest(talk, f"@casewire_bot {MOON}")).startswith("The documents do not say.")


async def test_a_bare_mention_asks_the_message_that_it_replies_to(talk: Talk) -> None:
    replied = talk.message(WHY, GROUP)
    assert "citing safety" in await _guest(talk, "@casewire_bot", reply_to_message=replied)
    own = replied | {"from": BOT}
    assert "What would you like to know?" in await _guest(talk, "@casewire_bot", reply_to_message=own)


@pytest.mark.parametrize(("language", "told"), [("ru", "Что вы хотите узнать?"), ("en", "What would you like")])
async def test_the_language_is_that_of_the_person_not_of_a_chat_with_the_same_id(
    talk: Talk, language: str, told: str
) -> None:
    await talk.chats.set_language(CHAT, "uk")
    assert told in await _guest(talk, "@casewire_bot", language=language)


async def test_it_is_no_sign_that_a_chat_with_the_same_id_can_be_reached(talk: Talk) -> None:
    await talk.chats.subscribers.follow(CHAT, 0, Subscription(About.CASE), "en")
    await talk.chats.subscribers.mark_unreachable(CHAT, Unreachable.REMOVED, 0)
    await _guest(talk, f"@casewire_bot {WHY}")
    assert await talk.chats.subscribers.why_unreachable(CHAT) is Unreachable.REMOVED
