"""Scripted failures: which request fails, how, how often, and whether the message was accepted first."""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """The ways in which a request can go wrong."""

    FLOOD = "flood"  # 429 with retry_after
    ERROR = "error"  # any status with a JSON body; 500 unless told
    BAD_GATEWAY = "bad_gateway"  # 502 with an HTML body
    NO_ANSWER = "no_answer"  # read, not carried out, never answered
    CUT_BEFORE = "cut_before"  # the connection is cut, nothing carried out
    CUT_AFTER = "cut_after"  # carried out, then the connection is cut
    CUT_MIDWAY = "cut_midway"  # carried out, cut in the middle of the answer
    SILENT_AFTER = "silent_after"  # carried out, never answered
    BROKEN_JSON = "broken_json"  # carried out, status 200 with half a JSON body
    SLOW = "slow"  # carried out, answered after `delay` seconds

    @property
    def accepts(self) -> bool:
        """Whether the request is carried out before it goes wrong."""
        return self in _ACCEPTING


_ACCEPTING = frozenset({Kind.CUT_AFTER, Kind.CUT_MIDWAY, Kind.SILENT_AFTER, Kind.BROKEN_JSON, Kind.SLOW})


@dataclass(slots=True)
class Fault:
    """One rule; `method` is lower case, empty or None fields match all, `times` None is for ever.

    `until` is on the monotonic clock; a rule is given `seconds` from now instead.
    """

    kind: Kind
    method: str = ""
    chat_id: int | None = None
    probability: float = 1.0
    skip: int = 0
    times: int | None = None
    retry_after: int = 1
    delay: float = 1.0
    status: int = 500
    description: str = "Internal Server Error"
    until: float = math.inf

    def matches(self, method: str, chat_id: int | None) -> bool:
        meant = self.method in {"", method} and self.chat_id in {None, chat_id}
        return meant and self.times != 0 and time.monotonic() < self.until


class Faults:
    """The rules in force, tried in order; the same seed gives the same failures."""

    def __init__(self, seed: int = 0) -> None:
        self.rules: list[Fault] = []
        self.random = random.Random(seed)

    def add(self, rule: dict[str, Any]) -> None:
        """Add a rule given by its field names; raises ValueError or TypeError."""
        values = dict(rule)
        kind = Kind(values.pop("kind"))
        method = str(values.pop("method", "")).lower()
        until = time.monotonic() + float(values.pop("seconds", math.inf))
        self.rules.append(Fault(kind, method, until=until, **values))

    def end_outage(self) -> None:
        """Remove the rules that hold for a time."""
        self.rules = [rule for rule in self.rules if rule.until == math.inf]

    def choose(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that this request meets, counting it, or None."""
        for rule in self.rules:
            if not rule.matches(method, chat_id):
                continue
            if rule.skip > 0:
                rule.skip -= 1
                continue
            if rule.probability < 1 and self.random.random() >= rule.probability:
                continue
            if rule.times is not None:
                rule.times -= 1
            return rule
        return None
