"""A strict stand-in for Telegram's Bot API server, run as a separate process on loopback for tests."""

from tests.fake_telegram.client import FakeTelegram
from tests.fake_telegram.views import (
    BotMessage,
    Button,
    CallbackAnswer,
    InlineAnswer,
    Posted,
    Query,
    RequestRecord,
)

__all__ = [
    "BotMessage",
    "Button",
    "CallbackAnswer",
    "FakeTelegram",
    "InlineAnswer",
    "Posted",
    "Query",
    "RequestRecord",
]
