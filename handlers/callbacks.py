"""Callback data: what a button carries and gives back when it is pressed, at most 64 bytes whatever it names.

Each kind of button is a class of callback_kinds.py, whose fields are what it names. `encode` writes it as a code and
the fields, with colons between; `decode` reads that. Only the last field may be long or have colons: an id or words
that do not fit are replaced by a hash, which `resolve` finds among those that are known.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import MISSING, fields
from typing import Any, get_type_hints

from handlers.admin_callback_kinds import Act, AskCorrect, AskRecall, LeaveNotice, OpenNotice
from handlers.callback_kinds import (
    AskEndAll,
    AskForget,
    Callback,
    ChannelId,
    End,
    EndAll,
    Follow,
    Forget,
    InChannel,
    Leave,
    NoneOfThese,
    OpenCitation,
    OpenContext,
    OpenFact,
    OpenFollowed,
    OpenMenu,
    OpenName,
    OpenNews,
    OpenRelated,
    OpenTopic,
    SetLanguage,
    SetRhythm,
    SetZone,
    Stop,
    Switch,
    TurnFollowed,
    TurnName,
    TurnNames,
    TurnTimeline,
    TurnTopic,
    TurnTopics,
    Undo,
)
from handlers.feedback_callback_kinds import (
    AskReport,
    CloseReport,
    DropReport,
    Rate,
    SendReport,
    SendWords,
    TurnReports,
)
from handlers.review_callback_kinds import Decide, TurnReview

LIMIT = 64
"""Maximum length of callback data in bytes of UTF-8, set by Telegram."""
_HASH = 16
"""Number of hexadecimal digits of a hash: no two ids of a case or words of a chat share one."""
_MARK = "~"
"""Begins a hash; no id begins so."""
_NUMBER = re.compile(r"[0-9]{1,9}", re.ASCII)
"""Pattern of pages and steps: they fit into an integer of any database."""
_CHANNEL = re.compile(r"-[0-9]{9,16}", re.ASCII)
"""Pattern of the id of a channel, which is below zero."""

CODES: dict[type[Callback], str] = {
    OpenFact: "f",
    OpenContext: "c",
    OpenRelated: "r",
    OpenCitation: "q",
    OpenTopic: "t",
    TurnTopics: "ts",
    TurnTopic: "tp",
    TurnTimeline: "tl",
    OpenName: "n",
    TurnName: "np",
    TurnNames: "ns",
    NoneOfThese: "none",
    OpenNews: "new",
    OpenFollowed: "s",
    OpenMenu: "s",
    Follow: "s",
    Stop: "u",
    Undo: "b",
    End: "x",
    TurnFollowed: "pg",
    AskEndAll: "e:ask",
    EndAll: "e",
    Leave: "no",
    SetRhythm: "w",
    Switch: "w",
    SetZone: "z",
    SetLanguage: "l",
    AskForget: "forget",
    Forget: "forget:yes",
    InChannel: "ch",
    OpenNotice: "p:look",
    AskCorrect: "p:surecorrected",
    AskRecall: "p:surerecalled",
    Act: "p",
    LeaveNotice: "p:leave",
    Rate: "v",
    AskReport: "er:a",
    SendReport: "er:s",
    SendWords: "er:w",
    DropReport: "er:no",
    TurnReports: "rs",
    CloseReport: "rx",
    TurnReview: "rw",
    Decide: "rd",
}
"""How each kind of callback data begins. Messages that were sent long ago still carry these, so none may change its
meaning. Kinds that begin alike differ in their fields."""
_OLD_CODES: tuple[tuple[type[Callback], str], ...] = ((AskEndAll, "u:all"),)
"""How callback data of earlier versions begin."""


def encode(callback: Callback) -> str:
    """Return the data of a button.

    Raises `ValueError` if the fields before the last leave no room for a hash.
    """
    parts = _parts(callback)
    text = ":".join(parts)
    if len(text.encode()) > LIMIT:
        text = ":".join((*parts[:-1], _hash(parts[-1])))
    if len(text.encode()) > LIMIT:
        raise ValueError(f"a button cannot carry {text!r}: only the last part may be long")
    return text


def decode(text: str | None) -> Callback | None:
    """Return what the data of a button mean; None for what no button of this bot carries."""
    parts = (text or "").split(":")
    for kind, code in (*CODES.items(), *_OLD_CODES):
        begin = code.split(":")
        if parts[: len(begin)] == begin and (found := _read(kind, parts[len(begin) :])) is not None:
            return found
    return None


def resolve(part: str, known: Iterable[str]) -> str | None:
    """Return which of the known ids or words the last field of callback data names; None if none of them."""
    candidates = list(known)
    if part in candidates:
        return part
    if not part.startswith(_MARK):
        return None
    return next((one for one in candidates if _hash(one) == part), None)


def pattern(*kinds: type[Callback]) -> str:
    """Return a regular expression for data that begin as those of some kinds do, whatever follows."""
    begins = {CODES[kind].partition(":")[0] for kind in kinds}
    return rf"\A(?:{'|'.join(map(re.escape, sorted(begins)))})(?::|\Z)"


def _parts(callback: Callback) -> list[str]:
    values = [(getattr(callback, field.name), field.default) for field in fields(callback)]
    if values and values[-1][0] == values[-1][1]:
        values.pop()
    parts = CODES[type(callback)].split(":")
    for value, _ in values:
        parts += _parts(value) if isinstance(value, Callback) else [str(value)]
    return parts


def _read(kind: type[Callback], parts: list[str]) -> Callback | None:
    """Return the callback of a kind whose fields are written in `parts`; None if they are not of that kind."""
    known = _FIELDS[kind]
    values: list[object] = []
    for place, (wanted, optional) in enumerate(known):
        is_last = place == len(known) - 1
        if is_last and place >= len(parts) and optional:
            return kind(*values)
        if place >= len(parts) and not (is_last and wanted is str):
            return None
        takes_rest = is_last and wanted in {str, Callback}
        value = _value(wanted, ":".join(parts[place:]) if takes_rest else parts[place])
        if value is None:
            return None
        values.append(value)
    takes_rest = bool(known) and known[-1][0] in {str, Callback}
    return kind(*values) if takes_rest or len(parts) <= len(known) else None


def _fields(kind: type[Callback]) -> tuple[tuple[Any, bool], ...]:
    hints = get_type_hints(kind)
    return tuple((hints[field.name], field.default is not MISSING) for field in fields(kind))


_FIELDS = {kind: _fields(kind) for kind in CODES}
"""The type of each field of each kind, and whether it may be left out."""


def _value(wanted: Any, text: str) -> object | None:
    """Return the value of a field of a type that is written as a text; None if it is not of that type."""
    if wanted is str:
        return text
    if wanted is Callback:
        return decode(text)
    if wanted in {int, ChannelId}:
        return int(text) if (_NUMBER if wanted is int else _CHANNEL).fullmatch(text) else None
    return wanted(text) if text in set(wanted) else None


def _hash(text: str) -> str:
    return _MARK + hashlib.sha256(text.encode()).hexdigest()[:_HASH]
