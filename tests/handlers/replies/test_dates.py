"""Dates are shown to readers as people write them, and are found again in what is shown."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.dates import format_date
from knowledge.edtf import parse_edtf
from knowledge.language.date_finder import find_dates
from tests.support.edtf import EDTF

LANGUAGES = ("en", "ru", "uk")


@pytest.mark.parametrize(
    ("text", "english", "russian", "ukrainian"),
    [
        ("2012-07-02", "2 July 2012", "2 июля 2012", "2 липня 2012"),
        ("2012-07", "July 2012", "июль 2012", "липень 2012"),
        ("2011", "2011", "2011", "2011"),
        ("2011-07-27~", "about 27 July 2011", "около 27 июля 2011", "близько 27 липня 2011"),
        ("2011-07~", "about July 2011", "около июля 2011", "близько липня 2011"),
        ("2011?", "probably 2011", "предположительно 2011", "імовірно 2011"),
        ("2012-07-01/2012-07-03", "1–3 July 2012", "1–3 июля 2012", "1–3 липня 2012"),
        ("2012-06-30/2012-07-02", "30 June – 2 July 2012", "30 июня – 2 июля 2012", "30 червня – 2 липня 2012"),
        (
            "2011-12-31/2012-01-01",
            "31 December 2011 – 1 January 2012",
            "31 декабря 2011 – 1 января 2012",
            "31 грудня 2011 – 1 січня 2012",
        ),
        ("2012-06/2012-07", "June–July 2012", "июнь–июль 2012", "червень–липень 2012"),
        ("2011/2012", "2011–2012", "2011–2012", "2011–2012"),
        ("2011/2012-03", "2011 – March 2012", "2011 – март 2012", "2011 – березень 2012"),
    ],
)
def test_a_date_is_shown_as_people_write_it(text: str, english: str, russian: str, ukrainian: str) -> None:
    date = parse_edtf(text)
    assert tuple(format_date(date, language) for language in LANGUAGES) == (english, russian, ukrainian)


def test_a_language_without_month_names_shows_the_standard_form() -> None:
    assert format_date(parse_edtf("2012-07-02"), "ka") == "2012-07-02"


@given(EDTF, st.sampled_from(LANGUAGES))
def test_every_date_can_be_shown(text: str, language: str) -> None:
    shown = format_date(parse_edtf(text), language)
    assert shown == shown.strip()
    assert text[:4] in shown
    assert "~" not in shown
    assert "?" not in shown


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)), st.sampled_from(LANGUAGES), st.booleans())
def test_a_date_that_is_shown_is_found_again(day: datetime.date, language: str, month_only: bool) -> None:
    date = parse_edtf(day.strftime("%Y-%m" if month_only else "%Y-%m-%d"))
    shown = format_date(date, language)
    (mention,) = find_dates(f"({shown})?")
    assert mention.date
    assert (mention.start, mention.end, mention.date) == (1, 1 + len(shown), date)
