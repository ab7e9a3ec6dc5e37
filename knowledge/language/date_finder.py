"""Finds the dates in a question, in any of the usual ways to write them in English, Russian and Ukrainian."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.edtf import DateError, EventDate, parse_edtf


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that stands at `text[start:end]` of the text it was found in."""

    start: int
    end: int
    date: EventDate


def _month_words() -> dict[str, int]:
    """Return the ways to write each month in English, Russian and Ukrainian: cases, abbreviations."""
    words: dict[str, int] = {}
    for stems, endings in _MONTH_FORMS:
        for month, stem in enumerate(stems.split(), start=1):
            for ending in endings.split():
                if stem != "-":
                    words.setdefault(stem + ending.strip("."), month)
    return words


_MONTH_FORMS = (
    ("january february march april may june july august september october november december", "."),
    ("jan feb mar apr - jun jul aug sep oct nov dec", "."),
    ("- - - - - - - - sept - - -", "."),
    ("январ феврал - апрел - июн июл - сентябр октябр ноябр декабр", "ь я е ю ем ём"),
    ("- - март - - - - август - - - -", ". а е у ом"),
    ("- - - - ма - - - - - - -", "й я е ем"),
    ("янв фев мар апр - июн июл авг сен окт ноя дек", "."),
    ("- февр - - - - - - сент - нояб -", "."),
    ("січ - берез квіт трав черв лип серп верес жовт - груд", "ень ня ню ні нем"),
    ("- лют - - - - - - - - листопад -", "ий ого ому им ім . а у і ом ові"),
    ("січ лют бер квіт трав черв лип серп вер жовт - груд", "."),
    ("- - берез - - - - - верес - листоп -", "."),
)
_MONTHS = _month_words()

_DAY = r"([0-9]{1,2})(?:-?(?:st|nd|rd|th|го|е|ое|му))?(?![0-9])"
_MONTH = r"([^\W\d_]{3,10})\.?"
_YEAR = r"((?:19|20)[0-9]{2})"
_YEAR_NOUN = r"(?:года|году|годом|годах|год|г|року|році|роком|роках|рік|р)(?!\w)\.?"
_YEAR_WORD = rf"(?:-(?:го|му|й|м)(?!\w))?(?:\s{{0,2}}{_YEAR_NOUN})?"
_GAP = r"(?:\s{1,3}|-)(?:of\s{1,3}|the\s{1,3})?"
_TO = r"(?:\s{0,2}[-–—]\s{0,2}|\s{1,2}(?:to|till|until|по|до)\s{1,2})"
_END = r"(?!\w|[.,/:–-][0-9]|[/-]\w|\s?[%°])"

_DAY_MONTH_YEAR = re.compile(rf"{_DAY}(?:{_TO}{_DAY})?{_GAP}{_MONTH},?{_GAP}{_YEAR}{_YEAR_WORD}{_END}", re.IGNORECASE)
_MONTH_DAY_YEAR = re.compile(
    rf"{_MONTH}{_GAP}{_DAY}(?:{_TO}{_DAY})?(?:\s{{0,2}},|(?=\s)){_GAP}{_YEAR}{_YEAR_WORD}{_END}",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"{_MONTH},?{_GAP}{_YEAR}{_YEAR_WORD}{_END}", re.IGNORECASE)
_DIGITS_DAY_FIRST = re.compile(rf"([0-9]{{1,2}})([./-])([0-9]{{1,2}})\2{_YEAR}{_YEAR_WORD}{_END}", re.IGNORECASE)
_DIGITS_YEAR_FIRST = re.compile(rf"{_YEAR}([./-])([0-9]{{2}})(?:\2([0-9]{{2}}))?{_END}")
_DIGITS_MONTH = re.compile(rf"([0-9]{{1,2}})[./]{_YEAR}{_YEAR_WORD}{_END}", re.IGNORECASE)
_YEARS = re.compile(rf"{_YEAR}{_YEAR_WORD}(?:{_TO}{_YEAR}{_YEAR_WORD})?{_END}", re.IGNORECASE)
_YEAR_ALONE = re.compile(rf"{_YEAR}{_YEAR_WORD}{_END}", re.IGNORECASE)

_START = re.compile(r"(?<!\w)(?<![0-9][.,:])(?<!\w[/–-])(?<![#№$€£])(?:[0-9]|[^\W\d_])")
_NUMBERED = re.compile(r"(?:№|#|\b(?:no|nr|n|number|номер\w{0,3}|ст|article))\.?\s{1,2}\Z", re.IGNORECASE)


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Find the dates that a question in English, Russian or Ukrainian states with at least their year.

    Numeric dates have the day first. Nothing is guessed: a month or day without a year, an impossible date
    and a number that is counted otherwise ("No 2011") are no dates. Linear in the text; never raises.
    """
    return tuple(_mentions(text))


def _mentions(text: str) -> Iterator[DateMention]:
    done = 0
    for start in _START.finditer(text):
        if start.start() < done:
            continue
        read = _read_at(text, start.start())
        if read is None:
            continue
        done, edtf = read
        if edtf is not None:
            yield DateMention(start.start(), done, edtf)


def _read_at(text: str, start: int) -> tuple[int, EventDate | None] | None:
    """Read what is written as a date at `start`: its end, and the date or None where it is impossible."""
    reader = _read_digits if text[start] in "0123456789" else _read_month_first
    read = reader(text, start)
    if read is None:
        return None
    end, edtf = read
    try:
        return end, parse_edtf(edtf)
    except DateError:
        return end, None


def _read_month_first(text: str, start: int) -> tuple[int, str] | None:
    if found := _MONTH_DAY_YEAR.match(text, start):
        month, day, last, year = found.groups()
        if number := _MONTHS.get(month.casefold()):
            return found.end(), _edtf(year, number, day, last)
    if found := _MONTH_YEAR.match(text, start):
        month, year = found.groups()
        if number := _MONTHS.get(month.casefold()):
            return found.end(), _edtf(year, number)
    return None


def _read_digits(text: str, start: int) -> tuple[int, str] | None:
    if found := _DAY_MONTH_YEAR.match(text, start):
        day, last, month, year = found.groups()
        if number := _MONTHS.get(month.casefold()):
            return found.end(), _edtf(year, number, day, last)
    if found := _DIGITS_DAY_FIRST.match(text, start):
        day, separator, month, year = found.groups()
        if separator == "/" and int(month) > 12:
            day, month = month, day
        return found.end(), _edtf(year, int(month), day)
    if found := _DIGITS_YEAR_FIRST.match(text, start):
        year, _, month, day = found.groups()
        return found.end(), _edtf(year, int(month), day)
    if found := _DIGITS_MONTH.match(text, start):
        return found.end(), _edtf(found[2], int(found[1]))
    return _read_years(text, start)


def _read_years(text: str, start: int) -> tuple[int, str] | None:
    found = _YEARS.match(text, start) or _YEAR_ALONE.match(text, start)
    if found is None or _NUMBERED.search(text, max(0, start - 12), start):
        return None
    first, *last = found.groups()
    return found.end(), f"{first}/{last[0]}" if last and last[0] else first


def _edtf(year: str, month: int, day: str | None = None, last: str | None = None) -> str:
    dates = [f"{year}-{month:02}" + (f"-{int(number):02}" if number else "") for number in (day, last)]
    return "/".join(dates) if last else dates[0]
