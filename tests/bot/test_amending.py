"""Who gets a correction or a recall, when, and what becomes of the message with the notice."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.storage import Delivery, Follower, Storage
from bot.storage.deliveries import Retry, Sent
from bot.storage.publications import Plan
from bot.storage.settlement import MAX_REPETITIONS
from knowledge.edtf import parse_edtf
from knowledge.model import Notice
from knowledge.notices.audience import About, Rhythm, Settings, Subscription, Unreachable, due
from knowledge.notices.content import packed, unpacked
from knowledge.notices.reasons import Reason
from knowledge.notices.states import DeliveryState, NoticeState

NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
TOMORROW = (NOW + timedelta(hours=21)).timestamp()
ANN, BEN = 1001, 1002
CASE = Subscription(About.CASE)
NOTICE = Notice("news", parse_edtf("2021-03-01"), "news", {"en": "Old"}, {"en": "Old text"})
WHY = {"en": "The date was wrong."}
CORRECTED = packed(replace(NOTICE, headline={"en": "New"}, correction=WHY))


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, bytes(range(32)))
    yield opened
    await opened.close()


def planned(follower: Follower) -> Plan | None:
    """Send to who follows the case, in the rhythm of that."""
    for one in follower.subscriptions:
        if one.about is About.CASE:
            return Plan(
                Reason.decode("case:"), one.rhythm.value, due(follower.settings, one.rhythm, False, NOW).timestamp()
            )
    return None


async def publish(storage: Storage, notice: str = "news", content: str = packed(NOTICE)) -> None:
    await storage.publications.publish(notice, content, planned, "me", NOW)


async def follow(storage: Storage, chat: int, rhythm: Rhythm = Rhythm.NOW) -> None:
    await storage.subscribers.follow(chat, 0, replace(CASE, rhythm=rhythm), "en")


async def send(storage: Storage, at: float, message_id: int = 77) -> list[Delivery]:
    """Send all that is due, each as a message of its own with the id given."""
    lease = await storage.outbox.acquire("one")
    assert lease is not None
    due_now = await storage.outbox.waiting(at, 100)
    for delivery in due_now:
        assert await storage.outbox.claim(delivery, lease.fencing_token, at)
        await storage.outbox.record(Sent(delivery, message_id), lease.fencing_token, at)
    return due_now


async def amend(
    storage: Storage, state: NoticeState = NoticeState.CORRECTED, content: str = CORRECTED, at: datetime = NOW
) -> int:
    done = await storage.publications.amend("news", content, state, "me", at)
    assert done is not None
    return done.chats


async def test_who_reads_digests_is_corrected_with_his_next_digest(storage: Storage) -> None:
    await follow(storage, ANN, Rhythm.DAILY)
    await publish(storage)
    await send(storage, TOMORROW)
    assert await amend(storage, at=NOW + timedelta(days=1)) == 1
    assert await storage.outbox.waiting(TOMORROW + 3 * 3600, 10) == []
    (change,) = await storage.outbox.waiting(TOMORROW + 24 * 3600, 10)
    assert (change.items[0].reason.encode(), change.rhythm) == ("corrected", "daily")


async def test_who_reads_digests_and_had_nothing_yet_gets_the_new_text_as_a_notice(storage: Storage) -> None:
    await follow(storage, ANN, Rhythm.DAILY)
    await publish(storage)
    assert await amend(storage) == 1
    assert await storage.outbox.waiting(AT, 10) == []
    (delivery,) = await storage.outbox.waiting(TOMORROW, 10)
    assert [(item.reason.encode(), unpacked(item.content).headline) for item in delivery.items] == [
        ("case:", {"en": "New"})
    ]


async def test_a_correction_waits_for_the_end_of_quiet_hours(storage: Storage) -> None:
    await follow(storage, ANN)
    await publish(storage)
    await send(storage, AT)
    await storage.subscribers.set_settings(ANN, Settings(quiet=(11 * 60, 14 * 60)), AT)
    await amend(storage)
    assert await storage.outbox.waiting(AT, 10) == []
    assert len(await storage.outbox.waiting(AT + 2 * 3600, 10)) == 1


async def test_an_urgent_correction_may_come_in_quiet_hours_where_that_is_allowed(storage: Storage) -> None:
    await follow(storage, ANN)
    await publish(storage)
    await send(storage, AT)
    await storage.subscribers.set_settings(ANN, Settings(quiet=(11 * 60, 14 * 60), urgent_passes=True), AT)
    await amend(storage, content=packed(replace(unpacked(CORRECTED), urgent=True)))
    assert len(await storage.outbox.waiting(AT, 10)) == 1


async def test_a_message_that_told_of_several_notices_is_not_edited(storage: Storage) -> None:
    await follow(storage, ANN, Rhythm.DAILY)
    await publish(storage)
    await publish(storage, "other", packed(replace(NOTICE, id="other")))
    await send(storage, TOMORROW)
    await amend(storage, at=NOW + timedelta(days=1))
    (change,) = await storage.outbox.waiting(TOMORROW + 24 * 3600, 10)
    assert change.target is None


async def test_a_message_that_told_of_one_notice_is_edited_also_the_second_time(storage: Storage) -> None:
    await follow(storage, ANN)
    await publish(storage)
    await send(storage, AT)
    await amend(storage)
    (change,) = await send(storage, AT)
    assert change.target == 77
    await amend(storage, content=packed(replace(NOTICE, headline={"en": "Newest"}, correction=WHY)))
    (change,) = await storage.outbox.waiting(AT, 10)
    assert change.target == 77


async def test_who_may_have_been_told_is_told_of_the_change(storage: Storage) -> None:
    await follow(storage, ANN)
    await publish(storage)
    lease = await storage.outbox.acquire("one")
    assert lease is not None
    (delivery,) = await storage.outbox.waiting(AT, 10)
    assert await storage.outbox.claim(delivery, lease.fencing_token, AT)
    await storage.outbox.record(Retry(delivery, AT + 60, "perhaps sent", uncertain=True), lease.fencing_token, AT)
    await amend(storage)
    (change,) = await storage.outbox.waiting(AT + 60, 10)
    assert (change.items[0].reason.encode(), change.target) == ("corrected", None)


async def test_what_was_dropped_after_it_may_have_been_told_is_corrected(storage: Storage) -> None:
    await follow(storage, ANN)
    await publish(storage)
    lease = await storage.outbox.acquire("one")
    assert lease is not None
    (delivery,) = await storage.outbox.waiting(AT, 10)
    for _ in range(MAX_REPETITIONS + 1):
        assert await storage.outbox.claim(delivery, lease.fencing_token, AT)
        await storage.outbox.record(Retry(delivery, AT, "perhaps sent", uncertain=True), lease.fencing_token, AT)
    assert await storage.outbox.release("news", DeliveryState.SKIPPED, "me", AT, of=DeliveryState.UNCONFIRMED) == 1
    assert await amend(storage, NoticeState.RECALLED) == 1


async def test_who_follows_nothing_any_more_is_told_nothing(storage: Storage) -> None:
    await follow(storage, ANN)
    await follow(storage, BEN)
    await publish(storage)
    await send(storage, AT)
    await storage.subscribers.unfollow(ANN, 0)
    assert await amend(storage) == 1
    assert [delivery.chat_id for delivery in await storage.outbox.waiting(AT, 10)] == [BEN]


async def test_a_recall_strikes_out_what_was_told_whatever_the_file_reads_now(storage: Storage) -> None:
    await follow(storage, ANN)
    await publish(storage)
    await send(storage, AT)
    await amend(storage, NoticeState.RECALLED)
    (change,) = await storage.outbox.waiting(AT, 10)
    struck = unpacked(change.items[0].content)
    assert (struck.headline, struck.correction) == ({"en": "Old"}, WHY)


async def test_what_came_after_a_pause_is_corrected_at_once(storage: Storage) -> None:
    await follow(storage, ANN)
    await storage.subscribers.set_settings(ANN, Settings(paused=True), AT)
    await publish(storage)
    await storage.subscribers.set_settings(ANN, Settings(), AT + 60)
    await send(storage, AT + 60)
    await amend(storage, at=NOW + timedelta(minutes=2))
    (change,) = await storage.outbox.waiting(AT + 120, 10)
    assert (change.items[0].reason.encode(), change.rhythm) == ("corrected", "now")


async def test_the_same_recall_again_does_nothing(storage: Storage) -> None:
    await publish(storage)
    await amend(storage, NoticeState.RECALLED)
    again = await storage.publications.amend("news", CORRECTED, NoticeState.RECALLED, "me", NOW)
    assert again is not None
    assert again.again


async def test_a_recall_strikes_through_what_the_chat_had_and_not_what_it_missed(storage: Storage) -> None:
    for chat in (ANN, BEN):
        await follow(storage, chat)
    await publish(storage)
    await send(storage, AT)
    await storage.subscribers.mark_unreachable(ANN, Unreachable.BLOCKED, AT)
    await storage.publications.amend("news", CORRECTED, NoticeState.CORRECTED, "me", NOW)
    await send(storage, AT, 78)
    await storage.publications.amend("news", CORRECTED, NoticeState.RECALLED, "me", NOW)
    assert await storage.subscribers.mark_reachable(ANN, AT)
    due_now = await storage.outbox.waiting(AT, 10)
    shown = {delivery.chat_id: unpacked(delivery.items[0].content) for delivery in due_now}
    assert {chat: notice.headline["en"] for chat, notice in shown.items()} == {ANN: "Old", BEN: "New"}
    assert all(notice.correction == WHY for notice in shown.values())
