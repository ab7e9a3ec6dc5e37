"""Quiet hours as people type them: what is written is read back, and nothing else is."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.notices.hours import format_hours, parse_hours

MINUTES = st.integers(0, 1439)


@given(MINUTES, MINUTES, st.sampled_from(["-", "–", "—", " ", " - ", "  "]))
def test_what_is_written_is_read_back_with_any_sign_between(begin: int, end: int, sign: str) -> None:
    written = format_hours((begin, end)).replace("–", sign)
    assert parse_hours(written) == ((begin, end) if begin != end else None)


@given(st.text(st.sampled_from("0123456789:. -–apmх٣\n"), max_size=12) | st.text(max_size=20))
def test_whatever_is_read_is_two_different_times_that_were_typed(typed: str) -> None:
    hours = parse_hours(typed)
    if hours is not None:
        assert hours[0] != hours[1]
        assert all(0 <= minute < 1440 for minute in hours)
        assert re.fullmatch(r"[0-9:.\s–—-]+", typed)
        numbers = [int(number) for number in re.findall("[0-9]+", typed)]
        assert hours[0] // 60 == numbers[0] % 24
        assert hours[1] // 60 in {number % 24 for number in numbers[1:]}


@pytest.mark.parametrize("typed", ["24:30 7", "7-24:01", "٣-7", "23-٧", "3-7\n8", "23--7", "23,5-7", "237"])
def test_what_only_looks_like_hours_is_none(typed: str) -> None:
    assert parse_hours(typed) is None
