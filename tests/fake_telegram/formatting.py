"""From the text of a request to the text and entities of a message, with all of Telegram's checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fake_telegram.errors import bad_request
from tests.fake_telegram.html_parser import parse_html
from tests.fake_telegram.links import LinkError, checked_link
from tests.fake_telegram.text import (
    Entity,
    clean,
    find_entities,
    is_blank,
    is_encodable,
    utf16_length,
    utf16_slice,
)

MAX_TEXT = 4096
MAX_ENTITIES = 100
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_MONOSPACE = frozenset({"pre", "code"})
_STYLES = frozenset({"bold", "italic", "underline", "strikethrough", "spoiler"})
_AUTOMATIC = frozenset({"mention", "hashtag", "cashtag", "bot_command", "url", "email", "phone_number"})
_LINKS = frozenset({"text_link", "text_mention", "custom_emoji"})
_KNOWN = _QUOTES | _MONOSPACE | _STYLES | _AUTOMATIC | _LINKS
_ORDER = ("expandable_blockquote", "blockquote", "pre", "code", "text_mention", "text_link", "bold", "italic")
_PRIORITY = {kind: rank for rank, kind in enumerate((*_ORDER, "underline", "strikethrough", "spoiler"))}


@dataclass(frozen=True, slots=True)
class Formatted:
    """A message's text with its entities; offsets and lengths in UTF-16 code units."""

    text: str
    entities: tuple[Entity, ...]


def parse_text(text: str, parse_mode: str, entities: Any) -> Formatted:
    """What can be said about a text before its chat is looked at; raises ApiError."""
    if not text:
        raise bad_request("message text is empty")
    if not is_encodable(text):
        raise bad_request("text must be encoded in UTF-8")
    text = clean(text)
    match parse_mode.lower():
        case "html":
            plain, parsed = parse_html(text)
            return Formatted(plain, tuple(parsed))
        case "":
            return Formatted(text, tuple(_given_entities(entities)))
        case _:
            raise bad_request("unsupported parse_mode")


def finish_text(draft: Formatted, users: Mapping[int, dict[str, Any]]) -> Formatted:
    """The text as it will be stored; raises ApiError when it is blank or too long."""
    plain = draft.text
    _check_ranges(utf16_length(plain), draft.entities)
    if is_blank(plain):
        raise bad_request("text must be non-empty")
    text = plain.strip(" \n")
    if utf16_length(text) > MAX_TEXT:
        raise bad_request("message is too long")
    moved = _move(draft.entities, utf16_length(plain) - utf16_length(plain.lstrip(" \n")), utf16_length(text))
    visible = [entity for entity in moved if not is_blank(_covered(text, entity))]
    kept = _nest(_with_users(visible, users))
    found = [entity for entity in find_entities(text) if not _crosses(entity, kept)]
    return Formatted(text, tuple(_sorted([*kept, *found])[:MAX_ENTITIES]))


def _covered(text: str, entity: Entity) -> str:
    return utf16_slice(text, entity["offset"], entity["length"])


def _sorted(entities: list[Entity]) -> list[Entity]:
    return sorted(entities, key=lambda one: (one["offset"], -one["length"], _PRIORITY.get(one["type"], 99)))


def _move(entities: tuple[Entity, ...], start: int, length: int) -> list[Entity]:
    """The entities of a text from which `start` units were cut off, down to `length` units."""
    moved = []
    for entity in entities:
        begin = max(entity["offset"] - start, 0)
        end = min(entity["offset"] + entity["length"] - start, length)
        if end > begin:
            moved.append(entity | {"offset": begin, "length": end - begin})
    return moved


def _with_users(entities: list[Entity], users: Mapping[int, dict[str, Any]]) -> list[Entity]:
    """Mentions of people the bot has never met are dropped, as Telegram does."""
    named = []
    for entity in entities:
        if entity["type"] == "text_mention":
            user = users.get(entity["user"]["id"])
            if user is None:
                continue
            entity = entity | {"user": user}
        named.append(entity)
    return named


