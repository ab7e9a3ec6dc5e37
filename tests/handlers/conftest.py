"""A bot that knows the harbour case, for each test its own."""

from collections.abc import AsyncIterator

import pytest

from knowledge.answering import Answerer
from tests.handlers.offline import Talk
from tests.knowledge.harbour import harbour

BASE = harbour()
ANSWERER = Answerer(BASE)


@pytest.fixture
async def talk() -> AsyncIterator[Talk]:
    opened = Talk(BASE, ANSWERER)
    async with opened.application:
        yield opened
