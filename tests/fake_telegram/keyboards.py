"""Reply markup: what Telegram refuses when it reads it, and what it refuses when it sends it."""

from __future__ import annotations

import json
from typing import Any

from tests.fake_telegram.errors import bad_request
from tests.fake_telegram.links import LinkError, checked_link, user_of
from tests.fake_telegram.text import is_encodable

Keyboard = list[list[dict[str, Any]]]

MAX_BUTTONS = 100
MAX_MARKUP_BYTES = 10_000
MAX_CALLBACK_DATA = 64
MAX_COPY_TEXT = 256
_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_MAY_BE_EMPTY = frozenset({"switch_inline_query", "switch_inline_query_current_chat"})
_BOOLEANS = ("force_reply", "remove_keyboard", "selective", "resize_keyboard", "one_time_keyboard")


def read_markup(markup: Any, *, inline_only: bool = False) -> Keyboard:
    """The inline keyboard of a reply markup, empty if it has none; raises ApiError."""
    if markup is None:
        return []
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline_keyboard(markup["inline_keyboard"])
    for name in _BOOLEANS:
        if not isinstance(markup.get(name, False), bool):
            raise bad_request(f'field "{name}" must be of type Boolean')
    if not isinstance(markup.get("keyboard", []), list):
        raise bad_request('field "keyboard" must be of type Array')
    if inline_only and markup:
        raise bad_request("inline keyboard expected")
    return []


def check_keyboard(keyboard: Keyboard) -> None:
    """Refuses what Telegram would not show: empty labels, wrong links, long data, too many buttons."""
    buttons = [button for row in keyboard for button in row]
    for button in buttons:
        if not button["text"].strip():
            raise bad_request("inline keyboard button text must be non-empty")
        _check_links(button)
    size = len(json.dumps(keyboard, ensure_ascii=False).encode()) if keyboard else 0
    if len(buttons) > MAX_BUTTONS or size > MAX_MARKUP_BYTES:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_payload(button)


def find_button(keyboard: Keyboard, name: str) -> dict[str, Any] | None:
    """The button with that label or that callback data."""
    buttons = [button for row in keyboard for button in row]
    for key in ("callback_data", "text"):
        for button in buttons:
            if button.get(key) == name:
                return button
    return None


def _inline_keyboard(rows: Any) -> Keyboard:
    if not isinstance(rows, list):
        raise bad_request('field "inline_keyboard" must be of type Array')
    keyboard: Keyboard = []
    for row in rows:
        if not isinstance(row, list):
            raise bad_request('field "inline_keyboard" must be an Array of Arrays')
        if row:
            keyboard.append([_button(button) for button in row])
    return keyboard


def _button(button: Any) -> dict[str, Any]:
    if not isinstance(button, dict):
        raise _unreadable("Expected an Object")
    if "text" not in button:
        raise _unreadable('Can\'t find field "text"')
    for name in ("text", "url", "callback_data", "switch_inline_query", "switch_inline_query_current_chat"):
        if name in button and not isinstance(button[name], str):
            raise _unreadable(f'Field "{name}" must be of type String')
    if not is_encodable(button["text"]):
        raise bad_request("inline keyboard button text must be encoded in UTF-8")
    actions = [name for name in _ACTIONS if name in _MAY_BE_EMPTY & button.keys() or button.get(name)]
    if not actions:
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:  # Telegram takes one of them without a word; the documentation forbids it
        raise _unreadable(f"only one action is allowed, found {', '.join(actions)}")
    if actions == ["copy_text"] and not isinstance(_copy_text(button), str):
        raise _unreadable('Can\'t find field "text"')
    return {key: value for key, value in button.items() if value is not None}


def _copy_text(button: dict[str, Any]) -> Any:
    content = button["copy_text"]
    return content.get("text") if isinstance(content, dict) else None


def _check_links(button: dict[str, Any]) -> None:
    link = button.get("url")
    if link and user_of(link) is None:
        try:
            button["url"] = checked_link(link)
        except LinkError as error:
            raise bad_request(f"inline keyboard button URL '{link}' is invalid: {error}") from error
    app = button.get("web_app")
    if isinstance(app, dict) and not str(app.get("url", "")).startswith("https://"):
        raise bad_request(
            f"inline keyboard button Web App URL '{app.get('url', '')}' is invalid: Only HTTPS links are allowed"
        )


def _check_payload(button: dict[str, Any]) -> None:
    if len(button.get("callback_data", "").encode()) > MAX_CALLBACK_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if "copy_text" in button and not 1 <= len(_copy_text(button)) <= MAX_COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    if "pay" in button or "callback_game" in button:
        raise bad_request("BUTTON_TYPE_INVALID")


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")
