"""The intake in trouble: new numbering, garbled updates, floods, chats in a long limit, and outages of Telegram."""

import asyncio
import time
from datetime import timedelta
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Update

from bot.intake.intake import Intake
from bot.intake.reader_limits import ReaderLimits
from bot.storage import Storage, StorageError
from tests.bot.line import Failure, Line, maybe_sent, refusal
from tests.support.eventually import eventually, steadily
from tests.support.intake import App, Unreliable, application, hasty, kill, line, now, running, storage

__all__ = ["application", "hasty", "line", "storage"]

GARBLED = {"message": {"message_id": "garbled", "text": "my secret"}}


def flood(seconds: int) -> Failure:
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
    application: App, storage: Storage, line: Line
) -> None:
    line.write(1, "old")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: line.sent == [(1, "old")] and not line.pending)
        line.renumber(20)
        for text in "abc":
            line.write(1, text)
        await eventually(lambda: len(line.sent) == 4)
        await eventually(lambda: not line.pending)
        line.write(2, "next")
        await eventually(lambda: (2, "next") in line.sent)
        polls = len(line.offsets)
        await steadily(lambda: len(line.offsets) <= polls + 2)  # it waits for updates instead of asking all the time
    assert [text for _, text in line.sent] == ["old", "a", "b", "c", "next"]


async def test_a_new_update_with_the_id_of_a_finished_one_is_answered(
    application: App, storage: Storage, line: Line
) -> None:
    first = line.write(1, "old")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: line.sent == [(1, "old")] and not line.pending)
        line.renumber(20)
        line.write(1, "low")
        await eventually(lambda: (1, "low") in line.sent and not line.pending)
        line.renumber(first)
        line.write(1, "again")
        await eventually(lambda: (1, "again") in line.sent)
    assert len(line.sent) == 3


async def test_a_kill_in_a_new_numbering_leaves_nothing_unanswered_or_answered_twice(
    application: App, storage: Storage, line: Line
) -> None:
    line.write(1, "old")
    killed = asyncio.create_task(Intake(application, storage.inbox, now).run())
    await eventually(lambda: line.sent == [(1, "old")] and not line.pending)
    line.renumber(20)
    line.close(1)
    line.write(1, "slow")
    line.write(2, "quick")
    await eventually(lambda: (2, "quick") in line.sent)
    await eventually(lambda: storage.inbox.known([21], now()))
    await kill(killed)
    line.gates[1].set()
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: not line.pending)
    assert line.sent == [(1, "old"), (2, "quick"), (1, "slow")]


async def test_a_row_of_last_week_does_not_swallow_an_update(application: App, storage: Storage, line: Line) -> None:
    update_id = line.write(1, "new")
    await storage.inbox.finish(update_id, now() - timedelta(days=7))
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: line.sent == [(1, "new")])


async def test_a_bad_item_stops_nothing_and_is_told_to_the_admins_once(
    application: App, storage: Storage, line: Line
) -> None:
    hints = Hints()
    line.write(1, "before")
    bad = [line.push(GARBLED) for _ in range(3)]
    line.write(2, "after")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now, hints=hints)):
            await eventually(lambda: len(line.sent) == 2 and not line.pending)
            await eventually(lambda: hints.kinds)
            line.write(3, "later")
            await eventually(lambda: (3, "later") in line.sent)
    assert hints.kinds == ["message"]
    told = [log for log in logs if log["event"] == "an update cannot be read; passing over it"]
    assert [(log["kind"], log["update"]) for log in told] == [("message", update_id) for update_id in bad]
    assert "secret" not in str(logs)


