"""Dates of events: reads and writes EDTF, finds the dates in a question, and shows them in each language."""

import calendar
import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Precision = Literal["day", "month", "year", "interval"]


class DateError(ValueError):
    """A text is not a date that a fact may carry; the message says what is allowed."""


@dataclass(frozen=True, slots=True)
class EventDate:
    """A date as EDTF text, with the first and last calendar day that it can mean (both included)."""

    text: str
    first: datetime.date
    last: datetime.date
    approximate: bool
    """Whether the text marks it, or an end of it, as approximate (`~`) or uncertain (`?`)."""

    @property
    def precision(self) -> Precision:
        """What the date states: a day, a month, a year, or an interval between two of these."""
        if "/" in self.text:
            return "interval"
        return _PRECISIONS[len(self.text.rstrip("~?"))]


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that stands at `text[start:end]` of the text it was found in."""

    start: int
    end: int
    date: EventDate


_PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
_ALLOWED = "write 2012, 2012-07 or 2012-07-02, with ~ after it for about or ? for uncertain, or two of them as A/B"
_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?]?)")


def parse_edtf(text: str) -> EventDate:
    """Read a date in EDTF (the forms named in the message of the `DateError` raised for anything else)."""
    begin, slash, end = text.partition("/")
    if not slash:
        return _parse_simple(text)
    first, last = _parse_simple(begin), _parse_simple(end)
    if first.last >= last.first:
        raise DateError(f"the interval {_shown(text)} does not begin before it ends")
    return EventDate(text, first.first, last.last, first.approximate or last.approximate)


def _parse_simple(text: str) -> EventDate:
    found = _EDTF.fullmatch(text)
    if found is None:
        raise DateError(f"{_shown(text)} is not a date; {_ALLOWED}")
    year, month, day, mark = found.groups()
    days = _days(int(year), None if month is None else int(month), None if day is None else int(day))
    if days is None:
        raise DateError(f"{_shown(text)} is not in the calendar; correct the year, month or day")
    return EventDate(text, *days, approximate=bool(mark))


def _days(year: int, month: int | None, day: int | None) -> tuple[datetime.date, datetime.date] | None:
    """Return the first and last day of a year, month or day; None where the calendar has no such thing."""
    try:
        first = datetime.date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    if day is not None:
        return first, first
    last_month = 12 if month is None else month
    return first, datetime.date(year, last_month, calendar.monthrange(year, last_month)[1])


def _shown(text: str) -> str:
    visible = "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:40])
    return f'"{visible}{"…" if len(text) > 40 else ""}"'


def covers(period: EventDate, date: EventDate) -> bool:
    """Tell whether `date` may fall within `period`: whether the two share a day."""
    return period.first <= date.last and date.first <= period.last


# Showing dates

_NOMINATIVE = {
    "en": "January February March April May June July August September October November December",
    "ru": "январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь",
    "uk": "січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень",
}
_GENITIVE = {
    "en": _NOMINATIVE["en"],
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
}
_ABOUT = {"en": "about", "ru": "около", "uk": "близько"}
_PROBABLY = {"en": "probably", "ru": "предположительно", "uk": "імовірно"}


def neighbouring(date: EventDate, unit: str, by: int) -> EventDate | None:
    """Return the year, month or day so many after the first one of a date, before it if negative; None beyond time."""
    first = date.first
    months = first.year * 12 + first.month - 1 + by
    try:
        match unit:
            case "year":
                return parse_edtf(f"{first.year + by:04}")
            case "month":
                return parse_edtf(f"{months // 12:04}-{months % 12 + 1:02}")
            case _:
                return parse_edtf((first + datetime.timedelta(days=by)).isoformat())
    except (DateError, OverflowError):
        return None


def format_date(date: EventDate, language: str) -> str:
    """Show a date to a reader, for example "2 July 2012", "about 2011" or "1–3 July 2012".

    A language other than en, ru and uk gets the EDTF text, which reads the same everywhere.
    """
    if language not in _NOMINATIVE:
        return date.text
    begin, slash, end = date.text.partition("/")
    if not slash:
        return _format_simple(begin, language)
    if len(begin) != len(end) or date.approximate:
        return f"{_format_simple(begin, language)} – {_format_simple(end, language)}"
    return _format_interval(begin, end, language)


def _format_interval(begin: str, end: str, language: str) -> str:
    """Show an interval between two exact dates of one precision without saying the year or month twice."""
    last = _format_simple(end, language)
    if len(begin) == 4:
        return f"{begin}–{end}"
    if begin[:4] != end[:4]:
        return f"{_format_simple(begin, language)} – {last}"
    if len(begin) == 10 and begin[:7] == end[:7]:
        return f"{int(begin[8:])}–{last}"
    first = _format_simple(begin, language).rsplit(" ", 1)[0]
    return f"{first}–{last}" if len(begin) == 7 else f"{first} – {last}"


def _format_simple(text: str, language: str) -> str:
    year, *rest = text.rstrip("~?").split("-")
    about = text.endswith("~")
    cases = _GENITIVE if about or len(rest) == 2 else _NOMINATIVE
    parts = [str(int(part)) for part in rest[1:]]
    parts += [cases[language].split()[int(part) - 1] for part in rest[:1]]
    parts.append(year)
    if text[-1:] in "~?":
        parts.insert(0, (_ABOUT if about else _PROBABLY)[language])
    return " ".join(parts)


# Finding dates


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
