"""What the sender promises, over the strict fake Telegram: everyone once, and never what it cannot record."""

import asyncio
import os
import random
import socket
import sqlite3
from collections.abc import Callable, MutableMapping, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.delivery.heartbeat_file import HeartbeatFile
from bot.delivery.rate_limiter import RateLimiter
from bot.delivery.telegram_channel import TelegramChannel
from bot.publishing.recipients import recipients
from bot.storage import Delivery, Storage, StorageError
from bot.storage.properties import OUTAGE
from knowledge.notices.audience import About, Settings, Subscription, Unreachable
from knowledge.notices.content import packed
from knowledge.notices.states import DeliveryState, NoticeState
from tests.bot.delivering import (
    BASE,
    KEY,
    READERS,
    notice,
    now,
    publish,
    sending,
    server,
    storage,
    until_done,
)
from tests.fake_telegram import FakeTelegram
from tests.support.eventually import eventually, steadily
from tests.support.virtual_time import in_virtual_time

pytestmark = pytest.mark.slow

__all__ = ["server", "storage"]

HERE = f"{socket.gethostname()}{Path('/proc/self/ns/pid').readlink().name}"


async def test_everyone_gets_the_notice_once_with_its_number_its_reason_and_its_buttons(
    server: FakeTelegram, storage: Storage
) -> None:
    await publish(storage, *READERS)
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"sent": len(READERS)}
    assert server.message_counts() == dict.fromkeys(READERS, 1)
    (message,) = server.messages(READERS[0])
    assert "Notice 1" in message.text
    assert "follows the case" in message.text
    assert [button.text for button in message.buttons][-2:] == ["Stop these", "Settings"]


@pytest.mark.parametrize(
    ("fault", "copies"),
    [("error", {1}), ("bad_gateway", {1}), ("cut_before", {1}), ("cut_after", {2}), ("broken_json", {2})],
)
async def test_a_failure_is_repeated_and_the_repetition_makes_no_sound(
    server: FakeTelegram, storage: Storage, fault: str, copies: set[int]
) -> None:
    server.add_fault(fault, method="sendMessage", times=1)
    await publish(storage, READERS[0])
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"sent": 1}
    messages = server.messages(READERS[0])
    assert len(messages) in copies
    assert messages[-1].silent, "nobody is woken twice by the same notice"


async def test_never_more_than_three_copies_even_if_every_answer_is_lost(
    server: FakeTelegram, storage: Storage
) -> None:
    server.add_fault("cut_after", method="sendMessage")
    await publish(storage, READERS[0])
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"unconfirmed": 1}
    assert server.message_counts() == {READERS[0]: 3}


async def test_a_pause_that_telegram_asks_for_one_chat_is_kept_by_that_chat_alone(
    server: FakeTelegram, storage: Storage
) -> None:
    await publish(storage, *READERS)
    first, *others = [delivery.chat_id for delivery in await storage.outbox.waiting(now().timestamp(), 100)]
    server.add_fault("flood", method="sendMessage", chat_id=first, times=1, retry_after=2)
    async with sending(server, storage.outbox, rate=10):
        await until_done(storage)
    sent = {record.chat_id: record.at for record in server.log("sendMessage") if record.status == 200}
    refused = next(record.at for record in server.log("sendMessage") if record.status == 429)
    assert sent[first] >= refused + 1.9
    assert max(sent[chat] for chat in others) < refused + 1.9


async def test_a_pause_that_telegram_asks_for_one_chat_after_another_is_kept_by_all(
    server: FakeTelegram, storage: Storage
) -> None:
    server.add_fault("flood", method="sendMessage", times=3, retry_after=2)
    await publish(storage, *READERS)
    async with sending(server, storage.outbox, rate=5):
        await until_done(storage)
    times = [(record.at, record.status) for record in server.log("sendMessage")]
    refused = max(at for at, status in times if status == 429)
    assert not [at for at, _ in times if refused < at < refused + 1.8]
    assert server.message_counts() == dict.fromkeys(READERS, 1)