@pytest.mark.parametrize("items", [["x", None, 5, ["y"]], [{"update_id": "7"}, {"update_id": -4, "message": {}}]])
async def test_items_without_an_id_are_one_log_line_and_no_tight_loop(
    application: App, storage: Storage, line: Line, items: list[Any]
) -> None:
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            line.pending.extend(items)
            line._arrived.set()
            await steadily(lambda: len(line.offsets) < 10, seconds=0.5)
            line.write(1, "hello")
            await eventually(lambda: line.sent == [(1, "hello")])
    assert [log["event"] for log in logs if log["log_level"] == "error"] == [
        "Telegram sent items that are no updates; passing over them"
    ]


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("result", [{"ok": True, "result": "x"}, {"ok": True, "result": {"a": 1}}, {"ok": True}, []])
async def test_a_response_that_is_no_list_is_one_log_line(
    application: App, storage: Storage, line: Line, result: Any
) -> None:
    line.failures["getUpdates"].extend((200, result) for _ in range(5))
    line.write(1, "hello")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: line.sent == [(1, "hello")])
    assert [log["event"] for log in logs] == ["Telegram cannot be reached; trying again", "this works again"]


@pytest.mark.usefixtures("hasty")
async def test_an_offset_that_telegram_refuses_is_dropped(application: App, storage: Storage, line: Line) -> None:
    line.write(1, "a")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: line.sent == [(1, "a")] and not line.pending)
        line.failures["getUpdates"].append(refusal(400, "Bad Request: offset is too large"))
        line.write(1, "b")
        await eventually(lambda: (1, "b") in line.sent)
    assert 0 in line.offsets[-5:]


@pytest.mark.parametrize("kind", ["poll", "edited_channel_post", "message_reaction", "no_such_kind"])
async def test_kinds_that_are_not_served_pass_in_silence(
    application: App, storage: Storage, line: Line, kind: str
) -> None:
    line.push({kind: {"id": "1"}})
    line.write(1, "hello")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: line.sent == [(1, "hello")] and not line.pending)
    assert logs == []


async def test_a_chat_in_a_long_limit_holds_nobody_up(application: App, storage: Storage, line: Line) -> None:
    line.failures["sendMessage"].append(flood(300))
    line.write(1, "flooded")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: len(line.attempts) == 1)
            await eventually(lambda: not line.pending, seconds=1.5)
            for number in range(150):
                line.write(1, str(number))
            line.write(2, "other")
            await eventually(lambda: (2, "other") in line.sent)
            await eventually(lambda: not line.pending)
    assert line.attempts == ["flooded", "other"]
    assert "the window of 100 updates is full; what waits is parked" in [log["event"] for log in logs]


async def test_what_comes_after_a_parked_update_of_its_chat_is_parked_at_once(
    application: App, storage: Storage, line: Line
) -> None:
    line.failures["sendMessage"].append(flood(300))
    line.write(1, "flooded")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: len(line.attempts) == 1 and not line.pending, seconds=1.5)
        for number in range(20):
            line.write(1, str(number))
        await eventually(lambda: not line.pending, seconds=1.5)
    assert len(await storage.inbox.parked(now())) == 21


async def test_what_a_limit_made_wait_is_answered_in_order_after_a_restart(
    application: App, storage: Storage, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.intake.intake.PARK_AFTER", 0.05)
    line.failures["sendMessage"].append(flood(3))
    began = time.monotonic()
    for text in "abc":
        line.write(1, text)
    killed = asyncio.create_task(Intake(application, storage.inbox, now).run())
    await eventually(lambda: not line.pending)
    await kill(killed)
    assert line.sent == []
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: len(line.sent) == 3)
    assert line.sent == [(1, "a"), (1, "b"), (1, "c")]
    assert time.monotonic() - began >= 3
    assert await storage.inbox.parked(now()) == []


async def test_after_a_stop_the_rest_of_a_chat_waits_for_what_came_first(
    application: App, storage: Storage, line: Line
) -> None:
    line.failures["sendMessage"].append(flood(2))
    for text in "ab":
        line.write(1, text)
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: line.attempts == ["a"])
    assert line.sent == []
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: len(line.sent) == 2)
    assert line.sent == [(1, "a"), (1, "b")]


@pytest.mark.usefixtures("hasty")
async def test_where_nothing_can_be_parked_updates_stay_at_telegram(
    application: App, storage: Storage, line: Line
) -> None:
    inbox = Unreliable(storage, 0, StorageError("locked"))
    line.failures["sendMessage"].append(flood(300))
    line.write(1, "flooded")
    with capture_logs() as logs:
        async with running(Intake(application, inbox, now)):
            await eventually(lambda: len(line.attempts) == 1)
            inbox.times = 10_000
            line.write(2, "other")
            await eventually(lambda: (2, "other") in line.sent)
            failing = "the storage fails; questions are answered all the same"
            await steadily(lambda: [log["event"] for log in logs].count(failing) <= 1)
    inbox.times = 0
    waiting = [one.update_id for one in await storage.inbox.parked(now())]
    assert waiting or line.pending


