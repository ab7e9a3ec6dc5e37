"""Quiet hours and time zones that are typed: set where something is followed, and explained where not understood."""

import pytest

from knowledge.notices.audience import About, Settings, Subscription
from tests.handlers.following import data, text
from tests.support.talk import GROUP, Talk


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
    assert "Time zone: Europe/Kyiv, now 02:00." in told
    assert "/timezone" not in told


async def test_a_chat_that_follows_nothing_is_promised_no_quiet(talk: Talk) -> None:
    assert "/subscribe" in text(await talk.say("/quiet 23-7"))
    assert (await settings(talk)).quiet is None


async def test_in_a_group_only_administrators_set_the_hours(talk: Talk) -> None:
    await talk.chats.subscribers.follow(-100, 0, Subscription(About.CASE), "en")
    assert "administrators" in text(await talk.say("/quiet 23-7", GROUP))
    assert (await talk.chats.subscribers.settings(-100)).quiet is None
    talk.telegram.chats.status = "administrator"
    await talk.say("/quiet 23-7", GROUP)
    assert (await talk.chats.subscribers.settings(-100)).quiet == (1380, 420)


async def test_an_exact_city_is_set_at_once_and_shown_with_its_time(talk: Talk) -> None:
    await talk.press("s:case:")
    assert text(await talk.say("/timezone Geneva, Switzerland")) == "Time zone: Geneva, Europe/Zurich, now 01:00."
    assert (await settings(talk)).timezone == "Europe/Zurich"


async def test_an_offset_is_kept_and_shown_as_one_and_knows_no_summer_time(talk: Talk) -> None:
    await talk.press("s:case:")
    told = text(await talk.say("/timezone GMT+05:30"))
    assert "Time zone: UTC+5:30, now 05:30." in told
    assert "does not follow summer time" in told
    assert "Time zone: UTC+5:30." in text(await talk.say("/subscriptions"))


@pytest.mark.parametrize(
    ("typed", "zones"), [("Gneva", ["Europe/Zurich"]), ("CST", ["America/Chicago", "Asia/Shanghai", "America/Havana"])]
)
async def test_what_is_not_exact_is_asked_and_set_only_by_a_press(talk: Talk, typed: str, zones: list[str]) -> None:
    await talk.press("s:case:")
    (question,) = await talk.say(f"/timezone {typed}")
    assert "mean" in question.html
    assert data([question]) == [f"z:{zone}" for zone in zones]
    assert (await settings(talk)).timezone == "UTC"
    told = text(await talk.press(data([question])[0]))
    assert f"Time zone: {zones[0]}, now " in told
    assert (await settings(talk)).timezone == zones[0]


async def test_one_place_that_may_be_meant_is_named_with_its_time(talk: Talk) -> None:
    await talk.press("s:case:")
    (question,) = await talk.say("/timezone Gneva")
    assert question.html == "Do you mean Geneva, Europe/Zurich, now 01:00?"
    assert [button["text"] for button in question.buttons] == ["Yes"]


@pytest.mark.parametrize("typed", ["Atlantis under the sea", "UTC+25", "UTC+3:07", "?", "x" * 200])
async def test_what_is_no_time_zone_is_said_with_what_was_typed_and_how_to_write_it(talk: Talk, typed: str) -> None:
    await talk.press("s:case:")
    told = text(await talk.say(f"/timezone {typed}"))
    assert typed[:50] in told
    assert "/timezone UTC+3" in told
    assert (await settings(talk)).timezone == "UTC"


@pytest.mark.parametrize("forged", ["z:", "z:Nowhere/City", "z:../etc/passwd", "z:UTC+99", "z"])
async def test_a_forged_time_zone_is_not_kept(talk: Talk, forged: str) -> None:
    await talk.press("s:case:")
    await talk.press(forged)
    assert (await settings(talk)).timezone == "UTC"


async def test_in_a_group_only_administrators_press_a_time_zone(talk: Talk) -> None:
    await talk.chats.subscribers.follow(-100, 0, Subscription(About.CASE), "en")
    await talk.press("z:Europe/Kyiv", GROUP)
    assert (await talk.chats.subscribers.settings(-100)).timezone == "UTC"
    talk.telegram.chats.status = "administrator"
    await talk.press("z:Europe/Kyiv", GROUP)
    assert (await talk.chats.subscribers.settings(-100)).timezone == "Europe/Kyiv"


async def test_a_time_zone_without_a_subscription_is_not_promised(talk: Talk) -> None:
    assert "/subscribe" in text(await talk.say("/timezone Kyiv"))
    assert "/subscribe" in text(await talk.press("z:Europe/Kyiv"))
    assert (await settings(talk)).timezone == "UTC"


@pytest.mark.parametrize(("typed", "minute"), [("8", 480), ("18:30", 1110), ("7.15", 435), ("0", 0), ("24", 0)])
async def test_the_time_of_the_digest_is_set_as_it_is_typed(talk: Talk, typed: str, minute: int) -> None:
    await talk.press("s:case:")
    shown = f"{minute // 60}:{minute % 60:02}"
    assert f"The digest comes at {shown}, the weekly one on Mondays." in text(await talk.say(f"/digest {typed}"))
    assert (await settings(talk)).digest_minute == minute


@pytest.mark.parametrize("typed", ["soon", "25", "8-9", "8:60", "8 pm", "-8", "24:30", "٨"])
async def test_no_time_for_a_digest_is_said_with_an_example(talk: Talk, typed: str) -> None:
    await talk.press("s:case:")
    assert "/digest 18:30" in text(await talk.say(f"/digest {typed}"))
    assert (await settings(talk)).digest_minute == 540


async def test_the_time_of_the_digest_is_told_wherever_it_matters(talk: Talk) -> None:
    await talk.press("s:case:")
    assert "at once" in text(await talk.say("/digest")), "who has no digest is told so"
    assert "Notices come: once a day at 9:00." in text(await talk.press("w:daily"))
    await talk.say("/digest 18:30")
    assert "comes at 18:30" in text(await talk.press("s:topic:licence"))
    assert "comes at 18:30" in text(await talk.say("/timezone Kyiv"))
    await talk.press("w:weekly")
    assert "Notices come: on Mondays at 18:30. Time zone: Europe/Kyiv." in text(await talk.say("/subscriptions"))