@pytest.mark.parametrize("kind", ["bad_gateway", "error", "cut_before", "cut_after", "silent_after", "no_answer"])
async def test_an_outage_loses_nothing_and_is_said_once(server: FakeTelegram, storage: Storage, kind: str) -> None:
    with structlog.testing.capture_logs() as logs:
        async with sending(server, storage.outbox, properties=storage.properties, read_timeout=2.0):
            server.outage(3600, kind)
            await publish(storage, *READERS)
            assert await eventually(lambda: storage.properties.get(OUTAGE))
            server.end_outage()
            assert await until_done(storage) == {"sent": len(READERS)}
            await eventually(lambda: is_over(storage))
    counts = server.message_counts()
    assert set(counts) == set(READERS)
    assert max(counts.values()) <= 3
    events = [entry["event"] for entry in logs]
    assert events.count("Telegram does not answer; notices wait until it does") == 1
    assert events.count("Telegram answers again; notices go on") == 1


async def is_over(storage: Storage) -> bool:
    return await storage.properties.get(OUTAGE) is None


async def test_in_an_outage_of_messages_alone_single_ones_are_tried(server: FakeTelegram, storage: Storage) -> None:
    server.outage(4, "bad_gateway", methods=["sendMessage"])
    await publish(storage, *READERS)
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"sent": len(READERS)}
    failed = [record for record in server.log("sendMessage") if record.status == 502]
    assert len(failed) <= 4 + 6, "those under way, and then one at a time, ever more rarely"


@pytest.mark.parametrize("state", ["blocked", "deactivated", "kicked"])
async def test_who_comes_back_gets_what_came_meanwhile_as_one_digest(
    server: FakeTelegram, storage: Storage, state: str
) -> None:
    server.set_chat_state(READERS[0], state)
    await publish(storage, READERS[0])
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"unreachable": 1}
        second = replace(notice("And more."), id="second")
        await storage.publications.publish("second", packed(second), recipients(second, BASE, now()), "test", now())
        server.set_chat_state(READERS[0], "active")
        assert await storage.subscribers.mark_reachable(READERS[0], now().timestamp() + 0.01)
        (message,) = await server.wait_for_messages(READERS[0])
    assert "Something has changed." in message.text
    assert "And more." in message.text


async def test_rights_that_are_lacking_now_are_tried_again_with_the_next_notice(
    server: FakeTelegram, storage: Storage
) -> None:
    group = server.add_group("Team")
    refusal = "Bad Request: not enough rights to send text messages to the chat"
    server.add_fault("error", method="sendMessage", times=1, status=400, description=refusal)
    await publish(storage, group)
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"unreachable": 1}
        assert await storage.subscribers.why_unreachable(group) is Unreachable.NO_RIGHTS
        second = replace(notice("And more."), id="second")
        await storage.publications.publish("second", packed(second), recipients(second, BASE, now()), "test", now())
        assert len(await server.wait_for_messages(group, 2)) == 2
        assert await storage.subscribers.why_unreachable(group) is None
    texts = [message.text for message in server.messages(group)]
    assert ["And more." in text for text in texts] == [True, False], "then what could not be sent before"


@pytest.mark.parametrize("reason", ["BUTTON_DATA_INVALID", "reply markup is too long"])
async def test_a_notice_whose_buttons_are_refused_comes_without_them(
    server: FakeTelegram, storage: Storage, reason: str
) -> None:
    server.add_fault("error", method="sendMessage", times=1, status=400, description=f"Bad Request: {reason}")
    await publish(storage, READERS[0])
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"sent": 1}
    (message,) = server.messages(READERS[0])
    assert "Something has changed." in message.text
    assert message.buttons == ()
    ((_, _, note, _),) = await storage.outbox.counts()
    assert reason.casefold() in note.casefold(), "the operator sees it"


async def test_a_notice_that_telegram_refuses_is_held_for_a_person_and_stops_no_other(
    server: FakeTelegram, storage: Storage
) -> None:
    refusal = {"status": 400, "description": "Bad Request: can't parse entities"}
    server.add_fault("error", method="sendMessage", chat_id=READERS[0], times=2, **refusal)
    await publish(storage, *READERS)
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"held": 1, "sent": len(READERS) - 1}
        await storage.outbox.release("news", DeliveryState.WAITING, "me", now().timestamp())
        assert await until_done(storage) == {"sent": len(READERS)}


