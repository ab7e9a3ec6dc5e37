"""Dates as they are shown to readers, in each language."""

from handlers.texts import languages, say
from knowledge.edtf import EventDate


def format_date(date: EventDate, language: str) -> str:
    """Show a date to a reader, for example "2 July 2012", "about 2011" or "1–3 July 2012".

    A language that the bot does not speak gets the EDTF text, which reads the same everywhere.
    """
    if language not in languages():
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
    """Show a year, month or day; beside a day, and after "about", the month has the case that follows these."""
    year, *rest = text.rstrip("~?").split("-")
    about = text.endswith("~")
    months = say(language, "months_of_days" if about or len(rest) == 2 else "months").split()
    parts = [str(int(day)) for day in rest[1:]]
    parts += [months[int(month) - 1] for month in rest[:1]]
    date = " ".join((*parts, year))
    if about:
        return say(language, "date_about", date=date)
    return say(language, "date_probably", date=date) if text.endswith("?") else date
