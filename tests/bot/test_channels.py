"""A channel from afar and by its own posts: a running bot, an administrator's chat, a notice in its language."""

from pathlib import Path

import pytest

from tests.bot.contents import REPAIRER_NOTICE
from tests.bot.running import Bot, call
from tests.fake_telegram import BotMessage, FakeTelegram
from tests.knowledge.small_case import files, write

pytestmark = pytest.mark.slow

ANN, BEN = 100, 101


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    _server.add_user(BEN, "Ben", "en")
    return _server


async def told(server: FakeTelegram, person: int, text: str) -> BotMessage:
    """Send the bot a text and return its reply."""
    before = server.messages(person)
    server.send_text(person, text)
    return (await server.wait_for_messages(person, len(before) + 1))[-1]


async def press(server: FakeTelegram, message: BotMessage, button: str) -> BotMessage:
    """Press a button and return the message as it is then."""
    query = server.press(message, button)
    await server.wait_for_callback_answer(query)
    await server.wait_until_idle()
    return next(one for one in server.messages(message.chat_id) if one.message_id == message.message_id)


async def test_a_channel_set_up_from_afar_gets_notices_in_the_language_chosen_for_it(
    server: FakeTelegram, tmp_path: Path
) -> None:
    notice = REPAIRER_NOTICE.replace("pier-repairer", "pier-closed")
    case = write(tmp_path / "case", {**files(), "notices/repair.yaml": notice})
    channel = server.add_channel("Pier news", admins=[ANN])
    with Bot(server, case, tmp_path, intake__poll_seconds="1"):
        assert "/channel @name" in (await told(server, ANN, "/channel")).text
        assert (await told(server, BEN, f"/channel {channel}")).text == (
            "Only administrators of Pier news can set that."
        )
        shown = await told(server, ANN, f"/channel {channel}")
        assert "Pier news" in shown.text
        chosen = await press(server, await press(server, shown, "Language: …"), "Русский")
        followed = await press(server, chosen, "The whole case")
        assert "the whole case" in followed.text
        assert server.messages(channel) == [], "nothing was written into the channel"
        code, _, errors = call(tmp_path, "publish", "repair", "--knowledge", case, "--yes")
        assert code == 0, errors
        (posted,) = await server.wait_for_messages(channel)
        assert "Что известно о ремонте" in posted.text


async def test_a_post_of_the_channel_itself_sets_its_language(server: FakeTelegram, tmp_path: Path) -> None:
    channel = server.add_channel("Pier news", admins=[ANN])
    with Bot(server, write(tmp_path / "case"), tmp_path, intake__poll_seconds="1"):
        server.send_text(channel, "/language ru")
        (answered,) = await server.wait_for_messages(channel)
        assert answered.text == "Ответы и уведомления теперь приходят по-русски."
        server.send_text(channel, "/subscribe -")
        refused = (await server.wait_for_messages(channel, 2))[-1]
        assert "По таким словам уведомлений не найти" in refused.text
