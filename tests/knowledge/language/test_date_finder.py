"""Dates are found as people write them, and nothing is taken for a date that is none."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.edtf import EventDate
from knowledge.language.date_finder import find_dates
from tests.support.limits import BLOW_UP

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
    ("«30» июля 2011 г.", "30» июля 2011 г.", "2011-07-30"),
    ("с 28 июня по 3 июля 2011 г.", "28 июня по 3 июля 2011 г.", "2011-06-28/2011-07-03"),
    ("з 28 червня по 3 липня 2011 р.", "28 червня по 3 липня 2011 р.", "2011-06-28/2011-07-03"),
    ("June 28 to July 3, 2011", "June 28 to July 3, 2011", "2011-06-28/2011-07-03"),
    ("9 нояб. 2010 г.", "9 нояб. 2010 г.", "2010-11-09"),
    ("9 лист. 2010", "9 лист. 2010", "2010-11-09"),
    ("9 Nov. 2010", "9 Nov. 2010", "2010-11-09"),
    ("30.07.11", "30.07.11", "2011-07-30"),
    ("30/07/98", "30/07/98", "1998-07-30"),
    ("11-2010", "11-2010", "2010-11"),
    ("between 5 and 8 June 2010", "5 and 8 June 2010", "2010-06-05/2010-06-08"),
    ("між 5 та 8 червня 2010 р.", "5 та 8 червня 2010 р.", "2010-06-05/2010-06-08"),
    ("29.12.2010-04.01.2011", "29.12.2010-04.01.2011", "2010-12-29/2011-01-04"),
    ("с 29.12.2010 по 04.01.2011", "29.12.2010 по 04.01.2011", "2010-12-29/2011-01-04"),
    ("9 мая 10 г.", "9 мая 10 г.", "2010-05-09"),
    ("9 May '10", "9 May '10", "2010-05-09"),
    ("9.V.2010", "9.V.2010", "2010-05-09"),
    ("9 ХІ 2010", "9 ХІ 2010", "2010-11-09"),
    ("2009-2012 гг.", "2009-2012 гг.", "2009/2012"),
    ("30\u00a0июля\u00a02011", "30\u00a0июля\u00a02011", "2011-07-30"),
]


@pytest.mark.parametrize(("text", "mention", "date"), FOUND)
def test_a_date_in_a_question_is_found_as_it_stands(text: str, mention: str, date: str) -> None:
    assert [(text[found.start : found.end], str(found.date and found.date.text)) for found in find_dates(text)] == [
        (mention, date)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "who may attend the march",
        "9 May 10",
        "article 5 XX 2",
        "I may march on",
        "30 July",
        "30 июля",
        "July",
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
        "COVID-2019",
        "https://press.example/2012/uk-refused",
        "я маю 2012-х",
        "",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert find_dates(text) == ()


@pytest.mark.parametrize(
    "text", ["31.02.2011", "31 February 2011", "30.13.2011", "July 32, 2011", "13.2012", "2012-2011", "31.02.11"]
)
def test_a_date_that_there_is_not_is_found_whole_without_a_date(text: str) -> None:
    assert [(text[found.start : found.end], found.date) for found in find_dates(text)] == [(text, None)]


def test_several_dates_are_found_in_order() -> None:
    text = "between 30 July 2011 and 02.07.2012, or in 2009?"
    assert [found.date and found.date.text for found in find_dates(text)] == ["2011-07-30", "2012-07-02", "2009"]


HOSTILE_WORDS = [*(text for text, _, _ in FOUND), "July ", "30 ", "2011", "-", "–", ".", "/", " ", "№", "го", "of "]


@given(st.one_of(st.text(), st.lists(st.sampled_from(HOSTILE_WORDS)).map("".join)))
def test_any_text_gives_mentions_in_order_that_stand_in_it(text: str) -> None:
    end = 0
    for found in find_dates(text):
        assert end <= found.start < found.end <= len(text)
        assert re.search(r"\d\d", text[found.start : found.end])
        assert found.date is None or isinstance(found.date, EventDate)
        end = found.end


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "july ", "2011 ", "30 july ", "январ", " ", "1-", "2011-", "a.b-", "no ", "№ ", "july 1-"]
)
def test_hostile_text_takes_no_longer_than_its_length_allows(piece: str) -> None:
    text = (piece * 65536)[:65536]
    begin = time.process_time()
    find_dates(text)
    assert time.process_time() - begin < BLOW_UP
