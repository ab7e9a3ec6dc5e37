"""Who gets a notice and when: by what is followed, in quiet hours, in digests, and when clocks are changed."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.dates import parse_edtf
from knowledge.model import Notice
from knowledge.subscribing import About, Audience, Rhythm, Settings, Subscription, due, zone
from tests.knowledge.harbour import harbour

BASE = harbour()
ZONES = ("UTC", "Europe/Kyiv", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")
MOMENTS = st.integers(1_546_300_800, 1_924_992_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
"""From 2019 to 2031."""
MINUTES = st.integers(0, 1439)


def notice(headline: str = "The licence was granted", *facts: str) -> Notice:
    words = {"en": headline, "ru": "Лицензия выдана", "uk": "Ліцензію видано"}
    return Notice("news", parse_edtf("2019-07-01"), "news", words, words, facts or ("refused",))


@pytest.mark.parametrize(
    ("subscription", "gets_it"),
    [
        (Subscription(About.CASE), True),
        (Subscription(About.TOPIC, "licence"), True),
        (Subscription(About.TOPIC, "crew"), False),
        (Subscription(About.FACT, "refused"), True),
        (Subscription(About.FACT, "complaints"), False),
        (Subscription(About.NAME, "office"), True),
        (Subscription(About.NAME, "marsh"), False),
        (Subscription(About.WORDS, "licences grant"), True),
        (Subscription(About.WORDS, "лицензии"), True),
        (Subscription(About.WORDS, "licence captain"), False),
        (Subscription(About.WORDS, ""), False),
        (Subscription(About.WITHOUT, "licence"), False),
    ],
)
def test_a_notice_goes_to_those_who_follow_what_it_is_about(subscription: Subscription, gets_it: bool) -> None:
    assert (Audience(notice(), BASE).reason([subscription]) is not None) == gets_it


def test_words_that_are_shut_out_win_over_all_that_is_followed() -> None:
    own = [Subscription(About.CASE), Subscription(About.WITHOUT, "licence")]
    assert Audience(notice(), BASE).reason(own) is None
    assert (
        Audience(notice("The crew has left"), BASE).reason([own[0], Subscription(About.WITHOUT, "captain")]) == own[0]
    )


def test_of_several_reasons_the_soonest_counts() -> None:
    own = [Subscription(About.CASE, rhythm=Rhythm.WEEKLY), Subscription(About.FACT, "refused", Rhythm.NOW)]
    assert Audience(notice(), BASE).reason(own) == own[1]


def local(moment: datetime, settings: Settings) -> datetime:
    return moment.astimezone(zone(settings.timezone))


@given(MOMENTS, st.sampled_from(ZONES), MINUTES, MINUTES, st.booleans(), st.booleans())
def test_nothing_comes_in_the_quiet_hours_but_what_is_urgent_where_that_is_allowed(
    now: datetime, timezone: str, begin: int, end: int, urgent: bool, passes: bool
) -> None:
    settings = Settings(timezone, (begin, end), urgent_passes=passes)
    then = due(settings, Rhythm.NOW, urgent, now)
    assert now <= then <= now + timedelta(hours=27)
    if urgent and passes:
        assert then == now
        return
    minute = local(then, settings).hour * 60 + local(then, settings).minute
    quiet = begin <= minute < end if begin <= end else minute >= begin or minute < end
    skipped = then.astimezone(zone(timezone)).utcoffset() != now.astimezone(zone(timezone)).utcoffset()
    assert not quiet or skipped, "only a change of the clock may shift the end of the quiet hours"


@given(MOMENTS, st.sampled_from(ZONES))
def test_a_daily_digest_comes_at_nine_within_a_day_and_a_weekly_one_on_monday(now: datetime, timezone: str) -> None:
    settings = Settings(timezone)
    daily, weekly = (due(settings, rhythm, False, now) for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY))
    assert now < daily <= now + timedelta(hours=26)
    assert now < weekly <= now + timedelta(days=7, hours=2)
    assert (local(daily, settings).hour, local(daily, settings).minute) == (9, 0)
    assert (local(weekly, settings).weekday(), local(weekly, settings).hour) == (0, 9)


@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from(list(Rhythm)))
def test_without_quiet_hours_urgency_changes_nothing(now: datetime, timezone: str, rhythm: Rhythm) -> None:
    assert due(Settings(timezone), rhythm, True, now) == due(Settings(timezone), rhythm, False, now)


def test_quiet_hours_follow_the_clock_through_its_changes() -> None:
    night = Settings("Europe/Kyiv", (22 * 60, 8 * 60))
    before = due(night, Rhythm.NOW, False, datetime(2024, 3, 30, 23, tzinfo=UTC))
    assert before == datetime(2024, 3, 31, 5, tzinfo=UTC), "summer time: 8:00 is 5:00 UTC"
    after = due(night, Rhythm.NOW, False, datetime(2024, 10, 26, 23, tzinfo=UTC))
    assert after == datetime(2024, 10, 27, 6, tzinfo=UTC), "winter time: 8:00 is 6:00 UTC"


@pytest.mark.parametrize("name", ["Nowhere/City", "", "../etc/passwd", "\x00"])
def test_an_unknown_time_zone_is_universal_time(name: str) -> None:
    assert zone(name).key == "UTC"