async def test_a_refusal_that_nobody_knows_passes_and_is_no_end(server: FakeTelegram, storage: Storage) -> None:
    refusal = {"status": 400, "description": "Bad Request: words that nobody knows"}
    server.add_fault("error", method="sendMessage", times=2, **refusal)
    await publish(storage, READERS[0])
    async with sending(server, storage.outbox):
        ((_, state, note, _),) = await eventually(lambda: _failed_ones(storage))
        assert (state, "nobody knows" in note) == ("waiting", True)
        assert await storage.subscribers.why_unreachable(READERS[0]) is None, "another notice may well be sent"
        assert await storage.outbox.waiting(now().timestamp() + 86_400 * 1.25, 10)


async def _failed_ones(storage: Storage) -> list[tuple[str, str, str, int]]:
    return [row for row in await storage.outbox.counts() if row[2]]


async def test_a_notice_that_cannot_be_worded_is_held_and_stops_no_other(
    server: FakeTelegram, storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = TelegramChannel.send

    async def perhaps(self: TelegramChannel, delivery: Delivery, silent: bool, bare: bool = False) -> int:
        if delivery.chat_id == READERS[0]:
            raise KeyError("a fault in the program")
        return await send(self, delivery, silent, bare)

    monkeypatch.setattr(TelegramChannel, "send", perhaps)
    await publish(storage, *READERS)
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"held": 1, "sent": len(READERS) - 1}


async def test_what_a_topic_that_is_gone_followed_comes_in_general(server: FakeTelegram, storage: Storage) -> None:
    group = server.add_group("Team", forum=True)
    topic = server.add_topic(group)
    await storage.subscribers.follow(group, topic, Subscription(About.CASE), "en")
    server.delete_topic(group, topic)
    await publish(storage)
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"sent": 1}
    assert await storage.subscribers.followed(group, 0) == (Subscription(About.CASE),)
    assert server.messages(group)[-1].thread_id is None
    assert "Something has changed." in server.messages(group)[-1].text


@pytest.mark.parametrize(
    "trouble",
    [
        {"kind": "flood", "retry_after": 1},
        {"kind": "bad_gateway"},
        {"kind": "cut_before"},
        {"kind": "error", "status": 400, "description": "Bad Request: TOPIC_CLOSED"},
    ],
)
async def test_trouble_while_it_is_told_that_a_topic_is_gone_loses_no_notice(
    server: FakeTelegram, storage: Storage, trouble: dict[str, Any]
) -> None:
    group = server.add_group("Team", forum=True)
    topic = server.add_topic(group)
    await storage.subscribers.follow(group, topic, Subscription(About.CASE), "en")
    server.delete_topic(group, topic)
    server.add_fault(method="sendMessage", skip=1, times=1, **trouble)
    await publish(storage)
    async with sending(server, storage.outbox):
        assert await until_done(storage) == {"sent": 1}
    assert "Something has changed." in server.messages(group)[-1].text


@pytest.mark.parametrize("closed", ["topic", "General"])
async def test_a_closed_topic_keeps_no_other_topic_of_its_group_waiting(
    server: FakeTelegram, storage: Storage, closed: str
) -> None:
    group = server.add_group("Team", forum=True)
    first, open_ = server.add_topic(group), server.add_topic(group)
    place = first if closed == "topic" else 0
    for topic in (place, open_):
        await storage.subscribers.follow(group, topic, Subscription(About.CASE), "en")
    server.close_topic(group, place or None)
    await publish(storage)
    async with sending(server, storage.outbox):
        (message,) = await server.wait_for_messages(group)
        await eventually(lambda: _lost_notes(storage, ["the topic is closed"]))
        assert await storage.subscribers.why_unreachable(group) is None
        server.reopen_topic(group, place or None)
        await storage.subscribers.reopened(group, place, now().timestamp())
        assert await until_done(storage) == {"sent": 2}
    assert message.thread_id == open_


async def _lost_notes(storage: Storage, notes: list[str]) -> bool:
    return [note for _, state, note, _ in await storage.outbox.counts() if state == "unreachable"] == notes


