"""Updates that a bot does not expect: numbered afresh, garbled, or of any kind."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import telegram

from tests.fake_telegram import FakeTelegram


def _updates(server: FakeTelegram, offset: int) -> Any:
    with urllib.request.urlopen(f"{server.base_url}{server.token}/getUpdates?offset={offset}") as answer:
        return json.load(answer)["result"]


async def test_after_a_quiet_week_an_old_offset_gets_the_new_numbers(bot: telegram.Bot, server: FakeTelegram) -> None:
    old = server.send_text(100, "before").update_id or 0
    assert len(await bot.get_updates()) == 1
    assert await bot.get_updates(offset=old + 1) == ()
    server.renumber(117_000_001)
    ids = [server.send_text(100, text).update_id or 0 for text in ("one", "two")]
    assert ids == [117_000_001, 117_000_002]
    for _ in range(2):
        again = await bot.get_updates(offset=old + 1)
        assert [update.update_id for update in again] == ids, "until an offset of the new numbering comes"
    assert server.status()["pending_updates"] == 2
    assert [update.update_id for update in await bot.get_updates(offset=ids[0] + 1)] == ids[1:]
    assert await bot.get_updates(offset=ids[1] + 1) == ()
    await server.wait_until_idle()


async def test_an_offset_that_is_only_a_little_too_high_acknowledges_all(
    bot: telegram.Bot, server: FakeTelegram
) -> None:
    last = server.send_text(100, "x").update_id or 0
    assert await bot.get_updates(offset=last + 5) == ()
    await server.wait_until_idle()


def test_a_raw_update_comes_as_it_was_given(server: FakeTelegram) -> None:
    server.push_raw({"message": {"message_id": "garbled"}})
    server.push_raw({"update_id": "not a number", "unheard_of": None})
    last = server.push_raw(["no", "object"])
    assert _updates(server, 0) == [
        {"update_id": last - 2, "message": {"message_id": "garbled"}},
        {"update_id": "not a number", "unheard_of": None},
        ["no", "object"],
    ]
    assert _updates(server, last + 1) == []


async def test_a_raw_update_comes_even_if_its_kind_is_not_wanted(bot: telegram.Bot, server: FakeTelegram) -> None:
    await bot.get_updates(allowed_updates=["message"])
    assert server.push_update("poll", {"id": "1"}) is None
    place = server.push_raw({"poll": {"id": "1"}})
    assert _updates(server, 0) == [{"update_id": place, "poll": {"id": "1"}}]
