"""What a check finds."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a finding is meant."""

    OK = "ok"
    WARN = "warn"  # The bot runs, but not as most would have it.
    FAIL = "fail"  # The bot does not run, or loses or shows something.


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a checkup: never a token, an id of a person, or what somebody wrote."""

    check: str
    state: State
    text: str
    """What was found."""
    advice: str = ""
    """What to do about it; empty if nothing has to be done."""


def ok(check: str, text: str) -> Finding:
    """Return a finding that needs no deed."""
    return Finding(check, State.OK, text)


def warn(check: str, text: str, advice: str) -> Finding:
    """Return a finding that the bot runs with."""
    return Finding(check, State.WARN, text, advice)


def fail(check: str, text: str, advice: str) -> Finding:
    """Return a finding that keeps the bot from its work."""
    return Finding(check, State.FAIL, text, advice)
