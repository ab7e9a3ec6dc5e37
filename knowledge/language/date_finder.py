"""Finds the dates in a question, in any of the usual ways to write them in the languages that have a lexicon."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from knowledge.edtf import DateError, EventDate, parse_edtf
from knowledge.language.data_files import languages
from knowledge.language.lexicon import Lexicon, in_any_language, lexicon


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date that stands at `text[start:end]` of the text it was found in."""

    start: int
    end: int
    date: EventDate | None
    """None where it is written like a date that there is not, as 31 February."""


_Reader = Callable[..., str | None]
"""Makes an EDTF date of the groups of a pattern; None where it is none."""


class _Patterns(NamedTuple):
    """What a date looks like, with the words of all languages together."""

    months: Mapping[str, int]
    day_month_year: re.Pattern[str]
    two_days: re.Pattern[str]
    """From one day to another of the same year, each with its month."""
    two_days_month_first: re.Pattern[str]
    month_day_year: re.Pattern[str]
    month_year: re.Pattern[str]
    digits_day_first: re.Pattern[str]
    digits_year_first: re.Pattern[str]
    digits_short_year: re.Pattern[str]
    digits_month: re.Pattern[str]
    digits_range: re.Pattern[str]
    """From one day to another, both in digits."""
    roman_month: re.Pattern[str]
    short_year: re.Pattern[str]
    """A day and a month before a year of two digits, with an apostrophe or a noun that says that it is one."""
    years: re.Pattern[str]
    """A year, or two with a word or dash between them."""
    year_alone: re.Pattern[str]
    numbered: re.Pattern[str]
    """What stands before a number that is no year."""


_MONTH = r"([^\W\d_]{3,10})\.?"
_YEAR = r"((?:19|20)[0-9]{2})"
_ROMAN_MONTHS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_CYRILLIC_FIGURES = str.maketrans("ІХ", "IX")
"""Cyrillic letters that Roman figures are typed with."""
_END = r"(?!\w|[.,/:–-][0-9]|[/-]\w|\s?[%°])"
_START = re.compile(r"(?<!\w)(?<![0-9][.,:])(?<!\w[/–-])(?<![#№$€£])(?:[0-9]|[^\W\d_])")


@cache
def _patterns() -> _Patterns:
    """Return the patterns; they are compiled when the first text with a digit comes, not at every start."""

    def any_of(choose: Callable[[Lexicon], frozenset[str]]) -> str:
        return "|".join(sorted(map(re.escape, in_any_language(choose))))

    noun, ending = any_of(lambda known: known.year_nouns), any_of(lambda known: known.year_endings)
    day = rf"([0-9]{{1,2}})(?:[»\"”“']|-?(?:{any_of(lambda known: known.day_endings)}))?(?![0-9])"
    year = rf"{_YEAR}(?:-(?:{ending})(?!\w))?(?:\s{{0,2}}(?:{noun})(?!\w)\.?)?"
    gap = rf"(?:\s{{1,3}}|-)(?:(?:{any_of(lambda known: known.date_links)})\s{{1,3}})?"
    to = rf"(?:\s{{0,2}}[-–—]\s{{0,2}}|\s{{1,2}}(?:{any_of(lambda known: known.date_ranges)})\s{{1,2}})"
    to_day = rf"(?:{to}|\s{{1,2}}(?:{any_of(lambda known: known.day_links)})\s{{1,2}})"
    digits = rf"([0-9]{{1,2}})[./]([0-9]{{1,2}})[./]{year}"
    number_nouns = any_of(lambda known: known.number_nouns)

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return _Patterns(
        {word: month for code in languages() for word, month in lexicon(code).months.items()},
        compiled(rf"{day}(?:{to_day}{day})?{gap}{_MONTH},?{gap}{year}{_END}"),
        compiled(rf"{day}{gap}{_MONTH}{to}{day}{gap}{_MONTH},?{gap}{year}{_END}"),
        compiled(rf"{_MONTH}{gap}{day}{to}{_MONTH}{gap}{day}(?:\s{{0,2}},|(?=\s)){gap}{year}{_END}"),
        compiled(rf"{_MONTH}{gap}{day}(?:{to_day}{day})?(?:\s{{0,2}},|(?=\s)){gap}{year}{_END}"),
        compiled(rf"{_MONTH},?{gap}{year}{_END}"),
        compiled(rf"([0-9]{{1,2}})([./-])([0-9]{{1,2}})\2{year}{_END}"),
        re.compile(rf"{_YEAR}([./-])([0-9]{{2}})(?:\2([0-9]{{2}}))?{_END}"),
        compiled(rf"([0-9]{{1,2}})([./-])([0-9]{{1,2}})\2([0-9]{{2}}){_END}"),
        compiled(rf"([0-9]{{1,2}})[./-]{year}{_END}"),
        compiled(rf"{digits}{to}{digits}{_END}"),
        compiled(rf"([0-9]{{1,2}})(?:\.\s?|\s)([IVXІХ]{{1,4}})(?:\.\s?|\s){year}{_END}"),
        compiled(rf"{day}{gap}{_MONTH},?\s{{1,2}}(?:['’]([0-9]{{2}})|([0-9]{{2}})\s{{0,2}}(?:{noun})\.?){_END}"),
        compiled(rf"{year}(?:{to}{year})?{_END}"),
        compiled(rf"{year}{_END}"),
        compiled(rf"(?:№|#|\b(?:{number_nouns}))\.?\s{{1,2}}\Z"),
    )


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Return the dates that a question states with at least their year, in the order in which they stand.

    Numeric dates have the day first. Nothing is guessed: a month or day without a year and a number that is
    counted otherwise ("No 2011") are no dates; an impossible one is found without its date. Linear in the text;
    never raises.
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
    patterns = _patterns()
    readers = (
        (patterns.two_days_month_first, lambda first, day, month, last, year: _range(year, first, day, month, last)),
        (patterns.month_day_year, lambda month, day, last, year: _in_words(year, month, day, last)),
        (patterns.month_year, lambda month, year: _in_words(year, month)),
    )
    return _first_read(readers, text, start)