async def test_one_who_floods_is_told_once_and_others_are_answered_meanwhile(
    application: App, storage: Storage, line: Line
) -> None:
    hints, limits = Hints(), ReaderLimits(20)
    for number in range(2000):
        line.write(1, str(number))
    line.write(2, "other")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now, limits=limits, hints=hints)):
            await eventually(lambda: (2, "other") in line.sent)
            await eventually(lambda: not line.pending)
            await eventually(lambda: len(line.sent) >= 21)
    mine = [int(text) for chat, text in line.sent if chat == 1]
    assert mine[:20] == list(range(20))
    assert len(mine) < 40
    assert hints.slowed == [1]
    events = [log["event"] for log in logs]
    assert events.count("a chat sends more than can be answered; passing over the rest") == 1


@pytest.mark.usefixtures("hasty")
@pytest.mark.parametrize("failure", [refusal(502, "Bad Gateway"), maybe_sent(), (200, b"<html>")])
async def test_an_outage_loses_no_answer_and_sends_at_most_three_copies(
    application: App, storage: Storage, line: Line, failure: Any
) -> None:
    line.outages["sendMessage"] = failure
    for chat in range(1, 41):
        line.write(chat, f"question {chat}")
    with capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: len(line.attempts) >= 32)
            await steadily(lambda: max(map(line.attempts.count, line.attempts)) <= 3)
            del line.outages["sendMessage"]
            await eventually(lambda: len({chat for chat, _ in line.sent}) == 40)
    assert max(line.attempts.count(f"question {chat}") for chat in range(1, 41)) <= 3
    events = [
        log["event"] for log in logs if log["event"] != "an answer may not have arrived; it is not repeated again"
    ]
    assert events[:1] == ["Telegram does not take answers; they wait until it does"]
    assert len(events) <= 4


async def test_a_single_answer_outlives_an_outage_of_everything(
    application: App, storage: Storage, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retries._UNSURE_PAUSES", (0.05, 300.0))
    monkeypatch.setattr("bot.circuit_breaker.backoff", lambda failures: 0.02)
    for method in ("sendMessage", "getMe"):
        line.outages[method] = refusal(502, "Bad Gateway")
    line.write(1, "a")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: line.calls.count("getMe") >= 3)
        await eventually(lambda: not line.pending)
        line.write(2, "b")
        line.outages.clear()
        await eventually(lambda: len(line.sent) == 2)
    assert sorted(line.sent) == [(1, "a"), (2, "b")]
    assert line.attempts.count("a") == 2, "no copy is spent while Telegram gives no sign of life"


async def test_copies_are_counted_over_a_restart(
    application: App, storage: Storage, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.retries._UNSURE_PAUSES", (2.0, 2.0))
    line.outages["sendMessage"] = refusal(502, "Bad Gateway")
    line.write(1, "a")
    for copies in (1, 2):
        task = asyncio.create_task(Intake(application, storage.inbox, now).run())
        await eventually(lambda number=copies: _has_copies(storage, number))  # type: ignore[misc]
        await kill(task)
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: _nothing_parked(storage))
    assert line.attempts == ["a"] * 3


async def _has_copies(storage: Storage, copies: int) -> bool:
    return [one.copies for one in await storage.inbox.parked(now())] == [copies]


async def _nothing_parked(storage: Storage) -> bool:
    return await storage.inbox.parked(now()) == []


async def test_the_last_of_a_flood_is_answered_without_waiting_for_another_message(
    application: App, storage: Storage, line: Line
) -> None:
    for number in range(200):
        line.write(number % 2 + 1, str(number))
    async with running(Intake(application, storage.inbox, now, limits=ReaderLimits(5))):
        await eventually(lambda: len(line.sent) >= 10, seconds=5)
