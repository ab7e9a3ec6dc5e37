"""Term: one comparable unit of a text, with the key that it is compared by."""

from enum import Enum
from typing import NamedTuple

SHARED = "|"
"""Sign between the ids of a key that several names share."""


class Kind(Enum):
    """What sort of thing a term is."""

    WORD = "word"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    INTERROGATIVE = "interrogative"
    NEUTRAL = "neutral"


class Term(NamedTuple):
    """One comparable unit of a text. Equal keys mean the same thing whatever the spelling, the script or the format.

    Keys: a stem; `#<name id>`, or `#<name id>|<name id>` where either may be meant; digits; `=<EDTF>`;
    `@<question word>`; a negated word is `¬<stem>`.
    """

    key: str
    kind: Kind
    surface: str
    word: str
    capitalised: bool = False
    inner: bool = False
    """Whether it stands inside a sentence, where a capital letter means a name."""
    named: float = 1.0
    """Chance that it is a person's name that is spelled like it, from 0 to 1: less for a common word."""


def keys_of_shared(key: str) -> tuple[str, ...]:
    """Return the keys of the names that a key may mean; none where it can only mean one."""
    return tuple(f"#{one}" for one in key[1:].split(SHARED)) if SHARED in key and key[0] == "#" else ()
