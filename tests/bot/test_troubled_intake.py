"""The intake in trouble: new numbering, garbled updates, floods, chats in a long limit, and outages of Telegram."""

import asyncio
import json
import time
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Update

from bot.intake.intake import Intake
from bot.intake.reader_limits import Rates, ReaderLimits
from bot.storage import Storage, StorageError
from bot.terminal.offline_calls import Answer, Fault, refusal
from bot.terminal.offline_telegram import OfflineTelegram
from tests.support.eventually import eventually, steadily
from tests.support.faults import maybe_sent
from tests.support.intake import (
    App,
    Unreliable,
    application,
    attempts,
    count,
    hasty,
    kill,
    now,
    running,
    storage,
    telegram,
)

__all__ = ["application", "hasty", "storage", "telegram"]

GARBLED = {"message": {"message_id": "garbled", "text": "my secret"}}


def flood(seconds: int) -> Fault:
    return refusal(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


class Hints:
    """Keeps what would be said."""

    def __init__(self) -> None:
        self.slowed: list[int] = []
        self.kinds: list[str] = []

    async def slow_down(self, update: Update) -> None:
        assert update.effective_chat is not None
        self.slowed.append(update.effective_chat.id)

    async def unreadable(self, kind: str) -> None:
        self.kinds.append(kind)


async def test_updates_that_are_numbered_anew_are_answered_at_once(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.updates.write(1, "old")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: telegram.sent == [(1, "old")] and not telegram.updates.pending)
        telegram.updates.renumber(20)
        for text in "abc":
            telegram.updates.write(1, text)
        await eventually(lambda: len(telegram.sent) == 4)
        await eventually(lambda: not telegram.updates.pending)
        telegram.updates.write(2, "next")
        await eventually(lambda: (2, "next") in telegram.sent)
        polls = len(telegram.updates.offsets)
        await steadily(
            lambda: len(telegram.updates.offsets) <= polls + 2
        )  # it waits for updates instead of asking all the time
    assert [text for _, text in telegram.sent] == ["old", "a", "b", "c", "next"]


async def test_a_new_update_with_the_id_of_a_finished_one_is_answered(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    first = telegram.updates.write(1, "old")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: telegram.sent == [(1, "old")] and not telegram.updates.pending)
        telegram.updates.renumber(20)
        telegram.updates.write(1, "low")
        await eventually(lambda: (1, "low") in telegram.sent and not telegram.updates.pending)
        telegram.updates.renumber(first)
        telegram.updates.write(1, "again")
        await eventually(lambda: (1, "again") in telegram.sent)
    assert len(telegram.sent) == 3


async def test_a_kill_in_a_new_numbering_leaves_nothing_unanswered_or_answered_twice(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.updates.write(1, "old")
    killed = asyncio.create_task(Intake(application, storage.inbox, now).run())
    await eventually(lambda: telegram.sent == [(1, "old")] and not telegram.updates.pending)
    telegram.updates.renumber(20)
    telegram.close(1)
    telegram.updates.write(1, "slow")
    telegram.updates.write(2, "quick")
    await eventually(lambda: (2, "quick") in telegram.sent)
    await eventually(lambda: storage.inbox.known([21], now()))
    await kill(killed)
    telegram.gates[1].set()
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: not telegram.updates.pending)
    assert telegram.sent == [(1, "old"), (2, "quick"), (1, "slow")]


async def test_a_row_of_last_week_does_not_swallow_an_update(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    update_id = telegram.updates.write(1, "new")
    await storage.inbox.finish(update_id, now() - timedelta(days=7))
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: telegram.sent == [(1, "new")])


async def test_a_bad_item_stops_nothing_and_is_told_to_the_admins_once(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    hints = Hints()
    telegram.updates.write(1, "before")
    bad = [telegram.updates.push(GARBLED) for _ in range(3)]
    telegram.updates.write(2, "after")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now, hints=hints)):
            await eventually(lambda: len(telegram.sent) == 2 and not telegram.updates.pending)
            await eventually(lambda: hints.kinds)
            telegram.updates.write(3, "later")
            await eventually(lambda: (3, "later") in telegram.sent)
    assert hints.kinds == ["message"]
    told = [log for log in logs if log["event"] == "an update cannot be read; passing over it"]
    assert [(log["kind"], log["update"]) for log in told] == [("message", update_id) for update_id in bad]
    assert "secret" not in str(logs)