async def test_many_notices_for_one_group_do_not_keep_others_waiting(server: FakeTelegram, storage: Storage) -> None:
    group = server.add_group("Team")
    await storage.subscribers.follow(group, 0, Subscription(About.CASE), "en")
    for number in range(25):
        one = replace(notice(), id=f"n{number}")
        await storage.publications.publish(one.id, packed(one), recipients(one, BASE, now()), "test", now())
    async with sending(server, storage.outbox):
        await server.wait_for_messages(group, 2)
        await publish(storage, *READERS)
        for reader in READERS:
            await server.wait_for_messages(reader)
        assert len(server.messages(group)) < 25, "one a second"


async def test_who_blocked_the_bot_ends_as_unreachable_and_a_moved_group_is_followed(
    server: FakeTelegram, storage: Storage
) -> None:
    group = server.add_group("Old", kind="group")
    new = server.add_group("New")
    server.set_chat_state(group, "migrated", migrate_to=new)
    server.set_chat_state(READERS[0], "blocked")
    server.set_chat_state(READERS[1], "deactivated")
    await publish(storage, *READERS[:3], group)
    async with sending(server, storage.outbox):
        await until_done(storage)
    assert await _states(storage) == {"sent": 2, "unreachable": 2}
    assert server.message_counts() == {READERS[2]: 1, new: 1}


async def _states(storage: Storage) -> dict[str, int]:
    found: dict[str, int] = {}
    for _, state, _, count in await storage.outbox.counts():
        found[state] = found.get(state, 0) + count
    return found


async def test_of_two_senders_one_sends_and_the_other_takes_over_when_it_ends(
    server: FakeTelegram, storage: Storage
) -> None:
    await publish(storage, *READERS)
    async with sending(server, storage.outbox, rate=20), sending(server, storage.outbox, rate=20):
        assert await until_done(storage) == {"sent": len(READERS)}
    assert server.message_counts() == dict.fromkeys(READERS, 1)


@pytest.mark.parametrize(
    ("number", "process", "waits"),
    [
        (os.getpid(), "an earlier process", False),
        (2**22 + 1, "any", False),
        (os.getppid(), "any", True),
    ],
    ids=["a dead process with this number", "a dead process", "a living one"],
)
async def test_the_lease_of_a_dead_process_is_not_waited_for(
    server: FakeTelegram, storage: Storage, number: int, process: str, waits: bool
) -> None:
    assert await storage.outbox.acquire(f"{HERE} {number} {process} 1")
    await publish(storage, READERS[0])
    async with sending(server, storage.outbox, lease=600):
        if waits:
            await steadily(lambda: not server.message_counts())
        else:
            await server.wait_for_messages(READERS[0])


async def test_a_sender_on_another_machine_is_followed_once_it_shows_no_life(
    server: FakeTelegram, storage: Storage
) -> None:
    await publish(storage, READERS[0])
    other = await storage.outbox.acquire("elsewhere 1 process 1")
    async with sending(server, storage.outbox):
        await steadily(lambda: storage.outbox.acquire("elsewhere 1 process 1"), seconds=1.5)
        assert server.message_counts() == {}, "it lives, so nobody takes over"
        assert await until_done(storage) == {"sent": 1}
    assert other is not None
    assert (await storage.outbox.lease()).fencing_token == other.fencing_token + 1


async def test_a_clock_that_is_set_loses_nothing_repeats_nothing_and_is_said(
    server: FakeTelegram, storage: Storage
) -> None:
    ahead = timedelta(0)
    await publish(storage, *READERS)
    with structlog.testing.capture_logs() as logs:
        async with sending(server, storage.outbox, rate=5, clock=lambda: now() + ahead):
            await server.wait_for_messages(READERS[0])
            ahead = timedelta(days=2)
            await eventually(lambda: _said(logs, "the clock was set") == 1)
            ahead = timedelta(0)
            assert await until_done(storage) == {"sent": len(READERS)}
            await eventually(lambda: _said(logs, "the clock was set") == 2)
            ahead = timedelta(days=2)
            await eventually(lambda: _said(logs, "the clock was set") == 3)
    assert server.message_counts() == dict.fromkeys(READERS, 1)
    times = sorted(record.at for record in server.log("sendMessage"))
    assert max(sum(at <= other < at + 1 for other in times) for at in times) <= 5