def _read_digits(text: str, start: int) -> tuple[int, str] | None:
    patterns = _patterns()
    readers = (
        (patterns.day_month_year, lambda day, last, month, year: _in_words(year, month, day, last)),
        (patterns.two_days, lambda day, first, last, month, year: _range(year, first, day, month, last)),
        (patterns.digits_range, _digits_range),
        (patterns.digits_day_first, _day_first),
        (patterns.roman_month, _roman_month),
        (patterns.short_year, _short_year_in_words),
        (patterns.digits_year_first, lambda year, _, month, day: _edtf(year, int(month), day)),
        (patterns.digits_short_year, _short_year),
        (patterns.digits_month, lambda month, year: _edtf(year, int(month))),
    )
    return _first_read(readers, text, start) or _read_years(text, start)


def _first_read(readers: Iterable[tuple[re.Pattern[str], _Reader]], text: str, start: int) -> tuple[int, str] | None:
    """Return the end and the EDTF of what the first pattern finds that is a date in words or digits."""
    for pattern, read in readers:
        if (found := pattern.match(text, start)) and (edtf := read(*found.groups())):
            return found.end(), edtf
    return None


def _in_words(year: str, month: str, day: str | None = None, last: str | None = None) -> str | None:
    """Return a date, or some days of one month, as EDTF; None where the word is no month."""
    number = _patterns().months.get(month.casefold())
    return _edtf(year, number, day, last) if number else None


def _range(year: str, month: str, day: str, last_month: str, last: str) -> str | None:
    """Return the days from one to another of a year as EDTF; None where a word is no month."""
    ends = _in_words(year, month, day), _in_words(year, last_month, last)
    return "/".join(filter(None, ends)) if all(ends) else None


def _day_first(day: str, separator: str, month: str, year: str) -> str:
    if separator == "/" and int(month) > 12:
        day, month = month, day
    return _edtf(year, int(month), day)


def _short_year(day: str, separator: str, month: str, year: str) -> str:
    return _day_first(day, separator, month, _full_year(year))


def _digits_range(day: str, month: str, year: str, last: str, last_month: str, last_year: str) -> str:
    return f"{_edtf(year, int(month), day)}/{_edtf(last_year, int(last_month), last)}"


def _roman_month(day: str, month: str, year: str) -> str | None:
    """Return a date with its month in Roman figures as EDTF; None where there is no such month."""
    figures = month.upper().translate(_CYRILLIC_FIGURES)
    return _edtf(year, _ROMAN_MONTHS.index(figures) + 1, day) if figures in _ROMAN_MONTHS else None


def _short_year_in_words(day: str, month: str, year: str | None, noun_year: str | None) -> str | None:
    return _in_words(_full_year(year or noun_year or ""), month, day)


def _full_year(year: str) -> str:
    """Return a year of two digits in full, read as POSIX strptime does: 69 is 1969."""
    return f"{19 if int(year) >= 69 else 20}{year}"


def _read_years(text: str, start: int) -> tuple[int, str] | None:
    patterns = _patterns()
    found = patterns.years.match(text, start) or patterns.year_alone.match(text, start)
    if found is None or patterns.numbered.search(text, max(0, start - 12), start):
        return None
    first, *last = found.groups()
    return found.end(), f"{first}/{last[0]}" if last and last[0] else first


def _edtf(year: str, month: int, day: str | None = None, last: str | None = None) -> str:
    dates = [f"{year}-{month:02}" + (f"-{int(number):02}" if number else "") for number in (day, last)]
    return "/".join(dates) if last else dates[0]
