"""Replies and hints in a terminal and in a pipe: all words, no markup, and nothing that steers the terminal."""

import io
from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.terminal.case_reports import print_hints
from bot.terminal.printing import print_html
from knowledge.model import Location
from knowledge.quality.check import Report, Summary
from knowledge.quality.hints import Hint

HTML = (
    "A <b>fact</b> &amp; more.\n\n<blockquote expandable>first line\nsecond line</blockquote>\n"
    '<a href="https://example.org/a?b=1">The note</a>'
)


def shown(html: str, *, terminal: bool, width: int = 30) -> str:
    out = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=terminal,
        soft_wrap=not terminal,
        no_color=not terminal,
        highlight=False,
        emoji=False,
        markup=False,
        legacy_windows=False,
    )
    print_html(out, html)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_in_a_pipe_a_reply_is_plain_text_with_its_quotes_set_off_and_its_links_written_out() -> None:
    assert shown(HTML, terminal=False).splitlines() == [
        "A fact & more.",
        "  | first line",
        "  | second line",
        "The note (https://example.org/a?b=1)",
    ]


def test_in_a_terminal_bold_is_bold_links_can_be_followed_and_quotes_keep_their_bar_when_they_wrap() -> None:
    text = shown(f"{HTML}<blockquote>{'word ' * 20}</blockquote>", terminal=True)
    assert "\x1b[1mfact\x1b[0m" in text
    assert "\x1b]8;" in text
    assert "https://example.org/a?b=1" in text
    assert sum("│" in line for line in text.splitlines()) >= 6


@given(st.text())
def test_whatever_a_person_typed_is_shown_as_text(typed: str) -> None:
    text = shown(f"<b>{escape(typed)}</b>", terminal=False)
    assert not any((ord(char) < 32 and char not in "\n\t") or 127 <= ord(char) < 160 for char in text)
    visible = [char for char in typed if char.isalnum()]
    assert [char for char in text if char.isalnum()] == visible


@given(st.text(alphabet="<>/abiq&;\"'= \n"))
def test_broken_markup_never_raises(html: str) -> None:
    shown(html, terminal=False)


def test_of_each_kind_of_hint_at_most_20_are_shown_and_the_rest_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    place = Location(Path("facts/a.yaml"), 1)
    hints = [Hint(place, f"collision {number}", "phrasings that collide") for number in range(25)]
    print_hints(Report((), Summary(), (*hints, Hint(place, "fact a", "facts that are hard to find"))))
    lines = capsys.readouterr().out.splitlines()
    assert lines[:3] == ["", "Hints", "facts/a.yaml:1: collision 0"]
    assert lines[21:] == ["facts/a.yaml:1: collision 19", "facts/a.yaml:1: fact a", "and 5 more phrasings that collide"]


def test_that_a_case_is_too_large_for_hints_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_hints(Report((), Summary(), too_many=True))
    assert capsys.readouterr().out == "More than 20,000 phrasings: too many to ask the case its own.\n"
