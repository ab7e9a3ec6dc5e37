"""What tests of the bot share: databases, a fake Telegram, and its durations as durations, as the command sets it."""

from collections.abc import Iterator

import pytest

from tests.bot.databases import new_url, postgresql, url
from tests.fake_telegram import FakeTelegram

__all__ = ["new_url", "postgresql", "url"]


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture(scope="module")
def _server() -> Iterator[FakeTelegram]:
    """A fake Telegram in a process of its own; a test resets it and adds the people that it needs."""
    with FakeTelegram() as server:
        yield server
