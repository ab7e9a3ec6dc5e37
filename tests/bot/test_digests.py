"""Digests and corrections over the strict fake Telegram: nothing is too long, and nothing is told by halves."""

from dataclasses import replace

import pytest

from bot.publishing.recipients import recipients
from bot.storage import Storage
from knowledge.notices.audience import About, Settings, Subscription
from knowledge.notices.content import packed
from knowledge.notices.states import AMENDMENTS, NoticeState
from tests.bot.delivering import BASE, READERS, notice, now, publish, sending, server, storage, until_done
from tests.fake_telegram import FakeTelegram

pytestmark = pytest.mark.slow

__all__ = ["server", "storage"]
WHY = {"en": "The date was wrong.", "ru": "Дата была неверной.", "uk": "Дата була неправильною."}
CORRECTED = packed(replace(notice("It is different."), correction=WHY))
WORDS = "запрет на въезд для чиновников и судей из списка Магнитского"


async def test_a_hundred_notices_after_a_pause_come_in_messages_that_telegram_takes(
    server: FakeTelegram, storage: Storage
) -> None:
    chat = READERS[0]
    await storage.subscribers.follow(chat, 0, Subscription(About.CASE), "ru")
    await storage.subscribers.set_settings(chat, Settings(paused=True), now().timestamp())
    facts, decide = list(BASE.facts), recipients(notice(), BASE, now())
    for number in range(100):
        text = f"Новость {number}. " + "Что-то сказано подробно & ясно. " * (number % 40)
        one = replace(notice(text), id=f"n{number}", facts=(facts[number % len(facts)],))
        one = replace(one, headline=dict.fromkeys(one.headline, f"Заголовок <{number}>"))
        await storage.publications.publish(one.id, packed(one), decide, "test", now())
    await storage.subscribers.set_settings(chat, Settings(), now().timestamp())
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"sent": 1}, "each of them"
    messages = server.messages(chat)
    assert 5 < len(messages) <= 20
    told = "\n".join(message.text for message in messages)
    assert all(told.count(f"Заголовок <{number}>\n") == 1 for number in range(100))
    assert all(message.buttons for message in messages), "none had to be sent again without its buttons"
    assert [record.status for record in server.log("sendMessage") if record.status != 200] == []


async def test_long_words_in_cyrillic_do_not_cost_a_notice_its_buttons(server: FakeTelegram, storage: Storage) -> None:
    await storage.subscribers.follow(READERS[0], 0, Subscription(About.WORDS, text=WORDS), "ru")
    one = notice(f"{WORDS}.")
    await storage.publications.publish("news", packed(one), recipients(one, BASE, now()), "test", now())
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"sent": 1}
    (message,) = server.messages(READERS[0])
    assert WORDS in message.text
    assert "Не присылать такие" in [button.text for button in message.buttons]


@pytest.mark.parametrize("state", AMENDMENTS)
async def test_a_change_of_a_message_that_was_deleted_is_told_whole_and_the_next_edits_that(
    server: FakeTelegram, storage: Storage, state: NoticeState
) -> None:
    chat = READERS[0]
    await publish(storage, chat)
    async with sending(server, storage.outbox):
        await until_done(storage)
        server.add_fault(
            "error", method="editMessageText", times=1, status=400, description="Bad Request: message to edit not found"
        )
        await storage.publications.amend("news", CORRECTED, state, "test", now())
        await until_done(storage)
        first, whole = server.messages(chat)
        said = "It is different." if state is NoticeState.CORRECTED else "Something has changed."
        assert "The date was wrong." in whole.text
        assert said in whole.text
        again = packed(replace(notice("It is otherwise."), correction=WHY))
        await storage.publications.amend("news", again, NoticeState.CORRECTED, "test", now())
        await until_done(storage)
    first, whole, answer = server.messages(chat)
    assert "It is otherwise." in whole.text
    assert answer.reply_to == whole.message_id
    assert "Something has changed." in first.text
