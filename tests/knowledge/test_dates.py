"""Dates are read, found and shown as people write them, and nothing is taken for a date that is none."""

import datetime
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import DateError, EventDate, covers, find_dates, format_date, parse_edtf

LANGUAGES = ("en", "ru", "uk")

days = st.dates(min_value=datetime.date(1000, 1, 1))
simple = st.one_of(
    days.map(lambda day: day.strftime("%Y-%m-%d")),
    days.map(lambda day: day.strftime("%Y-%m")),
    days.map(lambda day: day.strftime("%Y")),
)
marked = st.tuples(simple, st.sampled_from(["", "~", "?"])).map("".join)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    """Return an interval that begins before it ends."""
    first, second = sorted(draw(st.tuples(marked, marked)), key=lambda text: parse_edtf(text).first)
    if parse_edtf(first).last >= parse_edtf(second).first:
        return first
    return f"{first}/{second}"


edtf = st.one_of(marked, intervals())


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


@given(edtf)
def test_a_date_keeps_its_text_and_order(text: str) -> None:
    date = parse_edtf(text)
    assert date.text == text
    assert date.first <= date.last
    assert date.approximate == ("~" in text or "?" in text)


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


@given(edtf, st.sampled_from(LANGUAGES))
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
    assert (mention.start, mention.end, mention.date) == (1, 1 + len(shown), date)


FOUND = [
    ("What happened on 30 July 2011?", "30 July 2011", "2011-07-30"),
    ("July 30, 2011", "July 30, 2011", "2011-07-30"),
    ("July 30th 2011", "July 30th 2011", "2011-07-30"),
    ("on the 30th of July, 2011.", "30th of July, 2011", "2011-07-30"),
    ("30 JUL. 2011", "30 JUL. 2011", "2011-07-30"),
    ("30-Jul-2011", "30-Jul-2011", "2011-07-30"),
    ("30.07.2011", "30.07.2011", "2011-07-30"),
    ("30/07/2011?", "30/07/2011", "2011-07-30"),
    ("2.7.2012", "2.7.2012", "2012-07-02"),
    ("07/30/2011", "07/30/2011", "2011-07-30"),
    ("2011-07-30", "2011-07-30", "2011-07-30"),
    ("2011/07/30", "2011/07/30", "2011-07-30"),
    ("что было 30 июля 2011 года?", "30 июля 2011 года", "2011-07-30"),
    ("30-го июля 2011 г.", "30-го июля 2011 г.", "2011-07-30"),
    ("от 02.07.2012г.", "02.07.2012г.", "2012-07-02"),
    ("30 липня 2011 р.", "30 липня 2011 р.", "2011-07-30"),
    ("июль 2012", "июль 2012", "2012-07"),
    ("в июле 2012 года", "июле 2012 года", "2012-07"),
    ("липень 2012", "липень 2012", "2012-07"),
    ("у листопаді 2012 року", "листопаді 2012 року", "2012-11"),
    ("лютого 2012", "лютого 2012", "2012-02"),
    ("in July 2012", "July 2012", "2012-07"),
    ("May 2012", "May 2012", "2012-05"),
    ("07.2012", "07.2012", "2012-07"),
    ("2012-07", "2012-07", "2012-07"),
    ("in 2011?", "2011", "2011"),
    ("2011", "2011", "2011"),
    ("в 2011 году", "2011 году", "2011"),
    ("у 2011 році", "2011 році", "2011"),
    ("2009–2012", "2009–2012", "2009/2012"),
    ("с 2009 по 2012 год", "2009 по 2012 год", "2009/2012"),
    ("1-3 July 2012", "1-3 July 2012", "2012-07-01/2012-07-03"),
    ("с 1 по 3 июля 2012", "1 по 3 июля 2012", "2012-07-01/2012-07-03"),
    ("July 27–30, 2011", "July 27–30, 2011", "2011-07-27/2011-07-30"),
    ("30\u00a0июля\u00a02011", "30\u00a0июля\u00a02011", "2011-07-30"),
]


@pytest.mark.parametrize(("text", "mention", "date"), FOUND)
def test_a_date_in_a_question_is_found_as_it_stands(text: str, mention: str, date: str) -> None:
    assert [(text[found.start : found.end], found.date.text) for found in find_dates(text)] == [(mention, date)]


@pytest.mark.parametrize(
    "text",
    [
        "who may attend the march",
        "I may march on",
        "30 July",
        "30 июля",
        "July",
        "31.02.2011",
        "31 February 2011",
        "30.13.2011",
        "July 32, 2011",
        "13.2012",
        "2012-2011",
        "12011",
        "20111",
        "1,2011",
        "2011.5",
        "the 1990s",
        "No. 2011",
        "№ 2011",
        "номер 2011",
        "#2011",
        "$2011",
        "2011%",
        "1859 and 2100",
        "30.07.11",
        "COVID-2019",
        "https://press.example/2012/uk-refused",
        "я маю 2012-х",
        "",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert find_dates(text) == ()


def test_several_dates_are_found_in_order() -> None:
    text = "between 30 July 2011 and 02.07.2012, or in 2009?"
    assert [found.date.text for found in find_dates(text)] == ["2011-07-30", "2012-07-02", "2009"]


HOSTILE_WORDS = [*(text for text, _, _ in FOUND), "July ", "30 ", "2011", "-", "–", ".", "/", " ", "№", "го", "of "]


@given(st.one_of(st.text(), st.lists(st.sampled_from(HOSTILE_WORDS)).map("".join)))
def test_any_text_gives_mentions_in_order_that_stand_in_it(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert end <= found.start < found.end <= len(text)
        assert re.search(r"(19|20)\d\d", text[found.start : found.end])
        assert isinstance(found.date, EventDate)
        end = found.end


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "july ", "2011 ", "30 july ", "январ", " ", "1-", "2011-", "a.b-", "no ", "№ ", "july 1-"]
)
def test_hostile_text_takes_no_longer_than_its_length_allows(piece: str) -> None:
    text = (piece * 65536)[:65536]
    begin = time.process_time()
    find_dates(text)
    assert time.process_time() - begin < 1


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
