"""Time zones by name: IANA names and offsets; what is neither is universal time."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.notices.zones import EAST, WEST, is_fixed, is_offset, offset_name, zone

NOON = datetime(2024, 7, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Nowhere/City", "", "../etc/passwd", "\x00", "UTC+15", "UTC+3:07", "UTC+٣", "UTC3"])
def test_an_unknown_time_zone_is_universal_time(name: str) -> None:
    assert NOON.astimezone(zone(name)).utcoffset() == timedelta(0)


@given(st.integers(-WEST // 15, EAST // 15).map(lambda quarters: quarters * 15))
def test_an_offset_is_read_as_it_is_written(minutes: int) -> None:
    assert is_offset(minutes)
    assert NOON.astimezone(zone(offset_name(minutes))).utcoffset() == timedelta(minutes=minutes)


def test_an_offset_east_of_greenwich_is_ahead() -> None:
    assert NOON.astimezone(zone("UTC+3")).hour == 15
    assert (offset_name(180), offset_name(-210), offset_name(0)) == ("UTC+3", "UTC-3:30", "UTC")
    assert [is_fixed(name) for name in ("UTC+3", "Europe/Kyiv", "UTC")] == [True, False, False]
