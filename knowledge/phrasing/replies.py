"""Reads what a model or a person replied: YAML, JSON, tables or lists, with headings, fences and chatter."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml

from knowledge.phrasing.reply_items import Proposal, cleaned
from knowledge.phrasing.reply_lines import read_lines
from knowledge.phrasing.targets import Targets

__all__ = ["Proposal", "read_reply"]

_FENCE = re.compile(
    r"^[ \t]*(?:```|~~~)[ \t]*(\w*)[^\n]*\n(.*?)(?:^[ \t]*(?:```|~~~)[ \t]*$|\Z)", re.DOTALL | re.MULTILINE
)
_MARKDOWN = re.compile(r"^\s*(?:#{1,6}\s|\*\*|\|)", re.MULTILINE)
_FACTS, _UNANSWERED = frozenset({"facts", "phrasings"}), frozenset({"unanswered", "unanswered_questions"})
_OWNERS = ("fact", "id", "fact_id", "unanswered", "name")
"""Keys that say in an object whose phrasings it has."""
_TEXTS = ("question", "phrasing", "text")
"""Keys that hold a phrasing in an object."""
_LANGUAGES = ("language", "lang")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a structure something stands."""

    owner: str | None = None
    language: str | None = None
    unanswered: bool = False


def read_reply(text: str, targets: Targets, owner: str | None = None, unanswered: bool = False) -> list[Proposal]:
    """Return the phrasings that a reply proposes, in their order; those before any heading are for `owner`.

    With `unanswered`, what is not for a fact of the base is for a question that its documents do not answer.
    JSON and YAML are read as such; whatever is neither, or broken, is read line by line.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    parts = [(kind.lower(), body) for kind, body in _FENCE.findall(text)] or [("", text)]
    found: list[Proposal] = []
    outside = _FENCE.sub("", text) if _FENCE.search(text) else ""
    for kind, body in parts:
        data = _data_of(kind, body)
        if data is None:
            found += read_lines(body, targets, owner)
        else:
            found += _walk(data, targets, _Place(owner))
    if not any(one.owner for one in found) and outside:
        found = read_lines(text, targets, owner)  # the headings stand outside of the fences
    return [replace(one, unanswered=True) for one in found] if unanswered else found


def _data_of(kind: str, body: str) -> Any | None:
    """Return a text as lists and objects of texts; None where it is neither JSON nor YAML of such."""
    for first, last in (("{", "}"), ("[", "]")):
        begin, end = body.find(first), body.rfind(last)
        if 0 <= begin < end and (kind == "json" or not body[:begin].strip() or '"' in body[begin:end]):
            try:
                return json.loads(body[begin : end + 1], parse_int=str, parse_float=str)
            except ValueError:
                continue
    if kind not in {"yaml", "yml"} and _MARKDOWN.search(body):
        return None
    try:
        data = yaml.load(body, Loader=yaml.BaseLoader)  # noqa: S506 - the base loader makes nothing but texts
    except (yaml.YAMLError, ValueError):
        return None
    return (
        data if isinstance(data, dict) or (isinstance(data, list) and any(isinstance(x, dict) for x in data)) else None
    )


def _walk(data: Any, targets: Targets, place: _Place) -> Iterator[Proposal]:
    """Yield the phrasings in a structure, whatever its form: what names an entry or a language holds for all within."""
    if isinstance(data, str):
        if text := cleaned(data):
            yield Proposal(place.owner, place.language, text, place.unanswered)
    elif isinstance(data, list):
        for item in data:
            yield from _walk(_sentence(item, targets), targets, place)
    elif isinstance(data, dict):
        place = _named_by(data, targets, place)
        for key, value in data.items():
            if not (isinstance(value, str) and key in {*_OWNERS, *_LANGUAGES, "origin"}):
                yield from _walk(value, targets, _below(str(key), targets, place))


def _sentence(item: Any, targets: Targets) -> Any:
    """Return an item that YAML took for an object because of a colon in it as the text that it is."""
    if isinstance(item, dict) and len(item) == 1:
        ((key, value),) = item.items()
        named = targets.find(str(key)) or targets.language(str(key)) or key in {*_OWNERS, *_TEXTS}
        if isinstance(value, str) and not named:
            return f"{key}: {value}"
    return item


def _named_by(data: dict[str, Any], targets: Targets, place: _Place) -> _Place:
    for key in _OWNERS:
        value = data.get(key)
        if isinstance(value, str) and value:
            known = targets.find(value)
            is_unanswered = place.unanswered or key == "unanswered" or known in targets.unanswered
            place = replace(place, owner=known or value, unanswered=is_unanswered)
            break
    language = next((data[key] for key in _LANGUAGES if isinstance(data.get(key), str)), None)
    return replace(place, language=targets.language(language)) if language else place


def _below(key: str, targets: Targets, place: _Place) -> _Place:
    name = key.strip().lower().replace(" ", "_")
    if name in _FACTS | set(_TEXTS) | {"questions", "examples"}:
        return place
    if name in _UNANSWERED:
        return _Place(None, place.language, unanswered=True)
    if code := targets.language(key):
        return replace(place, language=code)
    if known := targets.find(key):
        return _Place(known, place.language, known in targets.unanswered)
    return replace(place, owner=key) if place.owner is None or place.unanswered else place
