"""What a reply proposes, and how one item is freed of the marks around it."""

import re
from dataclasses import dataclass

_EMPHASIS = re.compile(r"(\*\*|__|`)(.+?)\1")
_ASIDE = re.compile(r"(?<=[?.!»”\"'])\s*(?:\([^()]*\)|[—–-]\s+\(?[\w ,]{1,40}\)?|#.*)\s*$")
"""What follows a finished question: "(plain)", "- in other words"."""
_STYLE = re.compile(r"\s*\([^\W\dA-ZА-ЯЁІЇЄҐ][^()A-ZА-ЯЁІЇЄҐ]{0,30}\)$")
"""A remark behind any phrasing, in brackets and small letters: "(key words)"."""
_QUOTES = '"“”„«»‘’'
_BOX = re.compile(r"^\[[ xX]?\]\s*")
_LABEL = re.compile(r"^(?:Q\d*|Question|Вопрос|Питання)\s*[:.)]\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A phrasing that somebody or something proposes."""

    owner: str | None
    """The id that it is for, known or not; None where the reply names none."""
    language: str | None
    """The code of its language; None where the reply does not say."""
    text: str
    unanswered: bool = False
    """Whether it is for a question that the documents do not answer."""


def cleaned(item: str) -> str:
    """Return an item without list marks, quotation marks, emphasis, and what is said about it behind it."""
    text = _LABEL.sub("", _BOX.sub("", " ".join(item.split())))
    text = _STYLE.sub("", _ASIDE.sub("", _EMPHASIS.sub(r"\2", text).strip().rstrip(",")))
    stripped = text.strip(_QUOTES + " ")
    if len(text) > 1 and text[0] == text[-1] == "'":
        stripped = text[1:-1]
    # Quotation marks within a phrasing stay in pairs: those around it are gone, one that was cut in half comes back.
    return text if any(stripped.count(mark) % 2 for mark in '"') else stripped.strip()
