"""Quiet hours and time zones that are typed: set where something is followed, and explained where not understood."""

import pytest

from knowledge.subscribing import About, Settings, Subscription
from tests.handlers.offline import GROUP, Talk
from tests.handlers.test_subscriptions import text


async def settings(talk: Talk) -> Settings:
    return await talk.chats.subscribers.settings(7)


@pytest.mark.parametrize(
    ("typed", "hours", "shown"),
    [
        ("23-7", (1380, 420), "23:00–7:00"),
        ("23:30 7:15", (1410, 435), "23:30–7:15"),
        ("22:00 – 8:00", (1320, 480), "22:00–8:00"),
        ("1 - 6.30", (60, 390), "1:00–6:30"),
        ("22-24", (1320, 0), "22:00–0:00"),
    ],
)
async def test_hours_are_set_as_they_are_typed(talk: Talk, typed: str, hours: tuple[int, int], shown: str) -> None:
    await talk.press("s:case:")
    assert f"Quiet hours: {shown}." in text(await talk.say(f"/quiet {typed}"))
    assert (await settings(talk)).quiet == hours
    assert f"Quiet hours: {shown}." in text(await talk.say("/subscriptions"))


@pytest.mark.parametrize("typed", ["soon", "25-7", "23", "7-7", "0-24", "11pm-7am", "23-7-8", "-23-7", "23:60 7", "of"])
async def test_nonsense_is_refused_with_an_example_and_changes_nothing(talk: Talk, typed: str) -> None:
    await talk.press("s:case:")
    await talk.say("/quiet 23-7")
    assert "Write them like this: /quiet 23-7" in text(await talk.say(f"/quiet {typed}"))
    assert (await settings(talk)).quiet == (1380, 420)


async def test_off_ends_them_and_nothing_else(talk: Talk) -> None:
    await talk.press("s:case:")
    await talk.press("w:silence")
    await talk.say("/quiet 23-7")
    assert text(await talk.say("/quiet OFF")) == "There are no quiet hours any more."
    assert await settings(talk) == Settings(silent=True)


async def test_quiet_alone_says_how_and_what_holds_now(talk: Talk) -> None:
    await talk.press("s:case:")
    assert text(await talk.say("/quiet")).startswith("Quiet hours: none. Set them like this: /quiet 23-7")
    await talk.press("w:quiet")
    assert text(await talk.say("/quiet")).startswith("Quiet hours: 22:00–8:00.")


async def test_hours_by_a_clock_that_was_never_chosen_ask_for_a_city(talk: Talk) -> None:
    await talk.press("s:case:")
    assert "/timezone Kyiv" in text(await talk.say("/quiet 23-7"))
    await talk.say("/timezone Київ")
    told = text(await talk.say("/quiet 23-7"))
    assert "Time zone: Europe/Kyiv. It is 02:00 there." in told
    assert "/timezone" not in told


async def test_a_chat_that_follows_nothing_is_promised_no_quiet(talk: Talk) -> None:
    assert "/subscribe" in text(await talk.say("/quiet 23-7"))
    assert (await settings(talk)).quiet is None


async def test_in_a_group_only_administrators_set_the_hours(talk: Talk) -> None:
    await talk.chats.subscribers.follow(-100, 0, Subscription(About.CASE), "en")
    assert "administrators" in text(await talk.say("/quiet 23-7", GROUP))
    assert (await talk.chats.subscribers.settings(-100)).quiet is None
    talk.api.status = "administrator"
    await talk.say("/quiet 23-7", GROUP)
    assert (await talk.chats.subscribers.settings(-100)).quiet == (1380, 420)
