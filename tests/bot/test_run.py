"""`casewire run` end to end: a process of its own, an unmodified python-telegram-bot, the strict fake Telegram."""

import signal
import sqlite3
from pathlib import Path

import pytest

from tests.bot.running import Bot
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import QUESTION, STATEMENT, write
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow

QUOTE = "The harbour office closed the\u00a0north pier\non 1 May 2020"
ANN = 100


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    """A fake Telegram that knows one reader, Ann."""
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    return _server


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case")


@pytest.fixture
def bot(server: FakeTelegram, case: Path, tmp_path: Path) -> Bot:
    return Bot(server, case, tmp_path, intake__poll_seconds="5")


async def test_a_question_in_private_gets_the_fact_the_passage_its_date_and_its_source(
    bot: Bot, server: FakeTelegram
) -> None:
    server.send_text(ANN, QUESTION)
    with bot:
        (reply,) = await server.wait_for_messages(ANN)
        await server.wait_until_idle()
    assert reply.text.startswith(STATEMENT)
    (quoted,) = [*reply.texts_of("expandable_blockquote"), *reply.texts_of("blockquote")]
    assert quoted.split() == QUOTE.split()
    assert reply.links() == {"A note to the press": "https://harbour.example/notes/1"}
    assert "2 May 2020" in reply.text
    assert "1 May 2020" in reply.text
    assert reply.link_preview == {"is_disabled": True}


async def test_buttons_lead_on_and_edited_questions_edit_their_answers(bot: Bot, server: FakeTelegram) -> None:
    with bot:
        asked = server.send_text(ANN, "Where is the moon?")
        (first,) = await server.wait_for_messages(ANN)
        server.send_text(ANN, QUESTION, edit_of=asked.message_id)
        await server.wait_until_idle()
        (edited,) = server.messages(ANN)
        assert edited.message_id == first.message_id
        assert edited.text.startswith(STATEMENT)
        context = next(button for button in edited.buttons if (button.callback_data or "").startswith("c:"))
        query = server.press(edited, context.text)
        await server.wait_for_callback_answer(query)
        _, more = await server.wait_for_messages(ANN, 2)
    assert "The pier needs repair." in more.text


async def test_in_a_group_a_mention_is_answered_and_talk_is_not(bot: Bot, server: FakeTelegram) -> None:
    group = server.add_group(members=[ANN])
    with bot:
        server.send_text(group, QUESTION, ANN)
        asked = server.send_text(group, f"@{server.username} {QUESTION}", ANN)
        (reply,) = await server.wait_for_messages(group)
        server.send_text(group, f"@{server.username} where is the moon?", ANN)
        await server.wait_until_idle()
        assert len(server.messages(group)) == 1
    assert reply.text.startswith(STATEMENT)
    assert reply.reply_to == asked.message_id


async def test_inline_a_fact_is_pasted_with_its_citation(bot: Bot, server: FakeTelegram) -> None:
    group = server.add_group(members=[ANN])
    with bot:
        await server.wait_until_polled()
        query = server.inline_query(ANN, QUESTION)
        answer = await server.wait_for_inline_answer(query)
        assert answer.results[0]["id"] == "pier-closed"
        server.choose_result(query, "pier-closed", group, ANN)
        await server.wait_until_idle()
    pasted = server.messages(group, bot_only=False)[-1]
    assert STATEMENT in pasted.text
    assert "https://harbour.example/notes/1" in pasted.links().values()


async def test_the_menus_are_set_for_each_language(bot: Bot, server: FakeTelegram) -> None:
    with bot:
        await server.wait_until_polled()
        await eventually(lambda: len(server.log("setMyShortDescription")) == 3)
    menus = server.log("setMyCommands")
    assert {str(menu.parameters.get("language_code", "")) for menu in menus} == {"", "en", "ru"}
    assert all(menu.accepted for menu in menus)


async def test_a_refused_token_ends_the_process_with_one_sentence_that_does_not_show_it(
    server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    with Bot(server, case, tmp_path, telegram__token="987654321:WRONG-but-well-formed_00000000000000") as bot:
        assert bot.wait() == 1
    (line,) = bot.log.splitlines()
    assert "Telegram does not accept the bot's token. Ask @BotFather" in line
    assert "WRONG" not in bot.log


async def test_a_token_revoked_while_polling_ends_the_process_too(bot: Bot, server: FakeTelegram) -> None:
    with bot:
        await server.wait_until_polled()
        server.add_fault("error", method="getUpdates", status=401, description="Unauthorized")
        server.send_text(ANN, QUESTION)
        assert bot.wait() == 1
    assert "Telegram does not accept the bot's token" in bot.log
    assert server.token not in bot.log
    assert "Traceback" not in bot.log


async def test_failures_of_the_network_cost_time_and_no_answer(bot: Bot, server: FakeTelegram) -> None:
    server.add_fault("cut_before", method="getMe", times=1)
    server.add_fault("bad_gateway", method="getUpdates", times=1)
    server.add_fault("cut_midway", method="getUpdates", skip=1, times=1)
    server.add_fault("error", method="sendMessage", status=500, times=1)
    server.send_text(ANN, QUESTION)
    with bot:
        (reply,) = await server.wait_for_messages(ANN)
        await server.wait_until_idle()
    assert reply.text.startswith(STATEMENT)


async def test_flood_control_is_obeyed_and_everything_is_answered_in_order(bot: Bot, server: FakeTelegram) -> None:
    server.set_limits(enabled=True, private_burst=2, private_per_second=1)
    questions = [QUESTION, "Открыт ли пирс?", QUESTION, "Is the pier open: yes or no?"]
    for question in questions:
        server.send_text(ANN, question)
    with bot:
        replies = await server.wait_for_messages(ANN, 4)
        await server.wait_until_idle()
    assert [reply.text.split("\n")[0] for reply in replies] == [
        STATEMENT,
        "По состоянию на 2 мая 2020 г.: Мэр сказал, что пирс остаётся закрытым.",
        STATEMENT,
        "The mayor said that the pier stays closed.",
    ]
    assert len(server.messages(ANN)) == 4


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_stop_finishes_acknowledges_and_ends_with_code_0(
    bot: Bot, server: FakeTelegram, number: signal.Signals
) -> None:
    with bot:
        await server.wait_until_polled()
        server.add_fault("slow", method="sendMessage", delay=0.5)
        server.send_text(ANN, QUESTION)
        await server.wait_for_messages(ANN)
        assert bot.end(number) == 0
    assert server.status()["pending_updates"] == 0
    assert "stopped" in bot.log
    assert "Traceback" not in bot.log


async def test_neither_the_log_nor_the_database_tells_who_asked_what(
    server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    reader = server.add_user(987654321987, "Reader", "en")
    server.add_fault("error", method="sendMessage", status=400, description="Bad Request: something odd", times=1)
    server.send_text(reader, "Where is my secret?")
    server.send_text(reader, QUESTION)
    with Bot(server, case, tmp_path, log__level="debug") as bot:
        await server.wait_for_messages(reader)
        await server.wait_until_idle()
    stored = b"".join(file.read_bytes() for file in (tmp_path / ".local/share/casewire").glob("*.sqlite3*"))
    for private in (str(reader), "my secret", QUESTION, server.token):
        assert private not in bot.log
        assert private.encode() not in stored
    database = sqlite3.connect(tmp_path / ".local/share/casewire/casewire.sqlite3")
    assert database.execute("select count(*) from contexts").fetchone() == (1,)
    database.close()
