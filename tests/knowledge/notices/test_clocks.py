"""Time zones as people type them: offsets, abbreviations, IANA names and cities among small words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.notices.clocks import TYPED_LIMIT, read_zone
from knowledge.notices.zones import EAST, WEST, is_zone, offset_name


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("UTC+3", "UTC+3"),
        ("utc +3", "UTC+3"),
        ("GMT+2", "UTC+2"),
        ("+03:00", "UTC+3"),
        ("-5", "UTC-5"),
        ("UTC-3:30", "UTC-3:30"),
        ("UTC−3:30", "UTC-3:30"),
        ("UTC+0530", "UTC+5:30"),
        ("UTC+14", "UTC+14"),
        ("УТЦ+3", "UTC+3"),
        ("гмт+2", "UTC+2"),
        ("+2 GMT", "UTC+2"),
        ("UTC+0", "UTC"),
        ("utc", "UTC"),
        ("GMT", "UTC"),
        ("МСК", "Europe/Moscow"),
        ("msk", "Europe/Moscow"),
        ("МСК+2", "UTC+5"),
        ("MSK-1", "UTC+2"),
        ("CET", "CET"),
        ("Europe/Kyiv", "Europe/Kyiv"),
        ("america/new york", "America/New_York"),
        ("Etc/GMT+3", "UTC-3"),
        ("Etc/UTC", "UTC"),
        ("время Москва", "Europe/Moscow"),
        ("Москва, время", "Europe/Moscow"),
        ("Київ час", "Europe/Kyiv"),
        ("по Киеву", "Europe/Kyiv"),
        ("Kyiv time", "Europe/Kyiv"),
        ("time zone: London", "Europe/London"),
        ("г. Киев", "Europe/Kyiv"),
        ("м. Львів", "Europe/Kyiv"),
        ("лондон.", "Europe/London"),
        ("Mexico City", "America/Mexico_City"),
        ("Kansas City", "America/Chicago"),
        ("(UTC+3)", "UTC+3"),
    ],
)
def test_what_can_mean_one_thing_only_is_exact(typed: str, zone: str) -> None:
    meant = read_zone(typed)
    assert meant.is_exact
    assert [place.zone for place in meant.places] == [zone]


@pytest.mark.parametrize(
    ("typed", "zones"),
    [
        ("3", ["UTC+3"]),
        ("UTC3", ["UTC+3"]),
        ("EST", ["America/New_York", "UTC-5"]),
        ("CST", ["America/Chicago", "Asia/Shanghai", "America/Havana"]),
        ("IST", ["Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"]),
        ("bst", ["Europe/London", "Asia/Dhaka"]),
        ("московское время", ["Europe/Moscow"]),
    ],
)
def test_what_can_mean_more_is_a_question(typed: str, zones: list[str]) -> None:
    meant = read_zone(typed)
    assert not meant.is_exact
    assert [place.zone for place in meant.places] == zones


@pytest.mark.parametrize(
    "typed", ["UTC+15", "UTC-13", "UTC+3:07", "UTC+3:60", "UTC+", "+", "99", "UTC+٣", "x" * (TYPED_LIMIT + 1), "time"]
)
def test_what_is_no_time_zone_is_none(typed: str) -> None:
    assert read_zone(typed).places == ()


@given(st.integers(-WEST // 15, EAST // 15).map(lambda quarters: quarters * 15))
def test_every_offset_is_read_as_it_is_shown(minutes: int) -> None:
    (place,) = read_zone(offset_name(minutes)).places
    assert place.zone == offset_name(minutes)


@given(st.text(max_size=90))
def test_whatever_is_typed_is_none_or_time_zones_that_are_there(typed: str) -> None:
    assert all(is_zone(place.zone) for place in read_zone(typed).places)
