"""Dates as they are shown to readers, in each language."""

from knowledge.edtf import EventDate

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
