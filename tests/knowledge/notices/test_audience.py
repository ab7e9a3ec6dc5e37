"""Who gets a notice and when: by what is followed, in quiet hours, in digests, and when clocks are changed."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.edtf import parse_edtf
from knowledge.model import Change, Notice
from knowledge.notices.audience import (
    About,
    Audience,
    Rhythm,
    Settings,
    Subscription,
    can_wait,
    due,
    normal,
)
from knowledge.notices.zones import zone
from tests.knowledge.harbour import harbour

BASE = harbour()
ZONES = ("UTC", "UTC-3:30", "Europe/Kyiv", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")
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
        (Subscription(About.WORDS, text="licences grant"), True),
        (Subscription(About.WORDS, text="лицензии"), True),
        (Subscription(About.WORDS, text="licence captain"), False),
        (Subscription(About.WORDS, text=""), False),
        (Subscription(About.WITHOUT, text="licence"), False),
    ],
)
def test_a_notice_goes_to_those_who_follow_what_it_is_about(subscription: Subscription, gets_it: bool) -> None:
    assert (Audience(notice(), BASE).reason([subscription]) is not None) == gets_it


@pytest.mark.parametrize(
    ("language", "told", "followed"), [("ru", "Отчёт о месте пыток", "пытки"), ("uk", "Сім рішень", "рішення")]
)
def test_words_are_followed_in_all_their_forms(language: str, told: str, followed: str) -> None:
    texts = {"en": "News", "ru": "Новость", "uk": "Новина", language: told}
    news = Notice("news", parse_edtf("2019-07-01"), "news", texts, {}, ("refused",))
    follows = [Subscription(About.WORDS, text=followed)]
    assert Audience(news, BASE).reason(follows)
    assert not Audience(notice("The licence was granted"), BASE).reason(follows)


def test_words_that_are_shut_out_win_over_all_that_is_followed() -> None:
    own = [Subscription(About.CASE), Subscription(About.WITHOUT, text="licence")]
    assert Audience(notice(), BASE).reason(own) is None
    assert (
        Audience(notice("The crew has left"), BASE).reason([own[0], Subscription(About.WITHOUT, text="captain")])
        == own[0]
    )


def test_of_several_reasons_the_soonest_counts() -> None:
    own = [Subscription(About.CASE, rhythm=Rhythm.WEEKLY), Subscription(About.FACT, "refused", Rhythm.NOW)]
    assert Audience(notice(), BASE).reason(own) == own[1]


def test_a_question_is_a_reason_once_a_fact_of_the_notice_answers_it() -> None:
    answers = {"asked": "refused", "of another fact": "complaints", "of no fact": None}
    audience = Audience(notice(), BASE, answers.__getitem__)
    own = {name: Subscription(About.QUESTION, name, text=name) for name in answers}
    assert [name for name, one in own.items() if audience.reason([one])] == ["asked"]
    assert audience.answered([Subscription(About.CASE), *own.values()]) == ("asked",)
    assert audience.reason([own["asked"], Subscription(About.WITHOUT, text="licence")]) is None


def test_each_question_is_answered_once_however_many_wait_for_it() -> None:
    calls: list[str] = []
    audience = Audience(notice(), BASE, calls.append)
    for _ in range(3):
        assert not audience.answers("why?")
    assert calls == ["why?"]


def test_a_withdrawn_fact_or_none_at_all_answers_no_question() -> None:
    change = Change(parse_edtf("2020"), "withdrawn", {"en": "wrong"})
    facts = {**BASE.facts, "refused": replace(BASE.facts["refused"], change=change)}
    withdrawn = Audience(notice(), replace(BASE, facts=facts), lambda question: "refused")
    assert not withdrawn.answers("why?")
    assert not Audience(notice("News", "no-such-fact"), BASE, lambda question: None).answers("why?")


@pytest.mark.parametrize(
    ("question", "waits"), [("Why?", True), ("77", True), ("", False), ("?! …", False), ("why " * 80, False)]
)
def test_a_question_can_wait_if_it_says_something_and_not_too_much(question: str, waits: bool) -> None:
    assert can_wait(question) == waits


def test_a_question_is_the_same_in_other_letters_and_with_other_signs() -> None:
    assert normal("Who signed  the ORDER?") == normal("who signed the order") != normal("who signed the orders")


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


@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from([0, 8 * 60, 9 * 60, 18 * 60 + 30]))
def test_a_daily_digest_comes_at_its_minute_within_a_day_and_a_weekly_one_on_monday(
    now: datetime, timezone: str, minute: int
) -> None:
    settings = Settings(timezone, digest_minute=minute)
    daily, weekly = (due(settings, rhythm, False, now) for rhythm in (Rhythm.DAILY, Rhythm.WEEKLY))
    assert now < daily <= now + timedelta(hours=26)
    assert now < weekly <= now + timedelta(days=7, hours=2)
    assert (local(daily, settings).hour, local(daily, settings).minute) == divmod(minute, 60)
    assert (local(weekly, settings).weekday(), local(weekly, settings).hour) == (0, minute // 60)


def test_a_digest_comes_at_nine_where_no_other_time_was_chosen() -> None:
    assert due(Settings(), Rhythm.DAILY, False, datetime(2024, 3, 4, 8, tzinfo=UTC)).hour == 9


@given(MOMENTS, st.sampled_from(ZONES), st.sampled_from(list(Rhythm)))
def test_without_quiet_hours_urgency_changes_nothing(now: datetime, timezone: str, rhythm: Rhythm) -> None:
    assert due(Settings(timezone), rhythm, True, now) == due(Settings(timezone), rhythm, False, now)


def test_quiet_hours_follow_the_clock_through_its_changes() -> None:
    night = Settings("Europe/Kyiv", (22 * 60, 8 * 60))
    before = due(night, Rhythm.NOW, False, datetime(2024, 3, 30, 23, tzinfo=UTC))
    assert before == datetime(2024, 3, 31, 5, tzinfo=UTC), "summer time: 8:00 is 5:00 UTC"
    after = due(night, Rhythm.NOW, False, datetime(2024, 10, 26, 23, tzinfo=UTC))
    assert after == datetime(2024, 10, 27, 6, tzinfo=UTC), "winter time: 8:00 is 6:00 UTC"
