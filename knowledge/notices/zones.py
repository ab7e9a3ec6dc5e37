"""Time zones by name: IANA names such as "Europe/Kyiv", and offsets from UTC such as "UTC+5:30"."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

EAST, WEST = 14 * 60, 12 * 60
"""Largest offsets from UTC that are in use anywhere, in minutes."""
_OFFSET = re.compile(r"UTC(?P<sign>[+-])(?P<hours>\d{1,2})(?::(?P<minutes>\d\d))?", re.ASCII)
_QUARTER = 15


def zone(name: str) -> tzinfo:
    """Return the time zone of an IANA name, or of an offset as `offset_name` writes it; UTC for anything else."""
    if found := _OFFSET.fullmatch(name):
        minutes = int(found["hours"]) * 60 + int(found["minutes"] or 0)
        minutes = -minutes if found["sign"] == "-" else minutes
        return timezone(timedelta(minutes=minutes), name) if is_offset(minutes) else UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


def is_offset(minutes: int) -> bool:
    """Whether some clocks may be a number of minutes ahead of UTC."""
    return -WEST <= minutes <= EAST and minutes % _QUARTER == 0


def is_zone(name: str) -> bool:
    """Whether a name is that of a time zone: `zone` takes no other for UTC."""
    return name == "UTC" or zone(name) is not UTC


def is_fixed(name: str) -> bool:
    """Whether a zone's name is an offset, which knows no summer time."""
    return _OFFSET.fullmatch(name) is not None


def offset_name(minutes: int) -> str:
    """Return the name of an offset in minutes east of UTC: "UTC", "UTC+3" or "UTC-3:30"."""
    if minutes == 0:
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'+' if minutes > 0 else '-'}{hours}" + (f":{rest:02}" if rest else "")
