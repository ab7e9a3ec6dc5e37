"""How the bot begins: what one request of Telegram's refuses or delays keeps nobody waiting for long."""

from pathlib import Path
from typing import Any

import pytest

from tests.bot.running import Bot
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import files, write

pytestmark = pytest.mark.slow

ANN = 100


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    return _server


@pytest.mark.parametrize("trouble", [{"kind": "flood", "retry_after": 300}, {"kind": "bad_gateway"}])
async def test_questions_are_answered_while_the_menus_cannot_be_read(
    server: FakeTelegram, tmp_path: Path, trouble: dict[str, Any]
) -> None:
    server.add_fault(method="getMyCommands", **trouble)
    with Bot(server, write(tmp_path / "case", files()), tmp_path, intake__poll_seconds="1") as bot:
        server.send_text(ANN, "/start")
        await server.wait_for_messages(ANN)
        assert bot.log.count("telegram.request") == 0, "that Telegram fails is said once, in own words"
        assert bot.log.count("whether the database is an old one cannot be asked") == 1
