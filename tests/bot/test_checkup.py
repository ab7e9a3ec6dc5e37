"""`casewire doctor` and `casewire stats`: what an operator reads, and what is never in it."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.checkup import telegram
from bot.storage import Follower, Storage
from bot.storage.publications import Plan
from bot.storage.statistics import statistics
from knowledge.notices.audience import About, Subscription
from knowledge.notices.reasons import Reason
from tests.bot.running import DATABASE, call
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import write

ADMIN = 987654321
KEY = bytes(range(32))
NOW = datetime(2021, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.set_privacy(enabled=True)
    _server.add_user(ADMIN, "Ann", "en")
    return _server


class Doctor:
    """Runs `casewire doctor` for a bot whose token stands in a file."""

    def __init__(self, home: Path, server: FakeTelegram) -> None:
        self.home, self.case, self.token = home, write(home / "case"), home / "token"
        self.token.write_text(server.token)
        self.token.chmod(0o600)
        self.settings = {
            "telegram__token_file": str(self.token),
            "telegram__api_url": server.url,
            "telegram__admins": str(ADMIN),
        }

    def examine(self, **settings: str) -> tuple[int, dict[str, tuple[str, str, str]]]:
        """Return the exit code, and of each check the state, what was found and the advice."""
        code, output, errors = self.call("--json", **settings)
        assert errors == ""
        found = json.loads(output)
        assert found["ok"] is (code == 0)
        return code, {one["check"]: (one["state"], one["text"], one["advice"]) for one in found["checks"]}

    def call(self, *arguments: str, **settings: str) -> tuple[int, str, str]:
        return call(self.home, "doctor", "--knowledge", self.case, *arguments, typed=b"", **(self.settings | settings))


@pytest.fixture
def doctor(tmp_path: Path, server: FakeTelegram) -> Doctor:
    return Doctor(tmp_path, server)


@pytest.mark.slow
def test_a_bot_that_is_well_has_only_ok_lines_and_nothing_is_made(doctor: Doctor) -> None:
    code, found = doctor.examine()
    assert {state for state, _, _ in found.values()} == {"ok"}, found
    assert code == 0
    assert not (doctor.home / DATABASE).exists(), "a checkup changes nothing"


@pytest.mark.slow
def test_neither_the_token_nor_an_admin_is_in_what_it_prints(doctor: Doctor, server: FakeTelegram) -> None:
    assert call(doctor.home, "migrate")[0] == 0
    code, output, errors = doctor.call()
    assert (code, errors) == (0, "")
    secret = server.token.partition(":")[2]
    assert secret not in output
    assert str(ADMIN) not in output
    assert "up to date" in output


@pytest.mark.slow
def test_what_is_wrong_is_said_with_what_to_do(doctor: Doctor, server: FakeTelegram) -> None:
    httpx.post(f"{server.url}/bot{server.token}/setWebhook", json={"url": "https://example.org/hook"})
    server.set_privacy(enabled=False)
    doctor.token.chmod(0o644)
    (doctor.case / "facts.yaml").write_text("- broken", encoding="utf-8")
    code, found = doctor.examine(telegram__admins="", notices__second_admin="true")
    states = {check: state for check, (state, _, _) in found.items()}
    assert code == 1
    assert states["webhook"] == states["privacy mode"] == states["admins"] == "warn"
    assert states["token file"] == states["case"] == "fail"
    assert all(advice for state, _, advice in found.values() if state != "ok")


@pytest.mark.slow
def test_a_refused_token_and_an_api_that_is_away_are_told_apart(doctor: Doctor) -> None:
    doctor.token.write_text("123456:another-one")
    code, found = doctor.examine()
    assert (code, found["api"][0], found["token"][0]) == (1, "ok", "fail")
    code, found = doctor.examine(telegram__api_url="http://127.0.0.1:9")
    assert (code, found["api"][0], "token" in found) == (1, "fail", False)


@pytest.mark.slow
def test_a_newer_database_and_another_key_are_said(doctor: Doctor) -> None:
    assert call(doctor.home, "migrate")[0] == 0
    key = (doctor.home / DATABASE).with_name("casewire.key")
    right = key.read_bytes()
    key.chmod(0o600)
    key.write_bytes(bytes(32))
    assert "not the one" in doctor.examine()[1]["database"][1]
    key.write_bytes(right)
    with closing(sqlite3.connect(doctor.home / DATABASE)) as database, database:
        database.execute("update alembic_version set version_num = '9000'")
    code, found = doctor.examine()
    assert (code, found["database"][0]) == (1, "fail")
    assert "newer Casewire" in found["database"][1]


@pytest.mark.parametrize(("hours", "state"), [(0, "ok"), (1, "fail"), (-1, "fail")])
async def test_a_clock_that_is_off_is_noticed(hours: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def respond(request: httpx.Request) -> httpx.Response:
        now = datetime.now(UTC) - timedelta(hours=hours)
        headers = {"date": f"{now:%a, %d %b %Y %H:%M:%S} GMT"}
        return httpx.Response(200, headers=headers, json={"ok": True, "result": {}})

    client = httpx.AsyncClient(transport=httpx.MockTransport(respond))
    monkeypatch.setattr(httpx, "AsyncClient", lambda **_: client)
    found = [one async for one in telegram.check_telegram("http://api.example", "1:a")]
    assert {one.check: one.state.value for one in found}["clock"] == state


async def test_statistics_are_counts_and_ages_alone(url: str) -> None:
    storage = await Storage.open(url, KEY)
    try:
        for chat, language in ((1, "en"), (2, "ru"), (3, "ru")):
            await storage.subscribers.follow(chat, 0, Subscription(About.CASE), language)
        await storage.set_language(3, "uk")

        def at_once(follower: Follower) -> Plan:
            return Plan(Reason.decode("case:"), "now", NOW.timestamp())

        await storage.publications.publish("news", "text", at_once, "me", NOW)
        found = await statistics(storage.database, NOW + timedelta(seconds=90))
    finally:
        await storage.close()
    assert found.followers == {"en": 1, "ru": 1, "uk": 1}
    assert (found.notices, found.deliveries) == ({"published": 1}, {"waiting": 3})
    assert (found.oldest_delivery, found.parked, found.oldest_parked, found.reports) == (90, 0, None, 0)
    assert found.base is None


@pytest.mark.slow
def test_the_terminal_shows_the_statistics(doctor: Doctor) -> None:
    assert call(doctor.home, "migrate")[0] == 0
    code, output, _ = call(doctor.home, "stats", "--json")
    shown: dict[str, Any] = json.loads(output)
    assert (code, shown["base"], shown["followers"], shown["replicas"]) == (0, None, {}, 0)
    assert "chats that follow: none" in call(doctor.home, "stats")[1]
