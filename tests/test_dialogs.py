"""The conversations in `dialogs/`: through the real handlers, on the case that comes with the project."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml
from telegram import Update

from bot.receiving import build
from bot.storage import IN_MEMORY, Storage
from bot.terminal.offline_telegram import OfflineMessage, OfflineTelegram
from handlers.context import Services
from tests.support.shipped import shipped, shipped_answerer

pytestmark = pytest.mark.slow

BASE = shipped()
DIALOGS = sorted((Path(__file__).parent / "dialogs").glob("*.yaml"))


@pytest.fixture
async def storage() -> AsyncIterator[Storage]:
    opened = await Storage.open(IN_MEMORY, bytes(32))
    yield opened
    await opened.close()


@pytest.mark.parametrize("path", DIALOGS, ids=lambda path: path.stem)
async def test_a_dialog_goes_as_written(path: Path, storage: Storage) -> None:
    dialog = _read(path)
    shown: list[OfflineMessage] = []
    telegram = OfflineTelegram(shown.append, lambda text: None, dialog.get("language"))
    services = Services(BASE, shipped_answerer(), storage, lambda: datetime(2020, 1, 1, tzinfo=UTC), frozenset())
    application = build(telegram.bot(), services)
    async with application:
        for turn in dialog["turns"]:
            before = len(shown)
            update = telegram.text(turn["say"]) if "say" in turn else telegram.press(*_button(shown, turn["press"]))
            parsed = Update.de_json(update, application.bot)
            await application.process_update(parsed)
            assert len(shown) > before, f"no reply to {turn}"
            _check(turn, shown[before:])


def _read(path: Path) -> dict[str, Any]:
    dialog: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return dialog


def _check(turn: dict[str, Any], replies: list[OfflineMessage]) -> None:
    text = unescape("\n".join(reply.html for reply in replies))
    labels = [button["text"] for reply in replies for row in reply.buttons for button in row]
    for expected in turn.get("reply", ()):
        assert expected in text, f"{turn.get('say')!r} got:\n{text}"
    for unwanted in turn.get("silent_about", ()):
        assert unwanted not in text, f"{turn.get('say')!r} got:\n{text}"
    for label in turn.get("buttons", ()):
        assert any(found.startswith(label) for found in labels), labels


def _button(shown: list[OfflineMessage], label: str) -> tuple[int, str]:
    for message in reversed(shown):
        for row in message.buttons:
            for button in row:
                if button["text"].startswith(label):
                    return message.message_id, button["callback_data"]
    raise AssertionError(f"no button {label!r}")
