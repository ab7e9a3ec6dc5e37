"""Finds the dates in a question, in any of the usual ways to write them in the languages that have a lexicon."""

import re
from collections.abc import Callable, Iterator, Mapping
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
    date: EventDate


class _Patterns(NamedTuple):
    """What a date looks like, with the words of all languages together."""

    months: Mapping[str, int]
    day_month_year: re.Pattern[str]
    month_day_year: re.Pattern[str]
    month_year: re.Pattern[str]
    digits_day_first: re.Pattern[str]
    digits_year_first: re.Pattern[str]
    digits_month: re.Pattern[str]
    years: re.Pattern[str]
    """A year, or two with a word or dash between them."""
    year_alone: re.Pattern[str]
    numbered: re.Pattern[str]
    """What stands before a number that is no year."""


_MONTH = r"([^\W\d_]{3,10})\.?"
_YEAR = r"((?:19|20)[0-9]{2})"
_END = r"(?!\w|[.,/:–-][0-9]|[/-]\w|\s?[%°])"
_START = re.compile(r"(?<!\w)(?<![0-9][.,:])(?<!\w[/–-])(?<![#№$€£])(?:[0-9]|[^\W\d_])")


@cache
def _patterns() -> _Patterns:
    """Return the patterns; they are compiled when the first text with a digit comes, not at every start."""

    def any_of(choose: Callable[[Lexicon], frozenset[str]]) -> str:
        return "|".join(sorted(map(re.escape, in_any_language(choose))))

    noun, ending = any_of(lambda known: known.year_nouns), any_of(lambda known: known.year_endings)
    day = rf"([0-9]{{1,2}})(?:-?(?:{any_of(lambda known: known.day_endings)}))?(?![0-9])"
    year = rf"{_YEAR}(?:-(?:{ending})(?!\w))?(?:\s{{0,2}}(?:{noun})(?!\w)\.?)?"
    gap = rf"(?:\s{{1,3}}|-)(?:(?:{any_of(lambda known: known.date_links)})\s{{1,3}})?"
    to = rf"(?:\s{{0,2}}[-–—]\s{{0,2}}|\s{{1,2}}(?:{any_of(lambda known: known.date_ranges)})\s{{1,2}})"
    number_nouns = any_of(lambda known: known.number_nouns)

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    return _Patterns(
        {word: month for code in languages() for word, month in lexicon(code).months.items()},
        compiled(rf"{day}(?:{to}{day})?{gap}{_MONTH},?{gap}{year}{_END}"),
        compiled(rf"{_MONTH}{gap}{day}(?:{to}{day})?(?:\s{{0,2}},|(?=\s)){gap}{year}{_END}"),
        compiled(rf"{_MONTH},?{gap}{year}{_END}"),
        compiled(rf"([0-9]{{1,2}})([./-])([0-9]{{1,2}})\2{year}{_END}"),
        re.compile(rf"{_YEAR}([./-])([0-9]{{2}})(?:\2([0-9]{{2}}))?{_END}"),
        compiled(rf"([0-9]{{1,2}})[./]{year}{_END}"),
        compiled(rf"{year}(?:{to}{year})?{_END}"),
        compiled(rf"{year}{_END}"),
        compiled(rf"(?:№|#|\b(?:{number_nouns}))\.?\s{{1,2}}\Z"),
    )


def find_dates(text: str) -> tuple[DateMention, ...]:
    """Return the dates that a question states with at least their year, in the order in which they stand.

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
    patterns = _patterns()
    if found := patterns.month_day_year.match(text, start):
        month, day, last, year = found.groups()
        if number := patterns.months.get(month.casefold()):
            return found.end(), _edtf(year, number, day, last)
    if found := patterns.month_year.match(text, start):
        month, year = found.groups()
        if number := patterns.months.get(month.casefold()):
            return found.end(), _edtf(year, number)
    return None


def _read_digits(text: str, start: int) -> tuple[int, str] | None:
    patterns = _patterns()
    if found := patterns.day_month_year.match(text, start):
        day, last, month, year = found.groups()
        if number := patterns.months.get(month.casefold()):
            return found.end(), _edtf(year, number, day, last)
    if found := patterns.digits_day_first.match(text, start):
        day, separator, month, year = found.groups()
        if separator == "/" and int(month) > 12:
            day, month = month, day
        return found.end(), _edtf(year, int(month), day)
    if found := patterns.digits_year_first.match(text, start):
        year, _, month, day = found.groups()
        return found.end(), _edtf(year, int(month), day)
    if found := patterns.digits_month.match(text, start):
        return found.end(), _edtf(found[2], int(found[1]))
    return _read_years(text, start)


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