@pytest.mark.parametrize("items", [["x", None, 5, ["y"]], [{"update_id": "7"}, {"update_id": -4, "message": {}}]])
async def test_items_without_an_id_are_one_log_line_and_no_tight_loop(
    application: App, storage: Storage, telegram: OfflineTelegram, items: list[Any]
) -> None:
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            telegram.updates.put(*items)
            await steadily(lambda: len(telegram.updates.offsets) < 10, seconds=0.5)
            telegram.updates.write(1, "hello")
            await eventually(lambda: telegram.sent == [(1, "hello")])
    assert [log["event"] for log in logs if log["log_level"] == "error"] == [
        "Telegram sent items that are no updates; passing over them"
    ]


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("result", [{"ok": True, "result": "x"}, {"ok": True, "result": {"a": 1}}, {"ok": True}, []])
async def test_a_response_that_is_no_list_is_one_log_line(
    application: App, storage: Storage, telegram: OfflineTelegram, result: Any
) -> None:
    telegram.faults["getUpdates"].extend(Answer(200, json.dumps(result).encode()) for _ in range(5))
    telegram.updates.write(1, "hello")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: telegram.sent == [(1, "hello")])
    assert [log["event"] for log in logs] == ["Telegram cannot be reached; trying again", "this works again"]


@pytest.mark.usefixtures("hasty")
async def test_an_offset_that_telegram_refuses_is_dropped(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.updates.write(1, "a")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: telegram.sent == [(1, "a")] and not telegram.updates.pending)
        telegram.faults["getUpdates"].append(refusal(400, "Bad Request: offset is too large"))
        telegram.updates.write(1, "b")
        await eventually(lambda: (1, "b") in telegram.sent)
    assert 0 in telegram.updates.offsets[-5:]


@pytest.mark.parametrize("kind", ["poll", "edited_channel_post", "message_reaction", "no_such_kind"])
async def test_kinds_that_are_not_served_pass_in_silence(
    application: App, storage: Storage, telegram: OfflineTelegram, kind: str
) -> None:
    telegram.updates.push({kind: {"id": "1"}})
    telegram.updates.write(1, "hello")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: telegram.sent == [(1, "hello")] and not telegram.updates.pending)
    assert logs == []


async def test_a_chat_in_a_long_limit_holds_nobody_up(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["sendMessage"].append(flood(300))
    telegram.updates.write(1, "flooded")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: len(attempts(telegram)) == 1)
            await eventually(lambda: not telegram.updates.pending, seconds=1.5)
            for number in range(150):
                telegram.updates.write(1, str(number))
            telegram.updates.write(2, "other")
            await eventually(lambda: (2, "other") in telegram.sent)
            await eventually(lambda: not telegram.updates.pending)
    assert attempts(telegram) == ["flooded", "other"]
    assert "the window of 100 updates is full; what waits is parked" in [log["event"] for log in logs]


async def test_what_comes_after_a_parked_update_of_its_chat_is_parked_at_once(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["sendMessage"].append(flood(300))
    telegram.updates.write(1, "flooded")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: len(attempts(telegram)) == 1 and not telegram.updates.pending, seconds=1.5)
        for number in range(20):
            telegram.updates.write(1, str(number))
        await eventually(lambda: not telegram.updates.pending, seconds=1.5)
    assert len(await storage.inbox.parked(now())) == 21


async def test_what_a_limit_made_wait_is_answered_in_order_after_a_restart(
    application: App, storage: Storage, telegram: OfflineTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.intake.PARK_AFTER", 0.05)
    telegram.faults["sendMessage"].append(flood(3))
    began = time.monotonic()
    for text in "abc":
        telegram.updates.write(1, text)
    killed = asyncio.create_task(Intake(application, storage.inbox, now).run())
    await eventually(lambda: not telegram.updates.pending)
    await kill(killed)
    assert telegram.sent == []
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: len(telegram.sent) == 3)
    assert telegram.sent == [(1, "a"), (1, "b"), (1, "c")]
    assert time.monotonic() - began >= 3
    assert await storage.inbox.parked(now()) == []


async def test_after_a_stop_the_rest_of_a_chat_waits_for_what_came_first(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["sendMessage"].append(flood(2))
    for text in "ab":
        telegram.updates.write(1, text)
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: attempts(telegram) == ["a"])
    assert telegram.sent == []
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: len(telegram.sent) == 2)
    assert telegram.sent == [(1, "a"), (1, "b")]


