"""What is asked of the in-memory Telegram, and what it answers in trouble."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram.error import TelegramError

_WAIT = re.compile(r"retry after (\d+)")


@dataclass(frozen=True, slots=True)
class Call:
    """One request to the Bot API."""

    method: str
    given: Mapping[str, Any]

    @property
    def html(self) -> str:
        """The text of the message."""
        return str(self.given["text"])

    @property
    def buttons(self) -> list[dict[str, Any]]:
        """All buttons below the message, row after row."""
        return [button for row in keyboard(self.given) for button in row]

    def data(self, start: str) -> str:
        """Return the data of the first button whose data begin with `start`; raises `StopIteration` if none does."""
        return str(next(b["callback_data"] for b in self.buttons if b.get("callback_data", "").startswith(start)))


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer: its status code and its body, which need not be what the Bot API promises."""

    code: int
    body: bytes


Fault = TelegramError | Answer
"""What a request meets instead of its result: an error of the network, which is raised, or an answer."""


def refusal(code: int, description: str, **parameters: Any) -> Answer:
    """Return an error of the Bot API; its parameters say how long to wait where the description does."""
    if wait := _WAIT.search(description):
        parameters.setdefault("retry_after", int(wait[1]))
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters}
    return Answer(code, json.dumps(body).encode())


def keyboard(given: Mapping[str, Any]) -> list[list[dict[str, Any]]]:
    """Return the rows of buttons below a message."""
    rows: list[list[dict[str, Any]]] = decoded(given.get("reply_markup")).get("inline_keyboard", [])
    return rows


def decoded(value: Any) -> dict[str, Any]:
    """Return a parameter that is an object, which may come as JSON or not at all."""
    decoded: dict[str, Any] = json.loads(value) if isinstance(value, str) else value or {}
    return decoded
