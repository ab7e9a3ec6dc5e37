"""Callback data: what a button carries and gives back when it is pressed, at most 64 bytes whatever it names."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

LIMIT = 64
"""Maximum length of callback data in bytes of UTF-8, set by Telegram."""
_CODE = 16
"""Hexadecimal digits of a code: enough that no two ids of a case or words of a chat share one."""
_MARK = "~"
"""Begins a code; no id begins so."""


class Verb(StrEnum):
    """What a button does. Messages that were sent long ago still carry these, so none may change its meaning."""

    FACT = "f"
    CONTEXT = "c"
    RELATED = "r"
    TOPIC = "t"
    TOPICS = "ts"
    """Turns a page of the topics."""
    TOPIC_PAGE = "tp"
    """Turns a page of the facts of a topic, whose id follows."""
    TIMELINE = "tl"
    NONE_OF_THESE = "none"
    FOLLOW = "s"
    """Follows something; with no parts, shows what is followed; with "t" or "n", the topics or names to follow."""
    STOP = "u"
    """Ends one subscription, and changes nothing of the message but its buttons; "all" asks whether to end all."""
    END = "x"
    """Ends one subscription of the list that it stands below."""
    UNDO = "b"
    """Takes back what `STOP` ended."""
    PAGE = "pg"
    """Turns a page of the list of what is followed."""
    END_ALL = "e"
    """Ends everything that a forum topic ("here") or a whole chat ("chat") follows; with "ask", asks first."""
    SET = "w"
    ZONE = "z"
    """Sets a time zone, whose name follows; the name of an offset may have a colon."""
    LANGUAGE = "l"
    CHANNEL = "ch"
    """Does something in a channel from a private chat: the channel's id follows, then what another button carries."""
    FORGET = "forget"
    """Asks whether to forget the chat; with "yes", forgets it."""
    LEAVE = "no"
    """Answers no: nothing is changed."""
    NEW = "new"
    PUBLISH = "p"


@dataclass(frozen=True, slots=True)
class Callback:
    """Callback data that was read: what to do, and with what."""

    verb: Verb
    parts: tuple[str, ...] = ()

    def part(self, number: int) -> str:
        """Return a part, empty if the data has fewer."""
        return self.parts[number] if number < len(self.parts) else ""

    def whole(self, start: int) -> str:
        """Return all from a part on, as one text: for what may itself have a colon, as words to follow have."""
        return ":".join(self.parts[start:])


def data(verb: Verb, *parts: object) -> str:
    """Return callback data. A last part that is too long is replaced by a code, which `meant` takes back.

    Raises `ValueError` if the parts before it leave no room for a code.
    """
    texts = [str(verb), *map(str, parts)]
    whole = ":".join(texts)
    if len(whole.encode()) > LIMIT:
        whole = ":".join((*texts[:-1], _code(texts[-1])))
    if len(whole.encode()) > LIMIT:
        raise ValueError(f"a button cannot carry {whole!r}: only the last part may be long")
    return whole


def read(text: str | None) -> Callback | None:
    """Return what callback data means; None for what no button of this bot carries."""
    verb, *parts = (text or "").split(":")
    return Callback(Verb(verb), tuple(parts)) if verb in set(Verb) else None


def meant(part: str, known: Iterable[str]) -> str | None:
    """Return which of the known ids or words a part of callback data names; None if none of them."""
    candidates = list(known)
    if part in candidates:
        return part
    if not part.startswith(_MARK):
        return None
    return next((one for one in candidates if _code(one) == part), None)


def pattern(*verbs: Verb) -> str:
    """Return a regular expression for the callback data of some verbs."""
    return rf"\A(?:{'|'.join(re.escape(verb) for verb in verbs)})(?::|\Z)"


def _code(text: str) -> str:
    return _MARK + hashlib.sha256(text.encode()).hexdigest()[:_CODE]