@pytest.mark.usefixtures("hasty")
async def test_where_nothing_can_be_parked_updates_stay_at_telegram(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    inbox = Unreliable(storage, 0, StorageError("locked"))
    telegram.faults["sendMessage"].append(flood(300))
    telegram.updates.write(1, "flooded")
    with capture_logs() as logs:
        async with running(Intake(application, inbox, now)):
            await eventually(lambda: len(attempts(telegram)) == 1)
            inbox.times = 10_000
            telegram.updates.write(2, "other")
            await eventually(lambda: (2, "other") in telegram.sent)
            failing = "the storage fails; questions are answered all the same"
            await steadily(lambda: [log["event"] for log in logs].count(failing) <= 1)
    inbox.times = 0
    waiting = [one.update_id for one in await storage.inbox.parked(now())]
    assert waiting or telegram.updates.pending


async def test_one_who_floods_is_told_once_and_others_are_answered_meanwhile(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    hints, limits = Hints(), ReaderLimits(Rates(burst=20))
    for number in range(2000):
        telegram.updates.write(1, str(number))
    telegram.updates.write(2, "other")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now, limits=limits, hints=hints)):
            await eventually(lambda: (2, "other") in telegram.sent)
            await eventually(lambda: not telegram.updates.pending)
            await eventually(lambda: len(telegram.sent) >= 21)
    mine = [int(text) for chat, text in telegram.sent if chat == 1]
    assert mine[:20] == list(range(20))
    assert len(mine) < 40
    assert hints.slowed == [1]
    events = [log["event"] for log in logs]
    assert events.count("a chat sends more than can be answered; passing over the rest") == 1


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("failure", [refusal(502, "Bad Gateway"), maybe_sent(), (200, b"<html>")])
async def test_an_outage_loses_no_answer_and_sends_at_most_three_copies(
    application: App, storage: Storage, telegram: OfflineTelegram, failure: Any
) -> None:
    telegram.outages["sendMessage"] = failure
    for chat in range(1, 41):
        telegram.updates.write(chat, f"question {chat}")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: len(attempts(telegram)) >= 32)
            await steadily(lambda: max(map(attempts(telegram).count, attempts(telegram))) <= 3)
            del telegram.outages["sendMessage"]
            await eventually(lambda: len({chat for chat, _ in telegram.sent}) == 40)
    assert max(attempts(telegram).count(f"question {chat}") for chat in range(1, 41)) <= 3
    events = [
        log["event"] for log in logs if log["event"] != "an answer may not have arrived; it is not repeated again"
    ]
    assert events[:1] == ["Telegram does not take answers; they wait until it does"]
    assert len(events) <= 4


async def test_a_single_answer_outlives_an_outage_of_everything(
    application: App, storage: Storage, telegram: OfflineTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retries._UNSURE_PAUSES", (0.05, 300.0))
    monkeypatch.setattr("bot.circuit_breaker.backoff", lambda failures: 0.02)
    for method in ("sendMessage", "getMe"):
        telegram.outages[method] = refusal(502, "Bad Gateway")
    telegram.updates.write(1, "a")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: count(telegram, "getMe") >= 3)
        await eventually(lambda: not telegram.updates.pending)
        telegram.updates.write(2, "b")
        telegram.outages.clear()
        await eventually(lambda: len(telegram.sent) == 2)
    assert sorted(telegram.sent) == [(1, "a"), (2, "b")]
    assert attempts(telegram).count("a") == 2, "no copy is spent while Telegram gives no sign of life"


async def test_copies_are_counted_over_a_restart(
    application: App, storage: Storage, telegram: OfflineTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retries._UNSURE_PAUSES", (2.0, 2.0))
    telegram.outages["sendMessage"] = refusal(502, "Bad Gateway")
    telegram.updates.write(1, "a")
    for copies in (1, 2):
        task = asyncio.create_task(Intake(application, storage.inbox, now).run())
        await eventually(lambda number=copies: _has_copies(storage, number))  # type: ignore[misc]
        await kill(task)
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: _nothing_parked(storage))
    assert attempts(telegram) == ["a"] * 3


async def _has_copies(storage: Storage, copies: int) -> bool:
    return [one.copies for one in await storage.inbox.parked(now())] == [copies]


async def _nothing_parked(storage: Storage) -> bool:
    return await storage.inbox.parked(now()) == []


async def test_the_last_of_a_flood_is_answered_without_waiting_for_another_message(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    for number in range(200):
        telegram.updates.write(number % 2 + 1, str(number))
    async with running(Intake(application, storage.inbox, now, limits=ReaderLimits())):
        await eventually(lambda: len(telegram.sent) >= 10, seconds=5)
