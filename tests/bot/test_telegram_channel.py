"""What is sent for a delivery, and which message shows it afterwards: the result of an edit is looked at."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.delivery.telegram_channel import TelegramChannel
from bot.storage import Delivery
from bot.storage.approvals import Place
from bot.storage.deliveries import Item
from bot.storage.notices import Progress
from bot.terminal.offline_calls import refusal
from bot.terminal.offline_telegram import OfflineTelegram
from knowledge.model import Topic
from knowledge.notices.audience import About
from knowledge.notices.content import packed
from knowledge.notices.reasons import Reason
from tests.handlers.conftest import BASE
from tests.handlers.replies.notices import corrected

GONE = "Bad Request: message to edit not found"
WHY = "We named the wrong office."


def delivery(why: str, target: int | None = None, items: int = 1, uncertain_sends: int = 0) -> Delivery:
    item = Item("news", 2, Reason.decode(why), 3, packed(corrected("It is so.")))
    several = tuple(replace(item, number=number) for number in range(3, 3 + items))
    return Delivery(b"", 7, 0, "en", False, "now", uncertain_sends, target, several)


@pytest.fixture
def api() -> OfflineTelegram:
    return OfflineTelegram()


@pytest.fixture
async def channel(api: OfflineTelegram) -> AsyncIterator[TelegramChannel]:
    async with Bot("1:offline", request=api, get_updates_request=api) as bot:
        api.calls.clear()
        yield TelegramChannel(bot, BASE)


@pytest.mark.parametrize("uncertain_sends", [0, 1])
@pytest.mark.parametrize("state", ["corrected", "recalled"])
async def test_a_change_edits_the_message_and_the_answer_says_what_was_wrong(
    api: OfflineTelegram, channel: TelegramChannel, state: str, uncertain_sends: int
) -> None:
    assert await channel.send(delivery(state, target=55, uncertain_sends=uncertain_sends), silent=False) == 55
    edit, note = api.calls
    assert (edit.method, edit.given["message_id"]) == ("editMessageText", 55)
    assert "It is so." in edit.html
    assert note.given["reply_parameters"]["message_id"] == 55
    assert WHY in note.html
    assert "above" in note.html


@pytest.mark.parametrize("state", ["corrected", "recalled"])
@pytest.mark.parametrize(
    "description",
    [GONE, "Bad Request: message can't be edited", "Bad Request: MESSAGE_ID_INVALID", "Bad Request: no idea"],
)
async def test_a_change_of_a_message_that_cannot_be_edited_is_sent_whole(
    api: OfflineTelegram, channel: TelegramChannel, state: str, description: str
) -> None:
    api.faults["editMessageText"].append(refusal(400, description))
    shown = await channel.send(delivery(state, target=55), silent=False)
    (_, whole) = api.calls
    assert shown == 1001, "the next change has to edit the new message"
    assert WHY in whole.html
    assert "It is so." in whole.html
    assert "above" not in whole.html


async def test_a_message_that_reads_so_already_counts_as_edited(api: OfflineTelegram, channel: TelegramChannel) -> None:
    api.faults["editMessageText"].append(refusal(400, "Bad Request: message is not modified: specified new ..."))
    assert await channel.send(delivery("corrected", target=55), silent=False) == 55


async def test_a_digest_of_changes_edits_nothing(api: OfflineTelegram, channel: TelegramChannel) -> None:
    assert await channel.send(delivery("corrected", target=55, items=2), silent=False) == 1001
    (digest,) = api.calls
    assert digest.method == "sendMessage"
    assert digest.html.count(WHY) == 2


async def test_a_hundred_notices_do_not_fit_one_message_and_a_few_do(channel: TelegramChannel) -> None:
    few = delivery("case:", items=3)
    assert channel.part(few) == few
    assert 5 < len(channel.part(delivery("case:", items=100)).items) < 100


async def test_a_long_digest_is_split_by_topic(api: OfflineTelegram) -> None:
    topics = tuple(Topic(name, dict.fromkeys(BASE.case.languages, name)) for name in ("first", "second"))
    facts = {name: replace(BASE.facts["refused"], id=name, topic=name) for name in ("first", "second")}
    base = replace(BASE, case=replace(BASE.case, topics=topics), facts=facts)
    contents = [packed(corrected("Something is said. " * 20, (name,))) for name in ("first", "second") * 6]
    items = tuple(Item("news", 1, Reason(About.CASE), number, content) for number, content in enumerate(contents))
    async with Bot("1:offline", request=api, get_updates_request=api) as bot:
        part = TelegramChannel(bot, base).part(replace(delivery("case:"), items=items))
    assert {item.number for item in part.items} >= set(range(0, 12, 2)), "all of the first topic"
    assert 6 <= len(part.items) < 12


async def test_progress_that_cannot_be_shown_any_more_is_said_to_the_sender(
    api: OfflineTelegram, channel: TelegramChannel
) -> None:
    api.faults["editMessageText"].append(refusal(400, GONE))
    with pytest.raises(BadRequest, match="gone"):
        await channel.report(Progress("news", 3, Place(7, 8, "en"), {"sent": 1}), None)


async def test_who_chose_a_language_that_the_case_has_no_more_is_told_in_its_first(
    api: OfflineTelegram, channel: TelegramChannel
) -> None:
    other = replace(delivery("case:"), language="fr")
    assert channel.part(other).items == other.items
    await channel.send(other, silent=False)
    await channel.send(delivery("case:"), silent=False)
    gone, first = api.calls
    assert gone.html == first.html
