"""What an operator, a proxy and Prometheus see of a running bot."""

import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.config import Config, ConfigError, WebConfig
from bot.web import opened
from tests.bot.running import Bot
from tests.bot.web.test_metrics import samples
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import QUESTION, write
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow

ANN = 70_001_234
SECRET_WORD = "zanzibarian"


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    return _server


@pytest.fixture
def bot(server: FakeTelegram, tmp_path: Path) -> Bot:
    return Bot(server, write(tmp_path / "case"), tmp_path, web__listen="127.0.0.1:0", intake__poll_seconds="5")


async def address(bot: Bot) -> str:
    """Return where a running bot serves, once it does."""
    pattern = re.compile(r"serving health and metrics\s+.*?address=(\S+)")
    found: Any = await eventually(lambda: pattern.search(bot.log))
    return f"http://{found[1]}"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(trust_env=False) as opened:
        yield opened


async def test_a_running_bot_says_that_it_is_ready_and_counts_answers_without_who_asked_what(
    bot: Bot, server: FakeTelegram, client: httpx.AsyncClient
) -> None:
    with bot:
        at = await address(bot)
        assert (await client.get(f"{at}/healthz")).text == "ok\n"

        async def ready() -> bool:
            return (await client.get(f"{at}/readyz")).status_code == 200

        await eventually(ready)
        said = (await client.get(f"{at}/readyz")).json()
        assert said == {
            "ready": True,
            "checks": {"base": "ok", "database": "ok", "sender": "ok", "telegram": "ok"},
        }
        server.send_text(ANN, QUESTION)
        server.send_text(ANN, f"Is the {SECRET_WORD} moon made of cheese?")
        await server.wait_for_messages(ANN, 2)
        await server.wait_until_idle()
        text = (await client.get(f"{at}/metrics")).text
    counted = samples(text)
    assert counted['casewire_answers_total{"kind": "found", "language": "en"}'] == 1
    assert counted["casewire_answer_seconds_count"] == 2
    assert counted["casewire_update_seconds_count"] == 2
    assert counted["casewire_sender_starts_total"] == 1
    assert counted["casewire_inbox_age_seconds"] == 0
    assert counted["casewire_database_up"] == 1
    assert sum(value for name, value in counted.items() if name.startswith("casewire_replicas")) == 1
    assert [value for name, value in counted.items() if name.startswith("casewire_base_info")] == [1]
    assert str(ANN) not in text
    assert SECRET_WORD not in text
    assert server.token not in text


async def test_while_telegram_cannot_be_reached_the_process_lives_and_is_not_ready(
    bot: Bot, server: FakeTelegram, client: httpx.AsyncClient
) -> None:
    server.add_fault("bad_gateway")
    with bot:
        at = await address(bot)
        response = await client.get(f"{at}/readyz")
        assert response.status_code == 503
        assert response.json()["checks"]["telegram"] == "has not answered yet"
        assert response.json()["checks"]["base"] == "not loaded yet"
        assert response.json()["checks"]["database"] == "ok"
        assert (await client.get(f"{at}/healthz")).status_code == 200
        assert (await client.get(f"{at}/metrics")).status_code == 200
        assert bot.end(signal.SIGTERM) == 0


def test_an_address_that_is_taken_ends_the_start_with_a_sentence(server: FakeTelegram, tmp_path: Path) -> None:
    taken = server.url.removeprefix("http://")
    bot = Bot(server, write(tmp_path / "case"), tmp_path, web__listen=taken)
    with bot:
        assert bot.wait() == 1
    assert f"web.listen: {taken} cannot be listened on: Address already in use." in bot.log
    assert "Traceback" not in bot.log


async def test_without_the_extra_the_start_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.web.find_spec", lambda name: None)
    nothing: Any = None
    with pytest.raises(ConfigError, match=r"pip install 'casewire\[web\]'"):
        async with opened(Config(web=WebConfig(listen="127.0.0.1:0")), nothing, nothing, nothing, nothing):
            pass


async def test_without_an_address_nothing_is_served() -> None:
    nothing: Any = None
    async with opened(Config(), nothing, nothing, nothing, nothing) as site:
        assert site is None


@pytest.mark.parametrize("wrong", ["8080", "127.0.0.1", "http://127.0.0.1:8080", "127.0.0.1:99999", "a b:c"])
def test_what_is_no_address_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="must be an address and a port"):
        WebConfig(listen=wrong)
    assert WebConfig(listen="[::1]:8080").address == ("::1", 8080)
