"""Finds the time zone of a city or country by its name, in any script, with or without slips."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.spelling.keyboard import in_other_layouts

FAR_BIGGER = 8
"""Minimum ratio of inhabitants at which a city is meant, though others of its name are in other time zones."""
WHOLE_COUNTRY = 100
"""Minimum such ratio of the biggest cities of a country's time zones at which the first stands for the country."""
BY_THE_WAY = 10
"""Factor by which a city counts as smaller under another name than its main one: "Rome" is seldom Lomé."""
CHOICES = 3
"""Maximum number of places to choose from."""
_SLIPS = ((4, 0), (7, 1), (11, 2), (99, 3))
"""Maximum slips in a name that has fewer letters than this."""
_ADJECTIVE = re.compile(r"(?:ск|ськ|цк|цьк)(?:ое|ий|ого|ому|им|ой|ая|е|а|у|ою)$")
_CYRILLIC = re.compile(r"[\u0400-\u052f]")
_PARTS = re.compile(r"[,;/()]+")


@dataclass(frozen=True, slots=True)
class Place:
    """A place and its time zone; an offset has no place's name."""

    name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Meant:
    """What a person may mean: exactly one place, or places to choose from; none if nothing is known."""

    places: tuple[Place, ...] = ()
    is_exact: bool = False


@dataclass(frozen=True, slots=True)
class _City:
    place: Place
    region: str
    weight: float
    """Thousands of inhabitants, less where it is known by this name only by the way."""

    def is_in(self, regions: Sequence[str]) -> bool:
        """Whether it is in one of some countries or states."""
        return any(self.region == region or self.region.startswith(f"{region}-") for region in regions)


def find_city(typed: str) -> Meant:
    """Return the places that a text names: a city, a city with its country or state, or a country.

    A city is exact if its name is right and cities of that name in other time zones are far smaller.
    """
    whole = [part.strip() for part in _PARTS.split(typed) if fold(part)]
    readings = [(whole[0], whole[1:])] if whole else []
    words = whole[0].split() if len(whole) == 1 else []
    readings += [(" ".join(words[:cut]), [" ".join(words[cut:])]) for cut in range(len(words) - 1, 0, -1)]
    for city, where in readings:
        exact = _exactly(city, where)
        if exact.places:
            return exact
    return Meant(_choice(_near(readings)))


def fold(name: str) -> str:
    """Return a name as it is compared: its letters and digits in ASCII, in small letters, without spaces."""
    return re.sub(r"[^a-z0-9]", "", anyascii(name).casefold())


def _exactly(city: str, where: Sequence[str]) -> Meant:
    """Return the places of a name that is right; it is no exact one if what stands behind it does not fit."""
    named = _named(fold(city), city)
    if not where:
        country = _biggest(_regions(city))
        if named and country:
            return _decided((*named, *country), WHOLE_COUNTRY)
        return _decided(named) if named else _decided(country, WHOLE_COUNTRY)
    regions = [_regions(part) for part in where]
    fitting = [one for one in named if all(one.is_in(region) for region in regions)]
    return _decided(fitting) if fitting else Meant()


def _decided(cities: Sequence[_City], ratio: float = FAR_BIGGER) -> Meant:
    """Return the place of the heaviest of some cities, or a choice where those of other zones are not far lighter."""
    if not cities:
        return Meant()
    first = max(cities, key=lambda one: one.weight)
    if all(one.place.zone == first.place.zone or one.weight * ratio <= first.weight for one in cities):
        return Meant((first.place,), is_exact=True)
    return Meant(_choice(sorted(cities, key=lambda one: -one.weight)))


def _near(readings: Sequence[tuple[str, list[str]]]) -> list[_City]:
    """Return the cities nearest to what was typed, with its country if that is known; else what is known of it."""
    regions = [(city, [_regions(part) for part in where]) for city, where in readings]
    known = [(city, where) for city, where in regions if where and all(where)]
    for city, where in known:
        if found := _nearly(city, where):
            return found
    return (_nearly(readings[0][0], []) if readings and not known else []) or (
        _biggest(known[0][1][0]) if known else []
    )


def _choice(cities: Iterable[_City]) -> tuple[Place, ...]:
    """Return places to choose from, one for each time zone."""
    zones: dict[str, Place] = {}
    for one in cities:
        zones.setdefault(one.place.zone, one.place)
    return tuple(zones.values())[:CHOICES]


def _nearly(city: str, regions: Sequence[Sequence[str]]) -> list[_City]:
    """Return the cities whose names are near to what was typed, in some regions, the nearest first."""
    stems = (_ADJECTIVE.sub("", city), *in_other_layouts(city))
    typed = [fold(city), *dict.fromkeys(fold(one) for one in stems if one != city)]
    found = [one for name in typed for one in _named(name, city)]
    for name in typed[:2]:
        slips = next(most for letters, most in _SLIPS if len(name) < letters or letters == _SLIPS[-1][0])
        near = process.extract(name, _names(), scorer=OSA.distance, score_cutoff=slips, limit=50)
        cities = [(distance, one) for close, distance, _ in near for one in _named(close, city)]
        found += [one for _, one in sorted(cities, key=lambda pair: (pair[0], -pair[1].weight))]
    return [one for one in found if all(one.is_in(region) for region in regions)]


def _named(folded: str, typed: str) -> list[_City]:
    """Return the cities that have a folded name, under the spelling that was typed where they have it."""
    if not folded:
        return []
    lines, found, start = _lines(), [], 0
    while (at := lines.find(f"|{folded}|", start)) >= 0:
        begin, end = lines.rfind("\n", 0, at) + 1, lines.find("\n", at)
        found.append(_read(lines[begin:end], folded, typed))
        start = end
    return found


def _read(line: str, folded: str = "", typed: str = "") -> _City:
    """Return the city of a line; Cyrillic names all weigh the same, for none of them is known to be the main one."""
    inhabitants, zone, region, main, written, names = line.split("\t")
    name, weight = main, float(inhabitants)
    if not _CYRILLIC.search(typed):
        weight /= BY_THE_WAY if folded and not names.startswith(f"|{folded}|") else 1
    else:
        spellings = [one for one in written.split("|") if fold(one) == folded]
        name = min(spellings, key=lambda one: OSA.distance(one.casefold(), typed.casefold()), default=main)
    return _City(Place(name, zone), region, weight)


def _biggest(regions: Sequence[str]) -> list[_City]:
    """Return the biggest city of each time zone of some countries or states, the biggest first."""
    zones: dict[str, _City] = {}
    for line in _lines().splitlines() if regions else ():
        city = _read(line)
        if city.is_in(regions):
            zones.setdefault(city.place.zone, city)
    return list(zones.values())


def _regions(name: str) -> list[str]:
    """Return the codes of the countries and states that have a name."""
    folded = fold(name)
    rows = (files("knowledge.notices") / "geo" / "regions.txt").read_text(encoding="utf-8").splitlines()
    return [row.partition("\t")[0] for row in rows if folded and f"|{folded}|" in row]


@cache
def _lines() -> str:
    return (files("knowledge.notices") / "geo" / "cities.txt").read_text(encoding="utf-8")


def _names() -> list[str]:
    """Return all folded names, each as often as cities have it."""
    return [name for line in _lines().splitlines() for name in line.rpartition("\t")[2].strip("|").split("|")]