def _nest(entities: list[Entity]) -> list[Entity]:
    """Only what may stand inside one another: nothing inside code, no quote in a quote, no link in a link."""
    kept: list[Entity] = []
    for entity in _sorted(entities):
        around = [other for other in kept if _inside(entity, other)]
        if not any(_forbids(other["type"], entity["type"]) for other in around):
            kept.append({key: value for key, value in entity.items() if not _unshown(entity, key)})
    return [part for entity in kept for part in _around_code(entity, kept)]


def _around_code(entity: Entity, entities: list[Entity]) -> list[Entity]:
    """A style that reaches over code is cut into the parts before and after it."""
    parts = [entity]
    if entity["type"] in _STYLES:
        for other in entities:
            if other["type"] in _MONOSPACE:
                parts = [piece for part in parts for piece in _without(part, other)]
    return parts


def _without(entity: Entity, hole: Entity) -> list[Entity]:
    begin, end = entity["offset"], entity["offset"] + entity["length"]
    before = min(end, hole["offset"]) - begin
    after = max(begin, hole["offset"] + hole["length"])
    if before >= entity["length"] or after == begin:
        return [entity]
    parts = [entity | {"length": before}] if before > 0 else []
    return [*parts, entity | {"offset": after, "length": end - after}] if end > after else parts


def _unshown(entity: Entity, key: str) -> bool:
    return key == "language" and entity["type"] == "code"


def _inside(inner: Entity, outer: Entity) -> bool:
    return bool(inner["offset"] < outer["offset"] + outer["length"])


def _forbids(outer: str, inner: str) -> bool:
    if outer in _MONOSPACE or outer == inner:
        return True
    if outer in _QUOTES:
        return inner in _QUOTES
    return outer in _LINKS and (inner in _LINKS or inner in _MONOSPACE)


def _crosses(entity: Entity, kept: list[Entity]) -> bool:
    """Whether a found link or command stands where the text already is a link or code."""
    end = entity["offset"] + entity["length"]
    return any(
        other["offset"] < end and entity["offset"] < other["offset"] + other["length"]
        for other in kept
        if other["type"] not in _STYLES and other["type"] not in _QUOTES
    )


def _given_entities(entities: Any) -> list[Entity]:
    """The entities a caller passed as such; raises ApiError."""
    if not isinstance(entities, list):
        return []
    checked = []
    for entity in entities:
        if not isinstance(entity, dict):
            raise bad_request("can't parse MessageEntity: Expected an Object")
        if entity.get("type") not in _KNOWN:
            raise bad_request("can't parse MessageEntity: Unsupported type specified")
        for name in ("offset", "length", *_needed(entity["type"])):
            if entity.get(name) is None:
                raise bad_request(f"can't parse MessageEntity: Can't find field \"{name}\"")
        if entity["type"] not in _AUTOMATIC:
            checked.append(_with_link(entity))
    return checked


def _needed(kind: str) -> tuple[str, ...]:
    needs = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}
    return (needs[kind],) if kind in needs else ()


def _with_link(entity: Entity) -> Entity:
    if entity["type"] != "text_link":
        return entity
    try:
        return entity | {"url": checked_link(str(entity["url"]))}
    except LinkError as error:
        raise bad_request(f"entity URL '{entity['url']}' is invalid: {error}") from error


def _check_ranges(length: int, entities: tuple[Entity, ...]) -> None:
    for entity in entities:
        begin, end = entity["offset"], entity["offset"] + entity["length"]
        if begin < 0:
            raise bad_request(f"receive an entity with incorrect offset {begin}")
        if begin > length:
            raise bad_request(f"entity begins after the end of the text at UTF-16 offset {begin}")
        if end > length:
            raise bad_request(
                f"entity beginning at UTF-16 offset {begin} ends after the end of the text at UTF-16 offset {end}"
            )
