"""Reads and writes times of the day as people type them: "8", "18:30", and quiet hours: "23-7", "23:30 7:15"."""

import re

Hours = tuple[int, int]
"""Minutes of the day from which and until which it is quiet; it may go over midnight."""

_TIME = r"([01]?[0-9]|2[0-4])(?:[:.]([0-5][0-9]))?"
_HOURS = re.compile(rf"\s*{_TIME}(?:\s*[-–—]\s*|\s+){_TIME}\s*")
_ONE = re.compile(rf"\s*{_TIME}\s*")
_DAY = 24 * 60


def parse_time(typed: str) -> int | None:
    """Return the minute of the day that a text means, None if it means none."""
    found = _ONE.fullmatch(typed)
    if found is None:
        return None
    minute = int(found[1]) * 60 + int(found[2] or 0)
    return minute % _DAY if minute <= _DAY else None


def parse_hours(typed: str) -> Hours | None:
    """Return the quiet hours that a text means; None if it means none, or if they begin when they end."""
    found = _HOURS.fullmatch(typed)
    if found is None:
        return None
    begin, end = (int(found[group]) * 60 + int(found[group + 1] or 0) for group in (1, 3))
    if max(begin, end) > _DAY or begin % _DAY == end % _DAY:
        return None
    return begin % _DAY, end % _DAY


def format_hours(hours: Hours) -> str:
    """Return quiet hours as `parse_hours` reads them, for example "23:30–7:15"."""
    return "–".join(map(format_time, hours))


def format_time(minute: int) -> str:
    """Return a minute of the day as `parse_time` reads it, for example "18:30"."""
    return f"{minute // 60}:{minute % 60:02}"
