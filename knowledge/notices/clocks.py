"""Reads the time zones that people type: offsets, abbreviations, IANA names, cities and countries."""

import re
from functools import cache
from zoneinfo import available_timezones

from knowledge.language.normalisation import clean
from knowledge.notices.cities import Meant, Place, find_city, fold
from knowledge.notices.zones import is_offset, offset_name

TYPED_LIMIT = 80
"""Maximum characters of what is read as a time zone."""
_DASHES = str.maketrans(dict.fromkeys("–—−‐‑‒―", "-"))
_OFFSET = re.compile(
    r"(?P<base>utc|gmt|z|msk|утц|ютс|гмт|мск)?\s*(?P<sign>[+-])?\s*"
    r"(?P<hours>\d{1,2}?)(?::?(?P<minutes>\d\d))?(?:\s*(?:utc|gmt|утц|гмт))?",
    re.ASCII,
)
_BASES = {"msk": 180, "мск": 180}
"""Minutes east of UTC that an offset is counted from, where not from UTC."""
_SMALL = frozenset(
    "time timezone zone tz city clock in at the my время времени часовой пояс час по за в во у г город городу "
    "часовий місто місту моє моё мой годинник м".split()
)
"""Words around a city or an abbreviation that say nothing about which it is."""
_ABBREVIATIONS = {
    "UTC": "UTC",
    "GMT": "UTC",
    "Z": "UTC",
    "UTTS": "UTC",
    "MSK": "Europe/Moscow",
    "CET": "CET",
    "CEST": "CET",
    "MEZ": "CET",
    "EET": "EET",
    "EEST": "EET",
    "WET": "WET",
    "WEST": "WET",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "HKT": "Asia/Hong_Kong",
    "NZST": "Pacific/Auckland",
    "NZDT": "Pacific/Auckland",
    "AEDT": "Australia/Sydney",
    "TRT": "Europe/Istanbul",
    "EST": "America/New_York UTC-5",
    "EDT": "America/New_York",
    "ET": "America/New_York",
    "CDT": "America/Chicago America/Havana",
    "CT": "America/Chicago",
    "CST": "America/Chicago Asia/Shanghai America/Havana",
    "MDT": "America/Denver",
    "MST": "America/Denver America/Phoenix",
    "PDT": "America/Los_Angeles",
    "PT": "America/Los_Angeles",
    "PST": "America/Los_Angeles Asia/Manila UTC-8",
    "HST": "Pacific/Honolulu",
    "AKST": "America/Anchorage",
    "AST": "America/Halifax Asia/Riyadh America/Puerto_Rico",
    "IST": "Asia/Kolkata Asia/Jerusalem Europe/Dublin",
    "BST": "Europe/London Asia/Dhaka",
    "GST": "Asia/Dubai",
    "SST": "Pacific/Pago_Pago Asia/Singapore",
    "SGT": "Asia/Singapore",
    "AEST": "Australia/Sydney Australia/Brisbane",
    "ACST": "Australia/Darwin Australia/Adelaide",
    "AWST": "Australia/Perth",
    "IDT": "Asia/Jerusalem",
    "SAST": "Africa/Johannesburg",
    "WAT": "Africa/Lagos",
    "CAT": "Africa/Maputo",
    "EAT": "Africa/Nairobi",
    "WIB": "Asia/Jakarta",
    "PKT": "Asia/Karachi",
    "BRT": "America/Sao_Paulo",
    "ART": "America/Argentina/Buenos_Aires",
}
"""Time zones that an abbreviation stands for; more than one has to be asked about."""


def read_zone(typed: str) -> Meant:
    """Return the time zones that a text may mean; one is exact where nothing else can be meant."""
    text = clean(typed, TYPED_LIMIT + 1).translate(_DASHES).strip(" .!?()\"'«»“”")
    if len(text) > TYPED_LIMIT:
        return Meant()
    told = " ".join(word for word in text.split() if word.casefold().strip(".,:") not in _SMALL)
    if told != text and (city := find_city(text)).is_exact:  # the small word may belong to the name: Mexico City
        return city
    text = told
    return _offset(text) or _abbreviation(text) or _by_name(text) or find_city(text)


def _offset(text: str) -> Meant | None:
    """Return the offset that a text is; without a sign it may be one."""
    found = _OFFSET.fullmatch(text.casefold())
    if found is None:
        return None
    minutes = int(found["hours"]) * 60 + int(found["minutes"] or 0)
    minutes = _BASES.get(found["base"], 0) + (-minutes if found["sign"] == "-" else minutes)
    if int(found["minutes"] or 0) >= 60 or not is_offset(minutes):
        return Meant()
    return Meant((Place("", offset_name(minutes)),), is_exact=found["sign"] is not None or minutes == 0)


def _abbreviation(text: str) -> Meant | None:
    zones = _ABBREVIATIONS.get(fold(text).upper(), "").split() if text.isalpha() else []
    return Meant(tuple(Place("", one) for one in zones), is_exact=len(zones) == 1) if zones else None


def _by_name(text: str) -> Meant | None:
    """Return the zone of an IANA name; "Etc/GMT-3" is told by its offset, which is the other way round."""
    name = _iana().get(re.sub(r"\s+", "_", text.casefold()))
    if name is None:
        return None
    if found := re.fullmatch(r"Etc/GMT([+-]\d+)", name):
        name = offset_name(-60 * int(found[1]))
    return Meant((Place("", "UTC" if name.startswith("Etc/") else name),), is_exact=True)


@cache
def _iana() -> dict[str, str]:
    """Return the IANA names that no city's name can be meant by, in small letters."""
    return {name.casefold(): name for name in available_timezones() if "/" in name}
