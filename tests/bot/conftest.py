"""What tests of the bot share: durations of Telegram as durations, as the command sets it for the process."""

import pytest


@pytest.fixture(autouse=True)
def _durations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
