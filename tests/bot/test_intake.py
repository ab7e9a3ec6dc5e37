"""What the intake promises: order within a chat, no chat waits for another, nothing is lost, nothing is told twice."""

import asyncio
import time
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest
import structlog
from telegram.error import NetworkError

from bot.intake.intake import Intake
from bot.intake.polling import IntakeError
from bot.storage import Storage, StorageError
from bot.terminal.offline_calls import refusal
from bot.terminal.offline_telegram import OfflineTelegram
from tests.support.eventually import eventually, steadily
from tests.support.faults import maybe_sent, not_sent
from tests.support.intake import App, Unreliable, application, attempts, count, hasty, now, running, storage, telegram

__all__ = ["application", "hasty", "storage", "telegram"]


async def test_a_chat_is_answered_in_order_and_waits_for_no_other(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(1)
    for text in "abc":
        telegram.updates.write(1, text)
        telegram.updates.write(2, text)
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: len(telegram.sent) == 3)
        assert telegram.sent == [(2, "a"), (2, "b"), (2, "c")]
        telegram.gates[1].set()
        await eventually(lambda: len(telegram.sent) == 6)
    assert telegram.sent[3:] == [(1, "a"), (1, "b"), (1, "c")]


async def test_no_more_chats_than_allowed_are_answered_at_once(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    for chat in range(1, 21):
        telegram.close(chat)
        telegram.updates.write(chat, "x")
    async with running(Intake(application, storage.inbox, now, concurrency=4)):
        await eventually(lambda: telegram.sending == 4)
        await steadily(lambda: telegram.sending == 4)
        for chat in range(1, 21):
            telegram.gates[chat].set()
        await eventually(lambda: len(telegram.sent) == 20)
    assert telegram.most_sending == 4


async def test_only_what_is_finished_is_acknowledged(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(1)
    first = telegram.updates.write(1, "slow")
    telegram.updates.write(2, "quick")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: telegram.sent == [(2, "quick")])
        telegram.updates.write(3, "later")
        await eventually(lambda: (3, "later") in telegram.sent)
        assert telegram.updates.acknowledged == first
        telegram.gates[1].set()
        await eventually(lambda: telegram.updates.acknowledged == first + 3)
    assert not telegram.updates.pending
    assert sorted(telegram.sent) == [(1, "slow"), (2, "quick"), (3, "later")]


async def _all_finished(storage: Storage, update_ids: Sequence[int]) -> bool:
    return await storage.inbox.known(update_ids, now()) == set(update_ids)


async def test_a_killed_process_leaves_nothing_unanswered_and_answers_nothing_twice(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(1)
    first = telegram.updates.write(1, "slow")
    for number in range(50):
        telegram.updates.write(2 + number % 5, str(number))
    killed = asyncio.create_task(Intake(application, storage.inbox, now).run())
    await eventually(lambda: len(telegram.sent) == 50)
    recorded = range(first + 1, first + 51)
    await eventually(lambda: _all_finished(storage, recorded))
    killed.cancel()
    await asyncio.gather(killed, return_exceptions=True)
    assert len(telegram.updates.pending) == 51
    telegram.gates[1].set()
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: not telegram.updates.pending)
    assert telegram.sent[50:] == [(1, "slow")]
    assert len(telegram.sent) == 51


async def test_an_answer_that_cannot_be_sent_yet_is_left_for_the_next_start(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["sendMessage"].extend(not_sent() for _ in range(1000))
    telegram.updates.write(1, "question")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: len(attempts(telegram)) >= 1)
    assert telegram.updates.pending
    telegram.faults["sendMessage"].clear()
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: not telegram.updates.pending)
    assert telegram.sent == [(1, "question")]


