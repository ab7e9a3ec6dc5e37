"""Answering callback and inline queries."""

from __future__ import annotations

from typing import Any

from tests.fake_telegram.chat import Json
from tests.fake_telegram.errors import bad_request
from tests.fake_telegram.formatting import finish_text, parse_text
from tests.fake_telegram.keyboards import check_keyboard, read_markup
from tests.fake_telegram.parameters import Parameters
from tests.fake_telegram.world import World

MAX_RESULTS = 50
MAX_RESULT_ID = 64
MAX_ALERT = 200


def answer_callback_query(world: World, given: Parameters) -> bool:
    query = world.take_query(given.text("callback_query_id"))
    text = given.text("text")
    if len(text) > MAX_ALERT:
        raise bad_request("MESSAGE_TOO_LONG")
    query.answer = {"text": text, "show_alert": given.boolean("show_alert"), "url": given.text("url")}
    return True


def answer_inline_query(world: World, given: Parameters) -> bool:
    results = given.decoded("results", "inline query results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results: Expected an Array")
    checked = [_result(world, result) for result in results]
    query = world.take_query(given.text("inline_query_id"))
    if len(results) > MAX_RESULTS:
        raise bad_request("RESULTS_TOO_MUCH")
    _check_ids([result["id"] for result in checked])
    if len(given.text("next_offset").encode()) > MAX_RESULT_ID:
        raise bad_request("NEXT_OFFSET_INVALID")
    query.answer = {
        "results": checked,
        "cache_time": given.integer("cache_time", 300),
        "is_personal": given.boolean("is_personal"),
        "next_offset": given.text("next_offset"),
        "button": given.decoded("button", "inline query results button"),
    }
    return True


def _check_ids(ids: list[str]) -> None:
    if any(not 1 <= len(one.encode()) <= MAX_RESULT_ID for one in ids):
        raise bad_request("RESULT_ID_INVALID")
    if len(set(ids)) != len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")


def _result(world: World, result: Any) -> Json:
    if not isinstance(result, dict):
        raise _unreadable("Expected an Object")
    for name in ("type", "id"):
        if name not in result:
            raise _unreadable(f'Can\'t find field "{name}"')
    if result["type"] != "article":
        raise _unreadable(f"the fake server knows only articles, not {result['type']}")
    if "title" not in result:
        raise _unreadable('Can\'t find field "title"')
    if not str(result["title"]).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    keyboard = read_markup(result.get("reply_markup"))
    check_keyboard(keyboard)
    content = _pasted_text(world, result.get("input_message_content"))
    return {**result, "id": str(result["id"]), "keyboard": keyboard, **content}


def _pasted_text(world: World, content: Any) -> Json:
    """The message an article would paste, checked like any message."""
    if not isinstance(content, dict) or "message_text" not in content:
        raise _unreadable('Can\'t find field "message_text"')
    mode = str(content.get("parse_mode") or "")
    draft = parse_text(str(content["message_text"]), mode, content.get("entities"))
    formatted = finish_text(draft, world.users)
    return {"text": formatted.text, "entities": list(formatted.entities)}


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse inline query result: {reason}")
