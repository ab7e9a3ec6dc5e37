"""Dates of documents and events as other programs write them, with their precision, ranges and "about"."""

from typing import Any

from knowledge.edtf import EventDate

MONTHS = (
    "January February March April May June July August September October November December"  # APA style is English
).split()
_MARKS = "~?"


def parts_of(date: EventDate) -> list[list[int]]:
    """Return a date as the year, month and day that it states; a range as two of these."""
    return [[int(part) for part in end.rstrip(_MARKS).split("-")] for end in date.text.split("/")]


def csl_date(date: EventDate) -> dict[str, Any]:
    """Return a date as CSL-JSON has it, with `circa` where it is approximate or uncertain."""
    return {"date-parts": parts_of(date)} | ({"circa": True} if date.approximate else {})


def apa_date(date: EventDate) -> str:
    """Return a date as the 7th edition of the APA manual has it: "2012, July 2", "ca. 2011", "2011, July 27-29"."""
    begin, *end = (_apa_part(part) for part in parts_of(date))
    about = "ca. " if date.approximate else ""
    if not end:
        return about + begin
    first, last = parts_of(date)
    if len(first) == len(last) > 1 and first[:-1] == last[:-1]:
        return f"{about}{begin}–{MONTHS[last[1] - 1] if len(last) == 2 else last[2]}"
    if len(first) == len(last) > 1 and first[0] == last[0]:
        return f"{about}{begin}–{end[0].partition(', ')[2]}"
    return f"{about}{begin}–{end[0]}"


def _apa_part(parts: list[int]) -> str:
    year, *rest = parts
    month = f", {MONTHS[rest[0] - 1]}" if rest else ""
    day = f" {rest[1]}" if len(rest) > 1 else ""
    return f"{year:04}{month}{day}"


def year_of(date: EventDate) -> str:
    """Return the year of a date, or the first and last one, for programs that know no more: "2012", "ca. 2011"."""
    years = dict.fromkeys(f"{parts[0]:04}" for parts in parts_of(date))
    return ("ca. " if date.approximate else "") + "–".join(years)


def ris_date(date: EventDate) -> str:
    """Return a date as RIS has it: year/month/day/, then what else there is to it, here all of it in EDTF."""
    begin = date.text.partition("/")[0].rstrip(_MARKS).split("-")
    more = date.text.replace("/", " - ") if date.approximate or "/" in date.text else ""
    return "/".join([*begin, *[""] * (3 - len(begin)), more])
