"""Dates of events in EDTF (Extended Date/Time Format): reads them, compares them, and steps to their neighbours."""

import calendar
import datetime
import re
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


_PRECISIONS: dict[int, Precision] = {4: "year", 7: "month", 10: "day"}
_ALLOWED = "write 2012, 2012-07 or 2012-07-02, with ~ after it for about or ? for uncertain, or two of them as A/B"
_EDTF = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?]?)")


def parse_edtf(text: str) -> EventDate:
    """Read a date in EDTF; raises `DateError`, whose message names the forms that are read, for anything else."""
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
    """Whether `date` may fall within `period`: whether the two share a day."""
    return period.first <= date.last and date.first <= period.last


def is_within(date: EventDate, period: EventDate) -> bool:
    """Whether every day that `date` can mean is in `period`."""
    return period.first <= date.first and date.last <= period.last


def time_between(first: EventDate, second: EventDate) -> tuple[int, int, int] | None:
    """Return the days between two days, and the same as whole months and days; None unless both are exact days."""
    if any(date.first != date.last or date.approximate for date in (first, second)):
        return None
    early, late = sorted((first.first, second.first))
    months = (late.year - early.year) * 12 + late.month - early.month - (late.day < early.day)
    years, month = divmod(early.month - 1 + months, 12)
    last_day = calendar.monthrange(early.year + years, month + 1)[1]
    begun = early.replace(year=early.year + years, month=month + 1, day=min(early.day, last_day))
    return (late - early).days, months, (late - begun).days


def neighbouring(date: EventDate, unit: str, by: int) -> EventDate | None:
    """Return the year, month or day `by` units after the first one of a date; None where the calendar has none.

    `unit` is "year", "month" or "day"; a negative `by` counts back.
    """
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
