"""What the storage promises of words that a chat follows: sealed, counted, and erased with what came by them."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, update

from bot.publishing.recipients import recipients
from bot.storage import Storage
from bot.storage.crypto import encrypt
from bot.storage.schema import deliveries, followers, properties, subscriptions
from knowledge.edtf import parse_edtf
from knowledge.model import Notice
from knowledge.notices.audience import (
    FOLLOWED_MOST,
    WORDS_MOST,
    About,
    Rhythm,
    Subscription,
    TooManyError,
    Unreachable,
)
from knowledge.notices.content import packed
from tests.knowledge.harbour import harbour
from tests.support.databases import sqlite_url

BASE = harbour()
KEY = bytes(range(32))
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
ANN, BEN = 987654321987, 987654321988
TEXT = {"en": "A licence for the lighthouse", "ru": "Лицензия для маяка", "uk": "Ліцензія для маяка"}
NOTICE = Notice("news", parse_edtf("2021-03-01"), "news", TEXT, TEXT, ())


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, KEY)
    yield opened
    await opened.close()


def words(text: str, about: About = About.WORDS) -> Subscription:
    return Subscription(about, text=text)


async def follow(storage: Storage, *subscriptions: Subscription, chat: int = ANN) -> None:
    for one in subscriptions:
        await storage.subscribers.follow(chat, 0, one, "en")


async def publish(storage: Storage) -> None:
    await storage.publications.publish(NOTICE.id, packed(NOTICE), recipients(NOTICE, BASE, NOW), "me", NOW)


async def why(storage: Storage) -> list[str]:
    async with storage.database.reading() as connection:
        return [*(await connection.execute(select(deliveries.c.why))).scalars()]


async def test_words_stand_nowhere_in_clear_and_are_read_again_as_they_were_typed(storage: Storage) -> None:
    await follow(storage, words("Lighthouse  licence"), words("captain", About.WITHOUT))
    async with storage.database.reading() as connection:
        kept = (await connection.execute(select(subscriptions.c.value, subscriptions.c.sealed))).all()
    assert all(len(value) == 16 and b"ight" not in bytes(sealed) for value, sealed in kept)
    followed = await storage.subscribers.followed(ANN, 0)
    assert {(one.about, one.text) for one in followed} == {
        (About.WORDS, "Lighthouse  licence"),
        (About.WITHOUT, "captain"),
    }


async def test_the_same_words_are_one_subscription_however_they_are_written(storage: Storage) -> None:
    await follow(storage, words("visa bans"), words("Visa  BANS!"), words("visa bans", About.WITHOUT))
    await follow(storage, words("visa bans"), chat=BEN)
    assert len(await storage.subscribers.followed(ANN, 0)) == 2
    async with storage.database.reading() as connection:
        codes = (await connection.execute(select(subscriptions.c.value))).scalars().all()
    assert len(set(codes)) == 3, "neither another chat nor another kind has the same code"


async def test_a_notice_with_the_words_comes_with_them_and_its_delivery_has_only_their_code(storage: Storage) -> None:
    await follow(storage, words("lighthouse"))
    await follow(storage, words("lighthouse"), words("licence", About.WITHOUT), chat=BEN)
    await publish(storage)
    assert not any("light" in one for one in await why(storage))
    (delivery,) = await storage.outbox.waiting(AT, 10)
    assert (delivery.chat_id, delivery.items[0].asked) == (ANN, ("lighthouse",))


async def test_words_that_are_ended_are_not_repeated_in_a_notice_that_comes_after_all(storage: Storage) -> None:
    await follow(storage, words("lighthouse"), Subscription(About.CASE))
    await publish(storage)
    async with storage.database.transaction() as connection:  # it came by the words, though the case is followed too
        (row,) = [one for one in await storage.subscribers.followed(ANN, 0) if one.about is About.WORDS]
        await connection.execute(update(deliveries).values(why=f"words:{row.value}"))
    await storage.subscribers.unfollow(ANN, 0, About.WORDS, row.value)
    assert await why(storage) == ["words:"]
    (delivery,) = await storage.outbox.waiting(AT, 10)
    assert delivery.items[0].asked == ()


async def test_ending_everything_leaves_no_reason_in_the_deliveries_of_the_chat(storage: Storage) -> None:
    for chat in (ANN, BEN):
        await follow(storage, words("lighthouse"), chat=chat)
    await publish(storage)
    await storage.subscribers.unfollow(ANN, 0)
    assert sorted(len(one) for one in await why(storage)) == [0, len("words:") + 16]


async def test_a_chat_follows_at_most_so_many_words_and_the_rest_is_refused(storage: Storage) -> None:
    await follow(storage, *(words(f"word{number}") for number in range(WORDS_MOST)))
    for about in (About.WORDS, About.WITHOUT):
        with pytest.raises(TooManyError) as error:
            await storage.subscribers.follow(ANN, 9, words("one more", about), "en")
        assert error.value.most == WORDS_MOST
    assert await storage.subscribers.followed(ANN, 9) == ()
    (first, *_) = await storage.subscribers.followed(ANN, 0)
    await follow(storage, Subscription(first.about, first.value, Rhythm.DAILY, first.text), Subscription(About.CASE))
    await follow(storage, words("one more"), chat=BEN)


async def test_a_chat_follows_at_most_so_many_things_in_all(storage: Storage) -> None:
    await follow(storage, *(Subscription(About.FACT, f"fact-{number}") for number in range(FOLLOWED_MOST)))
    with pytest.raises(TooManyError) as error:
        await storage.subscribers.follow(ANN, 1, Subscription(About.CASE), "en")
    assert error.value.most == FOLLOWED_MOST


async def test_requests_at_once_do_not_pass_the_limit_together(url: str) -> None:
    first, second = await Storage.open(url, KEY), await Storage.open(url, KEY)
    await follow(first, *(words(f"word{number}") for number in range(WORDS_MOST - 2)))
    late = (one.subscribers.follow(ANN, 0, words(f"x{n}"), "en") for n in range(5) for one in (first, second))
    refused = [one for one in await asyncio.gather(*late, return_exceptions=True) if isinstance(one, TooManyError)]
    assert len(await first.subscribers.followed(ANN, 0)) == WORDS_MOST
    assert len(refused) == 6, "of each word asked for twice, one follows what is there"
    for one in (first, second):
        await one.close()


async def test_words_from_before_are_sealed_when_the_database_is_opened_and_only_once(url: str) -> None:
    storage = await Storage.open(url, KEY)
    chat = storage.database.chat(ANN)
    row = {"chat": chat, "thread": 0, "rhythm": "now", "sealed": None}
    told = {"edition": 1, "chat": chat, "state": "waiting", "rhythm": "now", "due_at": AT, "changed_at": AT}
    async with storage.database.transaction() as connection:
        await connection.execute(delete(properties).where(properties.c.name == "words"))
        address = encrypt(KEY, ANN)
        await connection.execute(insert(followers).values(chat=chat, address=address, language="en"))
        for kind, value in (("words", "Lighthouse"), ("words", "0123456789abcdef"), ("without", "Captain")):
            await connection.execute(insert(subscriptions).values(**row, kind=kind, value=value))
        for thread, text in enumerate(("words:Lighthouse", "case:", "words:gone long ago")):
            await connection.execute(insert(deliveries).values(**told, notice="n", thread=thread, why=text))
    await storage.close()
    for _ in range(2):
        storage = await Storage.open(url, KEY)
        followed = await storage.subscribers.followed(ANN, 0)
        codes = {one.text: one.value for one in followed}
        assert set(codes) == {"Lighthouse", "0123456789abcdef", "Captain"}
        assert all(len(code) == 16 and code != "0123456789abcdef" for code in codes.values())
        assert sorted(await why(storage)) == sorted(["case:", f"words:{codes['Lighthouse']}", "words:"])
        await storage.subscribers.follow(ANN, 0, words("lighthouse"), "en")
        assert len(await storage.subscribers.followed(ANN, 0)) == 3, "they have the code that they would get today"
        await storage.close()


async def test_who_blocked_the_bot_is_forgotten_after_90_days(storage: Storage) -> None:
    for chat in (ANN, BEN):
        await follow(storage, words("lighthouse"), chat=chat)
    await publish(storage)
    await storage.subscribers.mark_unreachable(ANN, Unreachable.BLOCKED, AT)
    await storage.expire(NOW + timedelta(days=90) - timedelta(minutes=1))
    assert await storage.subscribers.why_unreachable(ANN) is Unreachable.BLOCKED
    await storage.expire(NOW + timedelta(days=90))
    async with storage.database.reading() as connection:
        for table in (followers, subscriptions, deliveries):
            chats = (await connection.execute(select(table.c.chat))).scalars().all()
            assert [bytes(chat) for chat in chats] == [storage.database.chat(BEN)]


async def test_since_when_a_chat_is_gone_counts_from_now_where_it_was_not_kept(storage: Storage) -> None:
    await follow(storage, words("lighthouse"))
    async with storage.database.transaction() as connection:
        await connection.execute(update(followers).values(gone="Forbidden: bot was blocked by the user"))
    await storage.expire(NOW)
    await storage.expire(NOW + timedelta(days=90) - timedelta(minutes=1))
    assert len(await storage.subscribers.followed(ANN, 0)) == 1
    await storage.expire(NOW + timedelta(days=90))
    assert await storage.subscribers.followed(ANN, 0) == ()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["forget", "end", "before"])
async def test_erased_words_are_in_no_byte_of_the_files_of_the_database(tmp_path: Path, how: str) -> None:
    path = tmp_path / "bot.sqlite3"
    storage = await Storage.open(sqlite_url(path), KEY)
    for number in range(200):
        await storage.subscribers.follow(5000 + number, 0, words(f"otherwords {number}"), "en")
    await follow(storage, words("LIGHTHOUSE"))
    await publish(storage)
    sealed = seal_of(path, storage.database.chat(ANN))
    code = (await storage.subscribers.followed(ANN, 0))[0].value.encode()
    assert all(one in raw(path) for one in (sealed, code))
    match how:
        case "forget":
            await storage.forget(ANN, NOW)
        case "end":
            await storage.subscribers.unfollow(ANN, 0)
        case _:
            async with storage.database.transaction() as connection:
                await connection.execute(delete(properties).where(properties.c.name == "words"))
                clear = {"value": "LIGHTHOUSE", "sealed": None}
                own = subscriptions.c.chat == storage.database.chat(ANN)
                await connection.execute(update(subscriptions).where(own).values(**clear))
            await storage.close()
            assert b"LIGHTHOUSE" in raw(path)
            storage = await Storage.open(f"sqlite+aiosqlite:///{path}", KEY)
    found = raw(path)
    assert b"LIGHTHOUSE" not in found
    assert sealed not in found
    if how != "before":
        assert code not in found
    await storage.close()


def raw(path: Path) -> bytes:
    """Return the bytes of a database and of its write-ahead log."""
    return b"".join(file.read_bytes() for file in path.parent.glob("bot.sqlite3*") if not file.name.endswith("-shm"))


def seal_of(path: Path, chat: bytes) -> bytes:
    with closing(sqlite3.connect(path)) as database:
        row = database.execute("select sealed from subscriptions where chat = ?", (chat,)).fetchone()
    return bytes(row[0])
