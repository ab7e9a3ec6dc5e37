"""Dates are read as they are written in EDTF, and what is no date is refused."""

import datetime
import re

import pytest
from hypothesis import given

from knowledge.edtf import DateError, covers, parse_edtf
from tests.support.edtf import EDTF


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("2012-07-02", (2012, 7, 2), (2012, 7, 2), "day"),
        ("2012-02", (2012, 2, 1), (2012, 2, 29), "month"),
        ("2011", (2011, 1, 1), (2011, 12, 31), "year"),
        ("2011-07-27/2011-07-30", (2011, 7, 27), (2011, 7, 30), "interval"),
        ("2011/2012-02", (2011, 1, 1), (2012, 2, 29), "interval"),
    ],
)
def test_a_date_spans_the_days_that_it_can_mean(
    text: str, first: tuple[int, int, int], last: tuple[int, int, int], precision: str
) -> None:
    date = parse_edtf(text)
    assert (date.first, date.last) == (datetime.date(*first), datetime.date(*last))
    assert date.precision == precision
    assert not date.approximate


@pytest.mark.parametrize("text", ["2011~", "2011-07?", "2011-07-27~", "2010~/2011", "2010/2011?"])
def test_a_mark_makes_a_date_approximate(text: str) -> None:
    assert parse_edtf(text).approximate


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2012-02-30", "not in the calendar"),
        ("2012-13", "not in the calendar"),
        ("2012-00", "not in the calendar"),
        ("0000", "not in the calendar"),
        ("02.07.2012", "write 2012, 2012-07 or 2012-07-02"),
        ("2012-7", "write 2012"),
        ("", "write 2012"),
        ("2012-07-02 ", "write 2012"),
        ("２０１２", "write 2012"),
        ("2012/", "write 2012"),
        ("2012/2011", "before it ends"),
        ("2012/2012-07", "before it ends"),
        ("2010/2011/2012", "write 2012"),
        ("x" * 10_000, "x…"),
    ],
)
def test_what_is_no_date_is_refused_with_what_to_write(text: str, message: str) -> None:
    with pytest.raises(DateError, match=re.escape(message)) as caught:
        parse_edtf(text)
    assert len(str(caught.value)) < 200


@given(EDTF)
def test_a_date_keeps_its_text_and_order(text: str) -> None:
    date = parse_edtf(text)
    assert date.text == text
    assert date.first <= date.last
    assert date.approximate == ("~" in text or "?" in text)


@pytest.mark.parametrize(
    ("period", "date", "expected"),
    [
        ("2011", "2011-07-30", True),
        ("2011-07", "2011", True),
        ("2011-07-30", "2011-07", True),
        ("2011-07-30", "2011-07-29/2011-07-31", True),
        ("2011-07-30", "2011-07-31", False),
        ("2012", "2011-12-31", False),
    ],
)
def test_a_period_covers_a_date_if_they_share_a_day(period: str, date: str, expected: bool) -> None:
    assert covers(parse_edtf(period), parse_edtf(date)) is expected
    assert covers(parse_edtf(date), parse_edtf(period)) is expected
