"""Reads the dates and times of metadata: ISO 8601, e-mail and feeds, with zones by name, and words in our languages."""

import datetime
import re

from knowledge.edtf import DateError, parse_edtf
from knowledge.language.date_finder import find_dates

_ZONES = {
    "UT": 0, "UTC": 0, "GMT": 0, "Z": 0, "WET": 0, "WEST": 60, "BST": 60, "CET": 60, "CEST": 120, "MEZ": 60,
    "MESZ": 120, "EET": 120, "EEST": 180, "MSK": 180, "MSD": 240, "SAMT": 240, "YEKT": 300, "ALMT": 300,
    "EST": -300, "EDT": -240, "CST": -360, "CDT": -300, "MST": -420, "MDT": -360, "PST": -480, "PDT": -420,
}  # fmt: skip
"""Minutes east of Greenwich; abbreviations as RFC 822 and feeds of Europe use them."""
_ISO = re.compile(r"\s*([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?(?!\d)")
_COMPACT = re.compile(r"\s*([0-9]{4})([0-9]{2})([0-9]{2})(?:T?[0-9]{4,6}.*)?\s*")
_PDF = re.compile(r"D:([0-9]{4})([0-9]{2})?([0-9]{2})?")
_YEAR = re.compile(r"\s*((?:1[89]|20)[0-9]{2})\s*")
_TIME = re.compile(r"(?<!\d)([0-2]?[0-9]):([0-5][0-9])(?::([0-5][0-9]|60))?")
_OFFSET = re.compile(r"([+-])([0-9]{2}):?([0-9]{2})\s*(?:\(.*\))?\s*$")
_NAME = re.compile(r"([A-Z]{1,5})\s*$")


def day_of(text: str) -> str:
    """Return the day, month or year that metadata states, as EDTF in its own time zone; "" where there is none."""
    if found := _ISO.match(text) or _COMPACT.fullmatch(text) or _PDF.match(text):
        return _edtf("-".join(part for part in found.groups() if part))
    if found := _YEAR.fullmatch(text):
        return found[1]
    return first_day(text)


def first_day(text: str) -> str:
    """Return the first date in words or digits in a text, as EDTF; of any precision, but a day before a year."""
    dates = [mention.date for mention in find_dates(text) if mention.date is not None]
    for precision in ("day", "month"):
        for date in dates:
            if date.precision == precision:
                return date.text
    return ""


def moment_of(text: str) -> datetime.datetime | None:
    """Return the moment that a feed or a mail states, with its zone (UTC where it names none); None without a time.

    Weekdays are not read, so that "Пн, 02 січ. 2012" is as good as "Mon, 02 Jan 2012".
    """
    day, time = day_of(text), _TIME.search(text)
    if len(day) != len("2012-01-02"):
        return None
    hour, minute, second = (int(part or 0) for part in time.groups()) if time else (0, 0, 0)
    try:
        moment = datetime.datetime.fromisoformat(day).replace(hour=hour, minute=minute, second=min(second, 59))
    except ValueError:
        return None
    return moment.replace(tzinfo=datetime.timezone(datetime.timedelta(minutes=_minutes(text))))


def _minutes(text: str) -> int:
    if found := _OFFSET.search(text.rstrip()):
        minutes = int(found[2]) * 60 + int(found[3])
        return (-minutes if found[1] == "-" else minutes) if minutes < 24 * 60 else 0
    name = _NAME.search(text)
    return _ZONES.get(name[1], 0) if name else 0


def _edtf(text: str) -> str:
    try:
        return parse_edtf(text).text
    except DateError:
        return ""