def _said(logs: Sequence[MutableMapping[str, Any]], beginning: str) -> int:
    """How many lines of a log begin so."""
    return sum(entry["event"].startswith(beginning) for entry in logs)


async def test_a_database_from_a_backup_is_noticed_and_what_waits_there_is_held(
    server: FakeTelegram, storage: Storage, tmp_path: Path
) -> None:
    database, backup = tmp_path / "bot.sqlite3", tmp_path / "backup"
    heartbeat_file = HeartbeatFile(tmp_path / "state" / "sender")
    await publish(storage, *READERS)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(backup)) as copy:
        source.backup(copy)
    async with sending(server, storage.outbox, heartbeat_file=heartbeat_file):
        assert await until_done(storage) == {"sent": len(READERS)}
    with structlog.testing.capture_logs() as logs:
        async with sending(server, storage.outbox, heartbeat_file=heartbeat_file):
            await eventually(lambda: _said(logs, "sending notices"))
    assert not _said(logs, "the database was restored"), "a restart is no backup"
    older = await Storage.open(f"sqlite+aiosqlite:///{backup}", KEY)
    with structlog.testing.capture_logs() as logs:
        async with sending(server, older.outbox, heartbeat_file=heartbeat_file):
            assert await until_done(older) == {"held": len(READERS)}
            await older.outbox.release("news", DeliveryState.WAITING, "me", now().timestamp())
            assert await until_done(older) == {"sent": len(READERS)}
    await older.close()
    assert [entry["event"] for entry in logs if entry["log_level"] == "error"] == [
        "the database was restored from a backup; what waits is held: casewire deliveries shows it"
    ]
    assert server.message_counts() == dict.fromkeys(READERS, 2), "the second time because a person said so"


async def test_the_pace_is_never_passed(server: FakeTelegram, storage: Storage) -> None:
    await publish(storage, *READERS)
    async with sending(server, storage.outbox, rate=5):
        await until_done(storage)
    times = sorted(record.at for record in server.log("sendMessage"))
    assert max(sum(at <= other < at + 1 for other in times) for at in times) <= 5
    assert times[-1] - times[0] > 1.5


def test_the_pace_holds_where_messages_arrive_however_long_each_is_under_way() -> None:
    chance, arrived = random.Random(7), list[float]()
    chats = iter(range(1, 1000))

    async def work(limiter: RateLimiter, clock: Callable[[], float]) -> None:
        for chat in chats:
            async with limiter.slot(chat):
                await asyncio.sleep(chance.random() * 0.04)
                arrived.append(clock())
                await asyncio.sleep(chance.random() * 0.04)

    async def all_at_work() -> None:
        clock = asyncio.get_running_loop().time
        limiter = RateLimiter(40, clock)
        await asyncio.gather(*(work(limiter, clock) for _ in range(4)))

    in_virtual_time(all_at_work())
    assert len(arrived) == 999
    assert max(sum(at <= other < at + 1 for other in arrived) for at in arrived) <= 40


class Failing:
    """An outbox whose storage fails at some calls."""

    def __init__(self, outbox: Any, failing: str, times: int, spare: int = 0) -> None:
        """Let the first calls work, and the next ones fail."""
        self._outbox = outbox
        self._failing = failing
        self._spare = spare
        self.left = times

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._outbox, name)
        if name != self._failing:
            return method

        async def perhaps(*arguments: Any, **named: Any) -> Any:
            if self._spare:
                self._spare -= 1
            elif self.left:
                self.left -= 1
                raise StorageError("disk full")
            return await method(*arguments, **named)

        return perhaps


class Racing:
    """An outbox whose readers pause between the moment in which their deliveries are read and that of the claim."""

    def __init__(self, storage: Storage) -> None:
        self._storage = storage
        self.looks = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._storage.outbox, name)

    async def waiting(self, *arguments: Any) -> list[Delivery]:
        found = await self._storage.outbox.waiting(*arguments)
        self.looks += 1
        for delivery in found:
            await self._storage.subscribers.set_settings(delivery.chat_id, Settings(paused=True), now().timestamp())
        return found


