"""A bot that knows the harbour case, for each test its own."""

import secrets
from collections.abc import AsyncIterator

import pytest

from bot.storage import IN_MEMORY, Storage
from knowledge.answering.answerer import Answerer
from tests.knowledge.harbour import harbour
from tests.support.talk import Talk

BASE = harbour()
ANSWERER = Answerer(BASE)


@pytest.fixture
async def talk(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Talk]:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    storage = await Storage.open(IN_MEMORY, secrets.token_bytes(32))
    opened = Talk(BASE, ANSWERER, storage)
    async with opened.application:
        yield opened
    await storage.close()
