"""What the outbox promises, on both databases: each chat once, nothing lost, one sender, every step on record."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, delete, update

from bot.storage import Delivery, Follower, Lease, Storage
from bot.storage.deliveries import Lost, Moved, Retry, Sent
from bot.storage.outbox import HELD_AFTER
from bot.storage.publications import Plan
from bot.storage.schema import audit, followers, metadata
from bot.storage.settlement import MAX_REPETITIONS
from knowledge.notices.audience import About, Rhythm, Settings, Subscription, Unreachable
from knowledge.notices.reasons import Reason
from knowledge.notices.states import AMENDMENTS, DeliveryState, NoticeState
from tests.bot.contents import OTHER, TEXT

KEY = bytes(range(32))
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)
AT = NOW.timestamp()
ANN, BEN, GROUP = 1001, 1002, -500
CASE = Subscription(About.CASE)


@pytest.fixture
async def storage(url: str) -> AsyncIterator[Storage]:
    opened = await Storage.open(url, KEY)
    yield opened
    await opened.close()


def at_once(follower: Follower) -> Plan:
    return Plan(Reason.decode("case:"), "now", AT)


async def published(storage: Storage, *chats: int, notice: str = "news", content: str = TEXT) -> int:
    """Let chats follow the case, publish a notice, and lead; return the fencing token."""
    for chat in chats:
        await storage.subscribers.follow(chat, 0, CASE, "en")
    await storage.publications.publish(notice, content, at_once, "me", NOW)
    return await leading(storage, "one")


async def leading(storage: Storage, holder: str) -> int:
    """Let a holder take over, as from one that is known to be dead; return its fencing token."""
    lease = await storage.outbox.acquire(holder, (await storage.outbox.lease()).heartbeats)
    assert lease is not None
    return lease.fencing_token


async def states(storage: Storage) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, state, _, count in await storage.outbox.counts():
        found[state] = found.get(state, 0) + count
    return found


async def only(storage: Storage, at: float = AT) -> Delivery:
    (delivery,) = await storage.outbox.waiting(at, 10)
    return delivery


async def test_a_notice_waits_once_for_each_chat_however_much_the_chat_follows(storage: Storage) -> None:
    for subscription in (CASE, Subscription(About.TOPIC, "a"), Subscription(About.FACT, "b")):
        await storage.subscribers.follow(ANN, 0, subscription, "ru")
    await published(storage, BEN)
    waiting = await storage.outbox.waiting(AT, 10)
    assert sorted(delivery.chat_id for delivery in waiting) == [ANN, BEN]
    assert {delivery.language for delivery in waiting} == {"ru", "en"}


async def test_the_same_content_again_sends_nothing(storage: Storage) -> None:
    await published(storage, ANN)
    again = await storage.publications.publish("news", TEXT, at_once, "me", NOW)
    assert (again.again, again.chats, again.number) == (True, 0, 1)
    assert await states(storage) == {"waiting": 1}


async def test_a_publication_that_fails_leaves_nothing_behind(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, CASE, "en")

    def broken(follower: Follower) -> Plan:
        raise ValueError("no plan")

    with pytest.raises(ValueError, match="no plan"):
        await storage.publications.publish("news", TEXT, broken, "me", NOW)
    assert await storage.audit_log.steps() == []
    assert (await storage.publications.publish("news", TEXT, at_once, "me", NOW)).chats == 1


async def test_a_delivery_is_marked_then_sent_and_comes_no_more(storage: Storage) -> None:
    fencing_token = await published(storage, ANN)
    delivery = await only(storage)
    assert await storage.outbox.claim(delivery, fencing_token, AT)
    assert await storage.outbox.waiting(AT, 10) == []
    assert not await storage.outbox.claim(delivery, fencing_token, AT), "it is under way already"
    await storage.outbox.record(Sent(delivery, 77), fencing_token, AT)
    assert await states(storage) == {"sent": 1}


async def test_only_one_leads_until_it_gives_up_or_is_known_to_be_dead(storage: Storage) -> None:
    first = await storage.outbox.acquire("one")
    assert first is not None
    assert first == Lease("one", 1, 1)
    assert await storage.outbox.acquire("two") is None
    assert await storage.outbox.acquire("one") == Lease("one", 1, 2), "it shows that it lives, and leads on"
    assert await storage.outbox.acquire("two", stale=first.heartbeats) is None, "it has beaten since it was seen"
    assert await storage.outbox.acquire("two", stale=2) == Lease("two", 2, 3)
    assert await storage.outbox.acquire("one") is None
    await storage.outbox.release_lease(2)
    assert await storage.outbox.acquire("three") == Lease("three", 3, 4)
    await storage.outbox.release_lease(2)
    assert await storage.outbox.lease() == Lease("three", 3, 4), "who has lost it cannot give it up"


async def test_of_many_that_see_a_dead_sender_at_once_one_takes_over(storage: Storage) -> None:
    assert await storage.outbox.acquire("dead") is not None
    taken = await asyncio.gather(*(storage.outbox.acquire(f"sender {number}", stale=1) for number in range(8)))
    assert sum(lease is not None for lease in taken) == 1


async def test_a_correction_reaches_who_follows_its_facts_now_and_a_withdrawal_only_who_was_told(
    storage: Storage,
) -> None:
    await published(storage, ANN)
    await storage.subscribers.follow(BEN, 0, Subscription(About.FACT, "pier"), "en")
    await storage.subscribers.follow(GROUP, 0, CASE, "en")

    def follows_it(follower: Follower) -> Plan | None:
        return (
            Plan(Reason.decode("fact:pier"), "now", AT)
            if Subscription(About.FACT, "pier") in follower.subscriptions
            else None
        )

    done = await storage.publications.amend("news", OTHER, NoticeState.CORRECTED, "me", NOW, decide=follows_it)
    assert done is not None
    assert done.chats == 2
    waiting = await storage.outbox.waiting(AT, 10)
    assert {delivery.chat_id: delivery.items[0].reason.encode() for delivery in waiting} == {
        ANN: "case:",
        BEN: "fact:pier",
    }
    done = await storage.publications.amend("news", OTHER, NoticeState.RECALLED, "me", NOW, decide=follows_it)
    assert done is not None
    assert done.chats == 0, "nobody was told yet"


async def test_what_waits_in_a_database_from_a_backup_is_held_until_a_person_says(storage: Storage) -> None:
    fencing_token = await published(storage, ANN, BEN)
    assert await storage.outbox.hold(fencing_token, AT) == 0
    assert await storage.outbox.hold(fencing_token, AT, restored=True) == 2
    assert await storage.outbox.waiting(AT, 10) == []
    assert await storage.outbox.release("news", DeliveryState.WAITING, "me", AT) == 2
    assert len(await storage.outbox.waiting(AT, 10)) == 2


async def test_who_has_lost_the_lease_can_neither_mark_nor_acknowledge(storage: Storage) -> None:
    fencing_token = await published(storage, ANN, BEN)
    one, other = await storage.outbox.waiting(AT, 10)
    assert await storage.outbox.claim(one, fencing_token, AT)
    newer = await leading(storage, "two")
    assert not await storage.outbox.claim(other, fencing_token, AT)
    assert await storage.outbox.recover(newer, AT + 11) == 1
    await storage.outbox.record(Sent(one, 77), fencing_token, AT + 12)
    assert await states(storage) == {"waiting": 2}, "the late acknowledgement of the old sender counts for nothing"


async def test_what_was_under_way_at_a_kill_is_sent_again_at_most_twice(storage: Storage) -> None:
    await published(storage, ANN)
    for kill in range(MAX_REPETITIONS + 1):
        at = AT + 100 * (kill + 1)
        fencing_token = await leading(storage, f"life {kill}")
        await storage.outbox.recover(fencing_token, at)
        delivery = await only(storage, at)
        assert delivery.uncertain_sends == kill
        assert await storage.outbox.claim(delivery, fencing_token, at)
    last = await leading(storage, "last")
    await storage.outbox.recover(last, AT + 1000)
    assert await states(storage) == {"unconfirmed": 1}


async def test_what_may_have_been_sent_is_repeated_at_most_twice(storage: Storage) -> None:
    fencing_token = await published(storage, ANN)
    for _ in range(MAX_REPETITIONS + 1):
        delivery = await only(storage)
        assert await storage.outbox.claim(delivery, fencing_token, AT)
        await storage.outbox.record(Retry(delivery, AT, "perhaps sent", uncertain=True), fencing_token, AT)
    assert await states(storage) == {"unconfirmed": 1}


@pytest.mark.parametrize(
    ("state", "left"), [(DeliveryState.WAITING, {"waiting": 1}), (DeliveryState.SKIPPED, {"skipped": 1})]
)
async def test_what_is_unconfirmed_can_be_sent_once_more_or_dropped(
    storage: Storage, state: DeliveryState, left: dict[str, int]
) -> None:
    fencing_token = await published(storage, ANN, BEN)
    one, other = await storage.outbox.waiting(AT, 10)
    assert await storage.outbox.claim(other, fencing_token, AT)
    await storage.outbox.record(Sent(other, 5), fencing_token, AT)
    for _ in range(MAX_REPETITIONS + 1):
        assert await storage.outbox.claim(one, fencing_token, AT)
        await storage.outbox.record(Retry(one, AT, "perhaps sent", uncertain=True), fencing_token, AT)
    assert await storage.outbox.release("news", state, "me", AT, of=DeliveryState.UNCONFIRMED) == 1
    assert await states(storage) == {"sent": 1, **left}
    if state is DeliveryState.WAITING:
        again = await only(storage)
        assert await storage.outbox.claim(again, fencing_token, AT)
        await storage.outbox.record(Retry(again, AT, "perhaps sent", uncertain=True), fencing_token, AT)
        assert await states(storage) == {"sent": 1, "unconfirmed": 1}, "a person said it once"


async def test_what_was_surely_not_sent_is_repeated_without_end(storage: Storage) -> None:
    fencing_token = await published(storage, ANN)
    for _ in range(10):
        delivery = await only(storage)
        assert await storage.outbox.claim(delivery, fencing_token, AT)
        await storage.outbox.record(Retry(delivery, AT, "not sent", uncertain=False), fencing_token, AT)
    assert await states(storage) == {"waiting": 1}


async def test_late_news_waits_for_a_persons_word(storage: Storage) -> None:
    fencing_token = await published(storage, ANN, BEN)
    assert await storage.outbox.hold(fencing_token, AT + HELD_AFTER - 1) == 0
    late = AT + HELD_AFTER + 1
    assert await storage.outbox.hold(fencing_token, late) == 2
    assert await storage.outbox.waiting(late, 10) == []
    assert await storage.outbox.release("news", DeliveryState.WAITING, "me", late) == 2
    assert await storage.outbox.hold(fencing_token, late) == 0
    assert len(await storage.outbox.waiting(late, 10)) == 2


async def test_a_pause_loses_nothing(storage: Storage) -> None:
    fencing_token = await published(storage, ANN)
    await storage.subscribers.set_settings(ANN, Settings(paused=True), AT)
    much_later = AT + 10 * HELD_AFTER
    assert await storage.outbox.waiting(much_later, 10) == []
    assert await storage.outbox.hold(fencing_token, much_later) == 0
    await storage.subscribers.set_settings(ANN, Settings(), much_later)
    assert await storage.outbox.hold(fencing_token, much_later) == 0
    assert (await only(storage, much_later)).chat_id == ANN


async def test_a_chat_that_blocked_the_bot_gets_nothing_until_it_is_back(storage: Storage) -> None:
    fencing_token = await published(storage, ANN)
    delivery = await only(storage)
    assert await storage.outbox.claim(delivery, fencing_token, AT)
    lost = Lost(delivery, Unreachable.BLOCKED, "bot was blocked by the user", AT)
    await storage.outbox.record(lost, fencing_token, AT)
    assert await states(storage) == {"unreachable": 1}
    await storage.publications.publish("second", "text", at_once, "me", NOW)
    assert await storage.outbox.waiting(AT, 10) == []
    assert await storage.subscribers.mark_reachable(ANN, AT)
    assert [item.notice for item in (await only(storage)).items] == ["news", "second"], "nothing is lost"


async def test_a_group_that_moved_keeps_its_subscriptions_and_gets_the_notice_there(storage: Storage) -> None:
    fencing_token = await published(storage, GROUP)
    delivery = await only(storage)
    assert await storage.outbox.claim(delivery, fencing_token, AT)
    await storage.outbox.record(Moved(delivery, -100500), fencing_token, AT)
    assert (await only(storage)).chat_id == -100500
    assert await storage.subscribers.followed(-100500, 0) == (CASE,)
    assert await storage.subscribers.followed(GROUP, 0) == ()


async def test_who_ends_the_subscription_is_not_told_any_more(storage: Storage) -> None:
    await published(storage, ANN)
    assert await storage.subscribers.unfollow(ANN, 0) == 1
    assert await storage.outbox.waiting(AT, 10) == []
    assert await states(storage) == {"skipped": 1}


@pytest.mark.parametrize("of_all", [True, False])
@pytest.mark.parametrize("then", ["fails", "interrupted", "released"])
async def test_what_is_under_way_to_who_unsubscribes_is_not_sent_again(
    storage: Storage, of_all: bool, then: str
) -> None:
    fencing_token = await published(storage, ANN)
    delivery = await only(storage)
    for _ in range(MAX_REPETITIONS + 1 if then == "released" else 0):
        assert await storage.outbox.claim(delivery, fencing_token, AT)
        await storage.outbox.record(Retry(delivery, AT, "perhaps sent", uncertain=True), fencing_token, AT)
    if then != "released":
        assert await storage.outbox.claim(delivery, fencing_token, AT)
    assert await storage.subscribers.unfollow(ANN, 0, *(() if of_all else (About.CASE,))) == 1
    match then:
        case "fails":
            await storage.outbox.record(Retry(delivery, AT, "not sent"), fencing_token, AT)
        case "interrupted":
            await storage.outbox.recover(await leading(storage, "two"), AT)
        case _:
            await storage.outbox.release("news", DeliveryState.WAITING, "me", AT, of=DeliveryState.UNCONFIRMED)
    assert await storage.outbox.waiting(AT, 10) == []
    assert await states(storage) == {"skipped": 1}


async def test_a_digest_is_one_message_with_each_notice_once(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, replace(CASE, rhythm=Rhythm.DAILY), "en")
    for notice in ("first", "second"):
        await storage.publications.publish(
            notice, notice, lambda _: Plan(Reason.decode("case:"), "daily", AT + 60), "me", NOW
        )
    assert await storage.outbox.waiting(AT, 10) == []
    digest = await only(storage, AT + 61)
    assert [item.notice for item in digest.items] == ["first", "second"]
    fencing_token = await leading(storage, "one")
    assert await storage.outbox.claim(digest, fencing_token, AT + 61)
    await storage.outbox.record(Sent(digest, 5), fencing_token, AT + 61)
    assert await states(storage) == {"sent": 2}


async def test_a_correction_reaches_exactly_those_who_were_told_or_still_wait(storage: Storage) -> None:
    fencing_token = await published(storage, ANN, BEN)
    told, waiting = await storage.outbox.waiting(AT, 10)
    assert await storage.outbox.claim(told, fencing_token, AT)
    await storage.outbox.record(Sent(told, 77), fencing_token, AT)
    await storage.subscribers.follow(3333, 0, CASE, "en")
    done = await storage.publications.amend("news", OTHER, NoticeState.CORRECTED, "me", NOW)
    assert done is not None
    assert (done.number, done.chats) == (1, 2)
    targets = {delivery.chat_id: delivery.target for delivery in await storage.outbox.waiting(AT, 10)}
    assert targets == {told.chat_id: 77, waiting.chat_id: None}
    again = await storage.publications.amend("news", OTHER, NoticeState.CORRECTED, "me", NOW)
    assert again is not None
    assert again.again


async def test_a_recall_reaches_only_those_who_were_told(storage: Storage) -> None:
    fencing_token = await published(storage, ANN, BEN)
    told, _ = await storage.outbox.waiting(AT, 10)
    assert await storage.outbox.claim(told, fencing_token, AT)
    await storage.outbox.record(Sent(told, 77), fencing_token, AT)
    await storage.publications.amend("news", TEXT, NoticeState.RECALLED, "me", NOW)
    assert [(one.chat_id, one.target) for one in await storage.outbox.waiting(AT, 10)] == [(told.chat_id, 77)]
    assert await storage.publications.amend("never published", "x", NoticeState.RECALLED, "me", NOW) is None


@pytest.mark.parametrize("state", AMENDMENTS)
async def test_who_may_have_been_told_is_told_of_the_change_and_not_of_the_old_edition_again(
    storage: Storage, state: NoticeState
) -> None:
    fencing_token = await published(storage, ANN)
    old = await only(storage)
    assert await storage.outbox.claim(old, fencing_token, AT)
    done = await storage.publications.amend("news", OTHER, state, "me", NOW)
    assert done is not None
    assert done.chats == 1
    await storage.outbox.record(Retry(old, AT, "perhaps sent", uncertain=True), fencing_token, AT)
    change = await only(storage)
    assert (change.items[0].edition, change.items[0].reason.encode()) == (2, state)


async def test_the_record_of_all_steps_shows_if_one_was_changed(storage: Storage) -> None:
    await published(storage, ANN)
    await storage.publications.amend("news", OTHER, NoticeState.CORRECTED, "me", NOW)
    await storage.publications.amend("news", OTHER, NoticeState.RECALLED, "you", NOW)
    steps = await storage.audit_log.steps()
    assert [(step.actor, step.action) for step in steps] == [
        ("me", "published"),
        ("me", "corrected"),
        ("you", "recalled"),
    ]
    assert all(step.fits for step in steps)
    async with storage.database.transaction() as connection:
        await connection.execute(update(audit).where(audit.c.step == 2).values(actor="nobody"))
    assert [step.fits for step in await storage.audit_log.steps()] == [True, False, True]
    async with storage.database.transaction() as connection:
        await connection.execute(delete(audit).where(audit.c.step == 2))
    assert [step.fits for step in await storage.audit_log.steps()] == [True, False], (
        "a step that is gone shows in the next"
    )


async def test_settings_are_kept(storage: Storage) -> None:
    await storage.subscribers.follow(ANN, 0, CASE, "en")
    chosen = Settings("Europe/Kyiv", (1320, 480), urgent_passes=True, silent=True)
    await storage.subscribers.set_settings(ANN, chosen, AT)
    assert await storage.subscribers.settings(ANN) == chosen
    assert await storage.subscribers.settings(BEN) == Settings()


async def test_forgetting_a_chat_leaves_nothing_of_its_subscriptions(storage: Storage) -> None:
    await published(storage, ANN, BEN)
    await storage.forget(ANN, NOW)
    assert await storage.subscribers.followed(ANN, 0) == ()
    assert [delivery.chat_id for delivery in await storage.outbox.waiting(AT, 10)] == [BEN]


async def test_the_migrations_make_the_tables_that_the_code_uses(storage: Storage) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    async with storage.database.transaction() as connection:
        assert await connection.run_sync(differences) == []


async def test_processes_that_start_at_once_migrate_one_after_the_other(new_url: str) -> None:
    storages = await asyncio.gather(*(Storage.open(new_url, KEY) for _ in range(4)))
    for storage in storages:
        await storage.close()


async def test_a_property_of_the_database_is_kept_until_it_is_set_anew_or_deleted(storage: Storage) -> None:
    assert await storage.properties.get("rule") is None
    for value in ("one", "two", None):
        await storage.properties.set("rule", value)
        assert await storage.properties.get("rule") == value


async def test_a_digest_that_does_not_fit_into_what_is_read_at_once_is_not_torn(storage: Storage) -> None:
    for chat in (ANN, BEN):
        await storage.subscribers.follow(chat, 0, replace(CASE, rhythm=Rhythm.DAILY), "en")
    for number in range(4):
        content = f"notice {number}"
        await storage.publications.publish(
            content, content, lambda _: Plan(Reason.decode("case:"), "daily", AT), "me", NOW
        )
    (digest,) = await storage.outbox.waiting(AT, 6)
    assert len(digest.items) == 4
    both = await storage.outbox.waiting(AT, 9)
    assert [len(delivery.items) for delivery in both] == [4, 4]


async def test_what_piled_up_in_a_pause_comes_as_one_digest(storage: Storage) -> None:
    await published(storage, ANN, notice="first")
    await storage.subscribers.set_settings(ANN, Settings(paused=True), AT)
    await storage.publications.publish("second", "text", at_once, "me", NOW)
    await storage.subscribers.set_settings(ANN, Settings(), AT + 60)
    assert [item.notice for item in (await only(storage, AT + 60)).items] == ["first", "second"]


async def test_a_message_of_a_group_that_moved_is_not_taken_for_one_of_the_new_group(storage: Storage) -> None:
    fencing_token = await published(storage, GROUP)
    delivery = await only(storage)
    assert await storage.outbox.claim(delivery, fencing_token, AT)
    await storage.outbox.record(Sent(delivery, 77), fencing_token, AT)
    await storage.subscribers.moved(GROUP, -100500)
    done = await storage.publications.amend("news", OTHER, NoticeState.CORRECTED, "me", NOW)
    assert done is not None
    assert done.chats == 1
    change = await only(storage)
    assert (change.chat_id, change.target) == (-100500, None), "message 77 of the new group is another"


async def test_of_two_chats_that_become_one_nothing_is_lost(storage: Storage) -> None:
    await published(storage, GROUP)
    await storage.subscribers.follow(-100500, 0, Subscription(About.TOPIC, "a"), "en")
    await storage.subscribers.moved(GROUP, -100500)
    assert set(await storage.subscribers.followed(-100500, 0)) == {CASE, Subscription(About.TOPIC, "a")}
    assert (await only(storage)).chat_id == -100500


async def test_what_each_thread_of_a_chat_follows_is_known(storage: Storage) -> None:
    words = Subscription(About.WORDS, text="visa bans")
    for thread, one in ((0, CASE), (5, words), (5, CASE)):
        await storage.subscribers.follow(GROUP, thread, one, "en")
    await storage.subscribers.follow(ANN, 0, CASE, "en")
    found = await storage.subscribers.by_thread(GROUP)
    assert {thread: [one.about for one in kept] for thread, kept in found.items()} == {
        0: [About.CASE],
        5: [About.CASE, About.WORDS],
    }
    assert found[5][1].text == "visa bans"
    assert await storage.subscribers.by_thread(BEN) == {}


async def test_what_a_chat_chose_outlives_its_last_subscription_until_the_next_clearing(storage: Storage) -> None:
    chosen = Settings("Europe/Kyiv", silent=True)
    await published(storage, ANN)
    await storage.subscribers.set_settings(ANN, chosen, AT)
    await storage.subscribers.unfollow(ANN, 0, About.CASE)
    assert await storage.subscribers.settings(ANN) == chosen, "for who takes that back"
    assert await storage.outbox.waiting(AT, 10) == [], "nothing is sent meanwhile"
    await storage.expire(NOW)
    assert await storage.subscribers.settings(ANN) == Settings()


async def test_an_address_that_cannot_be_read_keeps_no_other_waiting(storage: Storage) -> None:
    await published(storage, ANN, BEN)
    async with storage.database.transaction() as connection:
        damaged = update(followers).where(followers.c.chat == storage.database.chat(ANN)).values(address=b"?")
        await connection.execute(damaged)
    assert [delivery.chat_id for delivery in await storage.outbox.waiting(AT, 10)] == [BEN]
    assert await states(storage) == {"held": 1, "waiting": 1}
    assert (await only(storage)).chat_id == BEN