async def test_who_pauses_just_before_a_notice_is_claimed_does_not_get_it(
    server: FakeTelegram, storage: Storage
) -> None:
    await publish(storage, READERS[0])
    racing = Racing(storage)
    async with sending(server, racing):
        await eventually(lambda: racing.looks >= 3)
    assert server.message_counts() == {}
    assert await _states(storage) == {"waiting": 1}


async def test_a_database_that_stays_away_is_said_once(server: FakeTelegram, storage: Storage) -> None:
    tried = 0

    class Away:
        def __getattr__(self, name: str) -> object:
            return getattr(storage.outbox, name)

        async def lease(self) -> object:
            nonlocal tried
            tried += 1
            raise StorageError("storage.url: the database cannot be used")

    with structlog.testing.capture_logs() as logged:
        async with sending(server, Away()):
            await eventually(lambda: tried >= 3)
    assert len(logged) == 1, "one line an outage"


async def test_nothing_is_sent_that_cannot_be_recorded(server: FakeTelegram, storage: Storage) -> None:
    await publish(storage, READERS[0])
    failing = Failing(storage.outbox, "settle", 2)

    def recorded() -> bool:
        if failing.left:
            assert server.message_counts() == {}
        return not failing.left

    async with sending(server, failing):
        await eventually(recorded)
        assert await until_done(storage) == {"sent": 1}
    assert server.message_counts() == {READERS[0]: 1}


async def test_a_sent_notice_that_could_not_be_recorded_at_once_is_not_sent_again(
    server: FakeTelegram, storage: Storage
) -> None:
    await publish(storage, READERS[0])
    async with sending(server, Failing(storage.outbox, "settle", 2, spare=1)):
        assert await until_done(storage) == {"sent": 1}
    assert server.message_counts() == {READERS[0]: 1}


async def test_a_correction_edits_what_was_sent_and_answers_it(server: FakeTelegram, storage: Storage) -> None:
    await publish(storage, READERS[0])
    async with sending(server, storage.outbox):
        await until_done(storage)
        await storage.publications.amend(
            "news", packed(notice("It is different.")), NoticeState.CORRECTED, "test", now()
        )
        await until_done(storage)
        first, note = server.messages(READERS[0])
        assert "It is different." in first.text
        assert "was corrected" in first.text
        assert note.reply_to == first.message_id
        await storage.publications.amend(
            "news", packed(notice("It is different.")), NoticeState.RECALLED, "test", now()
        )
        await until_done(storage)
    first, _, last = server.messages(READERS[0])
    assert "was withdrawn" in first.text
    assert first.texts_of("strikethrough") == ["Notice 1 · 2 July 2012\nIt is different.\n\nIt is different."]
    assert "was withdrawn" in last.text


async def test_a_chat_without_sound_or_in_a_pause_is_respected(server: FakeTelegram, storage: Storage) -> None:
    await storage.subscribers.follow(READERS[0], 0, Subscription(About.CASE), "en")
    await storage.subscribers.set_settings(READERS[0], Settings(silent=True), now().timestamp())
    await storage.subscribers.follow(READERS[1], 0, Subscription(About.CASE), "en")
    await storage.subscribers.set_settings(READERS[1], Settings(paused=True), now().timestamp())
    await publish(storage)
    async with sending(server, storage.outbox):
        (message,) = await server.wait_for_messages(READERS[0])
        assert message.silent
        await steadily(lambda: not server.messages(READERS[1]))
        await storage.subscribers.set_settings(READERS[1], Settings(), now().timestamp())
        assert await server.wait_for_messages(READERS[1])


async def test_a_group_gets_no_more_than_twenty_a_minute_and_a_person_one_a_second() -> None:
    clock = 0.0
    limiter = RateLimiter(1000, lambda: clock)

    def send(chat: int) -> None:
        nonlocal clock
        clock += max(limiter.pause(chat), 0)
        limiter.take(chat).end()

    for _ in range(3):
        send(1)
    assert clock == pytest.approx(2.0, abs=0.01)
    begun = clock
    for _ in range(41):
        send(-5)
    assert clock - begun >= 120
