"""A running fake server and an unmodified python-telegram-bot Bot that talks to it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
import telegram
from telegram.request import HTTPXRequest

from tests.fake_telegram import FakeTelegram


@pytest.fixture(scope="session")
def _server() -> Iterator[FakeTelegram]:
    with FakeTelegram() as server:
        yield server


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    """A server that knows one reader, number 100, and nothing else."""
    _server.reset()
    _server.add_user(100, "Ann", "en")
    return _server


@pytest.fixture
async def bot(server: FakeTelegram) -> AsyncIterator[telegram.Bot]:
    requests = [HTTPXRequest(connection_pool_size=8, read_timeout=1.0) for _ in range(2)]
    async with telegram.Bot(
        server.token, base_url=server.base_url, request=requests[0], get_updates_request=requests[1]
    ) as bot:
        yield bot
