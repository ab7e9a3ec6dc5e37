"""An intake in the test's process: a bot that repeats what it is told, a real database, and an offline Telegram."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, MessageHandler, filters

from bot.intake.intake import Intake
from bot.storage import Storage
from bot.storage.inbox import Inbox, Parked
from bot.terminal.offline_telegram import OfflineTelegram
from handlers.errors import FAILURES, Failures, failed
from tests.support.databases import sqlite_url

TOKEN = "7:a-secret-token"
App = Application[Any, Any, Any, Any, Any, Any]


def now() -> datetime:
    return datetime.now(UTC)


async def echo(update: Update, context: CallbackContext[Any, Any, Any, Any]) -> None:
    assert update.message is not None
    await context.bot.send_message(update.message.chat.id, update.message.text or "")


@pytest.fixture
def telegram() -> OfflineTelegram:
    return OfflineTelegram()


@pytest.fixture
async def application(telegram: OfflineTelegram) -> AsyncIterator[App]:
    builder = ApplicationBuilder().token(TOKEN).request(telegram).get_updates_request(telegram)
    application = builder.updater(None).job_queue(None).build()
    application.bot_data[FAILURES] = Failures()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.add_error_handler(failed)
    async with application:
        yield application


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    opened = await Storage.open(sqlite_url(tmp_path / "bot.sqlite3"), bytes(32))
    yield opened
    await opened.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let all pauses be short."""
    for module in ("bot.retries", "bot.intake.intake", "bot.intake.polling", "bot.intake.processing"):
        monkeypatch.setattr(f"{module}.backoff", lambda failures: 0.01)
    monkeypatch.setattr("bot.retries._UNSURE_PAUSES", (0.01, 0.02))
    monkeypatch.setattr("bot.circuit_breaker.backoff", lambda failures: 0.02)
    monkeypatch.setattr("bot.intake.outage_gate._SPREAD", 0.01)


@contextlib.asynccontextmanager
async def running(intake: Intake) -> AsyncIterator[asyncio.Task[None]]:
    """An intake that runs meanwhile, and is stopped in good order afterwards."""
    task = asyncio.create_task(intake.run())
    yield task
    intake.stop()
    await asyncio.wait_for(task, 5)


async def kill(task: asyncio.Task[None]) -> None:
    """End an intake without any order."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def attempts(telegram: OfflineTelegram) -> list[str]:
    """Return the texts of all messages that were tried to be sent, in their order."""
    return [call.html for call in telegram.calls if call.method == "sendMessage"]


def count(telegram: OfflineTelegram, method: str) -> int:
    """Return the number of calls of a method."""
    return sum(call.method == method for call in telegram.calls)


class Unreliable(Inbox):
    """An inbox that fails a number of times, with this error, before it works."""

    def __init__(self, storage: Storage, times: int, error: Exception) -> None:
        super().__init__(storage.database)
        self.times = times
        self._error = error

    def _maybe_fail(self) -> None:
        if self.times:
            self.times -= 1
            raise self._error

    async def known(self, update_ids: Sequence[int], now: datetime) -> frozenset[int]:
        self._maybe_fail()
        return await super().known(update_ids, now)

    async def finish(self, update_id: int, now: datetime) -> None:
        self._maybe_fail()
        await super().finish(update_id, now)

    async def park(self, some: Sequence[Parked], now: datetime) -> None:
        self._maybe_fail()
        await super().park(some, now)

    async def prune(self, below: int) -> None:
        self._maybe_fail()
        await super().prune(below)