async def test_what_is_under_way_at_a_stop_is_finished_and_acknowledged(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.close(1)
    telegram.updates.write(1, "a")
    telegram.updates.write(1, "b")
    intake = Intake(application, storage.inbox, now)
    task = asyncio.create_task(intake.run())
    await eventually(lambda: telegram.sending == 1)
    intake.stop()
    await steadily(lambda: not task.done(), seconds=0.05)
    telegram.gates[1].set()
    await asyncio.wait_for(task, 60)
    assert telegram.sent == [(1, "a"), (1, "b")]
    assert not telegram.updates.pending


async def test_a_stop_does_not_wait_for_ever(application: App, storage: Storage, telegram: OfflineTelegram) -> None:
    telegram.close(1)
    telegram.updates.write(1, "never")
    intake = Intake(application, storage.inbox, now, patience=0.1)
    task = asyncio.create_task(intake.run())
    await eventually(lambda: telegram.sending == 1)
    intake.stop()
    await asyncio.wait_for(task, 60)
    assert len(telegram.updates.pending) == 1


@pytest.mark.parametrize("refused", [refusal(401, "Unauthorized"), refusal(404, "Not Found")])
async def test_a_token_that_is_not_accepted_stops_with_a_sentence_that_does_not_show_it(
    application: App, storage: Storage, telegram: OfflineTelegram, refused: Any
) -> None:
    telegram.faults["getUpdates"].append(refused)
    with pytest.raises(IntakeError, match=r"does not accept the bot's token.*@BotFather") as error:
        await asyncio.wait_for(Intake(application, storage.inbox, now).run(), 60)
    assert "secret" not in str(error.value)


@pytest.mark.usefixtures("hasty")
async def test_failed_polls_are_repeated_and_nothing_is_lost(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["getUpdates"].extend([not_sent(), maybe_sent(), NetworkError("Bad Gateway")])
    telegram.faults["getUpdates"].append(refusal(500, "Internal Server Error"))
    telegram.updates.write(1, "hello")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: telegram.sent == [(1, "hello")])


@pytest.mark.usefixtures("hasty")
async def test_another_poller_is_named_and_outlived(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["getUpdates"].extend(refusal(409, "Conflict: terminated by other getUpdates request") for _ in "ab")
    telegram.updates.write(1, "hello")
    with structlog.testing.capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: telegram.sent == [(1, "hello")])
    assert [log["event"] for log in logs] == [
        "another process polls with this token; stop it, or this one",
        "this works again",
    ]


@pytest.mark.usefixtures("hasty")
async def test_a_webhook_that_is_in_the_way_is_removed(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["getUpdates"].append(refusal(409, "Conflict: can't use getUpdates method while webhook is active"))
    telegram.updates.write(1, "hello")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: telegram.sent == [(1, "hello")])
    assert count(telegram, "deleteWebhook") == 1


@pytest.mark.usefixtures("hasty")
async def test_an_answer_that_was_surely_not_sent_is_repeated_until_it_is(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["sendMessage"].extend(not_sent() for _ in range(5))
    telegram.updates.write(1, "a")
    telegram.updates.write(1, "b")
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: not telegram.updates.pending)
    assert telegram.sent == [(1, "a"), (1, "b")]
    assert attempts(telegram) == ["a"] * 6 + ["b"]


@pytest.mark.usefixtures("hasty")
async def test_an_answer_that_may_have_arrived_is_sent_three_times_at_most(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["sendMessage"].extend([maybe_sent(), refusal(502, "Bad Gateway"), maybe_sent()])
    telegram.updates.write(1, "a")
    telegram.updates.write(1, "b")
    with structlog.testing.capture_logs() as logs:
        async with running(Intake(application, storage.inbox, now)):
            await eventually(lambda: not telegram.updates.pending)
    assert attempts(telegram) == ["a", "a", "a", "b"]
    assert "an answer may not have arrived; it is not repeated again" in [log["event"] for log in logs]


async def test_flood_control_is_obeyed_by_its_chat_alone(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    telegram.faults["sendMessage"].append(refusal(429, "Too Many Requests: retry after 2", retry_after=2))
    began = time.monotonic()
    telegram.updates.write(1, "flooded")
    async with running(Intake(application, storage.inbox, now, concurrency=1)):
        await eventually(lambda: len(attempts(telegram)) == 1)
        telegram.updates.write(2, "other")
        await eventually(lambda: len(telegram.sent) == 2)
    assert telegram.sent == [(2, "other"), (1, "flooded")]
    assert time.monotonic() - began >= 2


@pytest.mark.usefixtures("hasty")
async def test_a_storage_that_fails_for_a_while_costs_time_only(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    unreliable = Unreliable(storage, 4, StorageError("locked"))
    telegram.updates.write(1, "a")
    async with running(Intake(application, unreliable, now)):
        await eventually(lambda: not telegram.updates.pending)
        unreliable.times = 4
        telegram.updates.write(1, "b")
        await eventually(lambda: not telegram.updates.pending)
    assert telegram.sent == [(1, "a"), (1, "b")]


async def test_a_fault_in_the_loop_ends_it_and_leaves_the_update_for_the_next_start(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    class Broken(Unreliable):
        async def known(self, update_ids: Sequence[int], now: datetime) -> frozenset[int]:
            return frozenset()

    telegram.updates.write(1, "a")
    with pytest.raises(ZeroDivisionError):
        await asyncio.wait_for(Intake(application, Broken(storage, 1, ZeroDivisionError()), now).run(), 60)
    assert telegram.updates.pending


async def test_a_long_queue_is_taken_in_piece_by_piece(
    application: App, storage: Storage, telegram: OfflineTelegram
) -> None:
    for number in range(450):
        telegram.updates.write(number % 90 + 1, str(number))
    async with running(Intake(application, storage.inbox, now)):
        await eventually(lambda: not telegram.updates.pending)
    assert sorted(int(text) for _, text in telegram.sent) == list(range(450))
    for chat in range(1, 91):
        own = [int(text) for to, text in telegram.sent if to == chat]
        assert own == sorted(own)
