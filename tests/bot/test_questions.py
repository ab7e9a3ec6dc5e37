"""What the storage promises of waiting questions and of visits, on both databases: sealed, and deleted in time."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.publishing.recipients import audience_of, recipients
from bot.storage import Storage, StorageError
from bot.storage.crypto import decrypt, decrypt_text, encrypt, encrypt_text
from bot.storage.deliveries import Retry, Sent
from bot.storage.fail_open import FailOpenChats
from bot.storage.schema import deliveries, followers, subscriptions
from bot.storage.store import CORRECTIONS_LIFE
from knowledge.answering.answerer import Answerer
from knowledge.edtf import parse_edtf
from knowledge.model import Notice
from knowledge.notices.audience import About, Rhythm, Settings, Subscription
from knowledge.notices.content import packed
from knowledge.notices.states import DeliveryState, NoticeState
from tests.knowledge.harbour import harbour
from tests.support.databases import sqlite_url

BASE = harbour()
ANSWERER = Answerer(BASE)
KEY = bytes(range(32))
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
ANN, BEN = 1001, 1002
WHY = "Why did the Harbour Office refuse the licence?"
HOW_MANY = "How many complaints did Marsh file?"
MOON = "Where is the secret moon?"
WORDS = {"en": "News of the harbour", "ru": "Новости порта", "uk": "Новини порту"}


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, KEY)
    yield opened
    await opened.close()


def asked(question: str, rhythm: Rhythm = Rhythm.NOW) -> Subscription:
    return Subscription(About.QUESTION, "", rhythm, question)


def notice(*facts: str, name: str = "news") -> Notice:
    return Notice(name, parse_edtf("2021-03-01"), "news", WORDS, WORDS, facts)


async def publish(storage: Storage, told: Notice) -> None:
    audience = await audience_of(storage, told, BASE, ANSWERER.fact_for)
    await storage.publications.publish(told.id, packed(told), recipients(told, BASE, NOW, audience), "me", NOW)


async def lead(storage: Storage) -> int:
    lease = await storage.outbox.acquire("one")
    assert lease is not None
    return lease.fencing_token


async def deliver(storage: Storage, at: float = AT) -> list[tuple[int, tuple[tuple[str, ...], ...]]]:
    """Send what is due; return who got it, and the questions that each item answers."""
    fencing_token, found = await lead(storage), []
    for delivery in await storage.outbox.waiting(at, 50):
        assert await storage.outbox.claim(delivery, fencing_token, at)
        await storage.outbox.record(Sent(delivery, 77), fencing_token, at)
        found.append((delivery.chat_id, tuple(item.asked for item in delivery.items)))
    return found


async def test_who_waits_gets_the_notice_that_answers_and_the_question_is_deleted_with_its_arrival(
    storage: Storage,
) -> None:
    await storage.subscribers.follow(ANN, 0, asked(WHY), "en")
    await storage.subscribers.follow(BEN, 0, asked(MOON), "en")
    await publish(storage, notice("why-refused"))
    (delivery,) = await storage.outbox.waiting(AT, 10)
    assert (delivery.chat_id, delivery.items[0].asked) == (ANN, (WHY,))
    assert WHY not in delivery.items[0].reason.encode()
    assert await storage.subscribers.questions() == {WHY, MOON}, "it waits until the notice has arrived"
    assert await deliver(storage) == [(ANN, ((WHY,),))]
    assert await storage.subscribers.followed(ANN, 0) == ()
    assert await storage.subscribers.questions() == {MOON}


async def test_a_notice_without_the_answering_fact_is_not_sent_for_the_question(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, asked(WHY), "en")
    await publish(storage, notice("complaints"))
    assert await deliver(storage) == []
    assert await storage.subscribers.questions() == {WHY}


async def test_all_that_is_followed_and_asked_gives_one_notice_and_ends_only_what_it_answers(storage: Storage) -> None:
    for one in (Subscription(About.CASE), asked(WHY), asked(HOW_MANY), asked(MOON)):
        await storage.subscribers.follow(ANN, 0, one, "en")
    await publish(storage, notice("why-refused", "complaints"))
    ((chat, (questions,)),) = await deliver(storage)
    assert (chat, set(questions)) == (ANN, {WHY, HOW_MANY})
    left = await storage.subscribers.followed(ANN, 0)
    assert [(one.about, one.text) for one in left] == [(About.CASE, ""), (About.QUESTION, MOON)]


async def test_a_notice_that_did_not_arrive_leaves_the_question_waiting(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, asked(WHY), "en")
    await publish(storage, notice("why-refused"))
    fencing_token = await lead(storage)
    (delivery,) = await storage.outbox.waiting(AT, 10)
    assert await storage.outbox.claim(delivery, fencing_token, AT)
    await storage.outbox.record(Retry(delivery, AT, "not sent", uncertain=False), fencing_token, AT)
    assert await storage.subscribers.questions() == {WHY}
    await storage.outbox.record(Sent(delivery, 77), fencing_token, AT)
    assert await storage.subscribers.questions() == {WHY}, "a late word of what is not under way changes nothing"


async def test_a_question_that_is_ended_before_the_notice_comes_is_not_repeated_in_it(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, Subscription(About.CASE), "en")
    await storage.subscribers.follow(ANN, 0, asked(WHY), "en")
    await publish(storage, notice("why-refused"))
    (question,) = [one for one in await storage.subscribers.followed(ANN, 0) if one.text]
    await storage.subscribers.unfollow(ANN, 0, About.QUESTION, question.value)
    assert await deliver(storage) == [(ANN, ((),))]


async def test_a_digest_answers_each_question_once(storage: Storage) -> None:
    for question in (WHY, HOW_MANY):
        await storage.subscribers.follow(ANN, 0, asked(question, Rhythm.DAILY), "en")
    await publish(storage, notice("why-refused"))
    await publish(storage, notice("complaints", name="more"))
    assert await deliver(storage) == []
    assert await deliver(storage, AT + 24 * 3600) == [(ANN, ((WHY,), (HOW_MANY,)))]
    assert await storage.subscribers.questions() == frozenset()


async def test_a_correction_reaches_who_asked_although_the_question_is_over(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, asked(WHY), "en")
    await publish(storage, notice("why-refused"))
    await deliver(storage)
    await storage.publications.amend("news", packed(notice("why-refused")), NoticeState.RECALLED, "me", NOW)
    assert await deliver(storage) == [(ANN, ((),))]


async def test_the_address_of_a_chat_without_questions_is_deleted_once_no_correction_is_to_be_expected(
    storage: Storage,
) -> None:
    for chat in (ANN, BEN):
        await storage.subscribers.follow(chat, 0, asked(WHY), "en")
    await storage.subscribers.follow(BEN, 0, asked(MOON), "en")
    await publish(storage, notice("why-refused"))
    await deliver(storage)
    await storage.expire(NOW + CORRECTIONS_LIFE - timedelta(minutes=1))
    assert await _addresses(storage) == 2
    await storage.expire(NOW + CORRECTIONS_LIFE)
    assert await _addresses(storage) == 1, "Ben still waits"


async def _addresses(storage: Storage) -> int:
    async with storage.database.reading() as connection:
        return len((await connection.execute(select(followers.c.chat))).all())


async def test_the_same_question_has_another_code_in_another_chat(storage: Storage) -> None:
    codes = []
    for chat in (ANN, BEN):
        await storage.subscribers.follow(chat, 0, asked(WHY), "en")
        codes += [one.value for one in await storage.subscribers.followed(chat, 0)]
    assert len(set(codes)) == 2
    assert all(len(code) == 16 for code in codes)


async def test_settings_and_rhythms_leave_a_question_alone_and_another_key_cannot_read_it(url: str) -> None:
    storage = await Storage.open(url, KEY)
    await storage.subscribers.follow(ANN, 0, asked(WHY), "en")
    (kept,) = await storage.subscribers.followed(ANN, 0)
    await storage.subscribers.follow(ANN, 0, replace(kept, rhythm=Rhythm.WEEKLY), "en")
    await storage.subscribers.set_settings(ANN, Settings(silent=True), AT)
    assert await storage.subscribers.followed(ANN, 0) == (replace(kept, rhythm=Rhythm.WEEKLY),)
    async with storage.database.reading() as connection:
        sealed = (await connection.execute(select(subscriptions.c.sealed))).scalar_one()
    assert decrypt_text(bytes(32), bytes(sealed)) is None
    await storage.close()


async def test_forgetting_a_chat_deletes_its_questions_and_visits_and_no_others(storage: Storage) -> None:
    for chat in (ANN, BEN):
        await storage.subscribers.follow(chat, 0, asked(WHY), "en")
        await storage.audit_log.visit(chat, 7, 3)
    await storage.forget(ANN, NOW)
    assert await storage.subscribers.followed(ANN, 0) == ()
    assert await storage.audit_log.visited(ANN, 7) is None
    assert (len(await storage.subscribers.followed(BEN, 0)), await storage.audit_log.visited(BEN, 7)) == (1, 3)


async def test_what_was_announced_is_read_between_two_steps_the_newest_change_first(storage: Storage) -> None:
    for name in ("one", "two", "three"):
        await publish(storage, notice(name=name))
    await storage.publications.amend("one", packed(notice("refused", name="one")), NoticeState.CORRECTED, "me", NOW)
    await storage.outbox.release("two", DeliveryState.SKIPPED, "me", AT)
    found = await storage.audit_log.announced(10)
    assert [(one.notice.id, one.number, one.state, one.step) for one in found] == [
        ("one", 1, "corrected", 4),
        ("three", 3, "published", 3),
        ("two", 2, "published", 2),
    ]
    assert found[0].notice == notice("refused", name="one"), "as it reads now"
    assert [one.step for one in await storage.audit_log.announced(10, 2, 4)] == [3]
    assert [one.step for one in await storage.newest(1)] == [4]


async def test_a_visit_is_kept_for_each_thread_and_takes_the_place_of_the_last(storage: Storage) -> None:
    assert await storage.audit_log.visited(ANN, 0) is None
    for thread, step in ((0, 1), (5, 2), (0, 4)):
        await storage.audit_log.visit(ANN, thread, step)
    assert [await storage.audit_log.visited(ANN, thread) for thread in (0, 5, 6)] == [4, 2, None]


async def test_while_the_storage_fails_the_newest_notices_are_left_out_but_never_said_not_to_exist(
    tmp_path: Path,
) -> None:
    storage = await Storage.open(sqlite_url(tmp_path / "bot.sqlite3"), KEY)
    await publish(storage, notice())
    chats = FailOpenChats(storage)
    assert [one.number for one in await chats.newest(3)] == [1]
    async with storage.database.transaction() as connection:
        await connection.execute(text("drop table audit"))
    assert await chats.newest(3) == ()
    with pytest.raises(StorageError):
        await chats.audit_log.announced(3)
    await storage.close()


def test_a_question_that_waits_is_nowhere_in_the_database_to_be_read(tmp_path: Path) -> None:
    found = asyncio.run(_fill(sqlite_url(tmp_path / "bot.sqlite3"), tmp_path))
    for stored in (*found, _bytes(tmp_path)):
        assert b"news" in stored, "the file is read where it is filled"
        for part in (WHY, MOON, "Harbour Office refuse", "secret", "moon"):
            assert part.encode().lower() not in stored.lower()
            assert part.encode("utf-16-le") not in stored


def _bytes(folder: Path) -> bytes:
    """Return all files of a folder: the database, and what SQLite writes beside it."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def _fill(url: str, folder: Path) -> list[bytes]:
    """Keep questions, publish the answer to one and send it; return all files of the database at each step."""
    storage, found = await Storage.open(url, KEY), []
    await storage.subscribers.follow(ANN, 0, asked(WHY), "en")
    await storage.subscribers.follow(ANN, 0, asked(MOON), "en")
    await publish(storage, notice("why-refused"))
    found.append(_bytes(folder))
    assert b"question:" in found[0]
    assert await deliver(storage) == [(ANN, ((WHY,),))]
    found.append(_bytes(folder))
    async with storage.database.reading() as connection:
        why = (await connection.execute(select(deliveries.c.why))).scalar_one()
    assert why == "question:", "not even the code is left"
    await storage.close()
    return found


def test_a_sealed_number_and_a_sealed_text_are_never_taken_for_each_other() -> None:
    assert decrypt_text(KEY, encrypt_text(KEY, "5 \ud800 5")) == "5 \ud800 5"
    assert decrypt(KEY, encrypt(KEY, -5)) == -5
    assert decrypt(KEY, encrypt_text(KEY, "5")) is None
    assert decrypt_text(KEY, encrypt(KEY, 5)) is None
