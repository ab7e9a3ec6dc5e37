"""Notices of a small base."""

from dataclasses import replace

from knowledge.edtf import parse_edtf
from knowledge.model import Notice
from tests.handlers.conftest import BASE

CORRECTION = {
    "en": "We named the wrong office.",
    "ru": "Мы назвали не то управление.",
    "uk": "Ми назвали не те управління.",
}


def notice(text: str = "News", facts: tuple[str, ...] = ("refused",)) -> Notice:
    """Return a notice of the harbour's base in all its languages."""
    words = dict.fromkeys(BASE.case.languages, text)
    return Notice("news", parse_edtf("2019-07-02"), "news", words, words, facts)


def corrected(text: str = "News", facts: tuple[str, ...] = ("refused",)) -> Notice:
    """Return the same, corrected."""
    return replace(notice(text, facts), correction=CORRECTION)
