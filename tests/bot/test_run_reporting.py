"""A reader rates and reports in the running bot; the admin hears of it, and the operator reads it at the terminal."""

import json
from pathlib import Path

import pytest

from tests.bot.running import DATABASE, Bot, call
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import QUESTION, write
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow

ANN, ADMIN = 100, 200
WORDS = "It was closed in April."


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    """A fake Telegram that knows a reader, Ann, and an admin."""
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    _server.add_user(ADMIN, "Ben", "en")
    return _server


async def test_a_thumb_and_a_report_with_words_reach_those_who_run_the_bot(
    server: FakeTelegram, tmp_path: Path
) -> None:
    case = write(tmp_path / "case")
    settings = {"telegram__admins": str(ADMIN), "feedback__keep_days": "30", "intake__poll_seconds": "5"}
    with Bot(server, case, tmp_path, **settings):
        server.send_text(ADMIN, "/start")
        await server.wait_for_messages(ADMIN)
        server.send_text(ANN, QUESTION)
        (answer,) = await server.wait_for_messages(ANN)
        await server.wait_for_callback_answer(server.press(answer, "👎"))
        server.press(answer, "Report error")
        _, offer = await server.wait_for_messages(ANN, 2)
        assert "30 days at most" in offer.text
        server.send_text(ANN, WORDS, reply_to=offer.message_id)
        _, _, sure = await server.wait_for_messages(ANN, 3)
        assert stands_nowhere(tmp_path, WORDS)
        server.press(sure, "Send with my words")
        await eventually(lambda: server.messages(ANN)[-1].text.startswith("Sent."))
        _, told = await server.wait_for_messages(ADMIN, 2)
        assert stands_nowhere(tmp_path, WORDS), "what is kept is encrypted"
        assert told.text == "A reader has reported an error: /reports"
        server.send_text(ADMIN, "/reports")
        *_, page = await server.wait_for_messages(ADMIN, 3)
        assert WORDS in page.text
        assert "👎 1" in page.text
        _, output, _ = call(tmp_path, "reports", "--json", "--knowledge", case)
        (report,) = json.loads(output)["reports"]
        assert (report["fact"], report["words"], report["is_current"]) == ("pier-closed", WORDS, True)
        server.press(page, "Done, delete")
        await eventually(lambda: server.messages(ADMIN)[-1].text == "No reports are waiting.")
    assert stands_nowhere(tmp_path, WORDS)


def stands_nowhere(home: Path, words: str) -> bool:
    """Whether some words stand in no file of the database."""
    return all(words.encode() not in file.read_bytes() for file in (home / DATABASE).parent.iterdir())
