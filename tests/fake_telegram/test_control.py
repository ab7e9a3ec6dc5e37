"""The test's side: groups and privacy, topics, faults, limits, the request log and the process itself."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request

import pytest
import telegram
from telegram.error import BadRequest, NetworkError, RetryAfter, TelegramError, TimedOut

from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.process import ControlError
from tests.support.eventually import eventually


async def test_privacy_mode_shows_the_bot_only_what_is_meant_for_it(bot: telegram.Bot, server: FakeTelegram) -> None:
    group = server.add_group(members=[100])
    own = await bot.send_message(group, "mine")
    assert server.send_text(group, "all see this", 100).update_id is not None
    server.set_privacy(True)
    assert server.send_text(group, "not for the bot", 100).update_id is None
    assert server.send_text(group, "/ask@another_bot x", 100).update_id is None
    assert server.send_text(group, "/ask why", 100).update_id is not None
    assert server.send_text(group, f"/ask@{server.username} why", 100).update_id is not None
    assert server.send_text(group, f"tell me @{server.username}", 100).update_id is not None
    assert server.send_text(group, "and?", 100, reply_to=own.message_id).update_id is not None
    assert server.send_text(100, "in private").update_id is not None


async def test_topics_exist_once_someone_wrote_in_them(bot: telegram.Bot, server: FakeTelegram) -> None:
    group = server.add_group(forum=True)
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(group, "x", message_thread_id=7)
    server.send_text(group, "hello", 100, thread_id=7)
    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.is_topic_message
    answer = await update.message.reply_text("hi")
    assert answer.message_thread_id == 7
    assert server.messages(group)[0].thread_id == 7


async def test_an_edited_question_arrives_as_an_edit(bot: telegram.Bot, server: FakeTelegram) -> None:
    posted = server.send_text(100, "wy?")
    server.send_text(100, "why?", edit_of=posted.message_id)
    _, update = await bot.get_updates()
    assert update.edited_message is not None
    assert update.edited_message.text == "why?"
    assert update.edited_message.message_id == posted.message_id


async def test_blocking_is_announced_and_writing_again_unblocks(bot: telegram.Bot, server: FakeTelegram) -> None:
    server.set_chat_state(100, "blocked", announce=True)
    (update,) = await bot.get_updates()
    assert update.my_chat_member is not None
    assert update.my_chat_member.new_chat_member.status == "kicked"
    server.send_text(100, "back")
    await bot.send_message(100, "hello")


@pytest.mark.parametrize(
    ("fault", "error", "stored", "status"),
    [
        ({"kind": "flood", "retry_after": 3}, RetryAfter, 0, 429),
        ({"kind": "error"}, NetworkError, 0, 500),
        ({"kind": "error", "status": 403, "description": "Forbidden: no"}, telegram.error.Forbidden, 0, 403),
        ({"kind": "bad_gateway"}, NetworkError, 0, 502),
        ({"kind": "no_answer"}, TimedOut, 0, None),
        ({"kind": "cut_before"}, NetworkError, 0, None),
        ({"kind": "cut_after"}, NetworkError, 1, None),
        ({"kind": "cut_midway"}, NetworkError, 1, None),
        ({"kind": "silent_after"}, TimedOut, 1, None),
        ({"kind": "broken_json"}, TelegramError, 1, 200),
        ({"kind": "slow", "delay": 5}, TimedOut, 1, 200),
    ],
)
@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_each_fault_fails_once_and_the_log_says_whether_the_message_was_accepted(
    bot: telegram.Bot,
    server: FakeTelegram,
    fault: dict[str, object],
    error: type[TelegramError],
    stored: int,
    status: int | None,
) -> None:
    server.add_fault(**fault, method="sendMessage", times=1)  # type: ignore[arg-type]
    with pytest.raises(error):
        await bot.send_message(100, "x", read_timeout=0.2)
    assert len(server.messages(100)) == stored
    (record,) = server.log("sendMessage")
    assert (record.accepted, record.status, record.fault) == (bool(stored), status, fault["kind"])
    await bot.send_message(100, "y")
    assert [message.text for message in server.messages(100)][stored:] == ["y"]


async def test_faults_choose_chats_and_repeat_with_their_seed(bot: telegram.Bot, server: FakeTelegram) -> None:
    server.add_user(101)
    failed = []
    for _ in range(2):
        server.clear_faults(seed=5)
        server.add_fault("error", method="sendMessage", chat_id=100, probability=0.5)
        before = server.status()["requests"]
        for chat in (100, 101) * 10:
            try:
                await bot.send_message(chat, "x")
            except NetworkError:
                assert chat == 100
        failed.append([record.number - before for record in server.log(since=before) if record.fault])
    assert failed[0] == failed[1]
    assert 0 < len(failed[0]) < 10


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_flood_limits_hold_for_a_person_and_a_group(bot: telegram.Bot, server: FakeTelegram) -> None:
    group = server.add_group()
    server.set_limits(enabled=True, private_burst=2, private_per_second=0.001, group_per_minute=4)
    assert await _sent_before_flood(bot, [100] * 5) == 2
    assert await _sent_before_flood(bot, [group] * 6) == 4


async def _sent_before_flood(bot: telegram.Bot, chats: list[int]) -> int:
    for sent, chat in enumerate(chats):
        try:
            await bot.send_message(chat, "x")
        except RetryAfter:
            return sent
    return len(chats)


async def test_counts_tell_who_got_how_much(bot: telegram.Bot, server: FakeTelegram) -> None:
    server.add_users(1000, 3)
    for chat in (1000, 1002, 1002):
        await bot.send_message(chat, "x")
    assert server.message_counts() == {1000: 1, 1002: 2}
    status = server.status()
    assert (status["by_method"]["sendmessage"], status["accepted"]) == (3, status["requests"])


@pytest.mark.filterwarnings("ignore:Deprecated since version v22.2")
async def test_a_flood_answer_says_how_long_to_wait(bot: telegram.Bot, server: FakeTelegram) -> None:
    server.set_limits(enabled=True, private_burst=1, private_per_second=0.1)
    await bot.send_message(100, "x")
    with pytest.raises(RetryAfter, match="Retry in 10 seconds"):
        await bot.send_message(100, "x")
    assert server.log("sendMessage")[-1].description == "Too Many Requests: retry after 10"


def test_a_json_body_is_read_like_a_form(server: FakeTelegram) -> None:
    body = json.dumps({"chat_id": 100, "text": "json", "disable_notification": True}).encode()
    request = urllib.request.Request(
        f"{server.base_url}{server.token}/sendMessage", body, {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request) as response:
        assert json.load(response)["result"]["text"] == "json"
    assert server.messages(100)[0].silent


def test_a_control_request_that_makes_no_sense_says_why(server: FakeTelegram) -> None:
    with pytest.raises(ControlError, match="no chat 5"):
        server.send_text(5, "x")


async def test_waiting_in_vain_says_for_what(server: FakeTelegram) -> None:
    with pytest.raises(TimeoutError, match="no 1 messages in chat 100"):
        await server.wait_for_messages(100, seconds=0.05)


def test_the_process_ends_when_its_standard_input_closes() -> None:
    server = FakeTelegram()
    server.start()
    process = server._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=20) == 0
    server.stop()


@pytest.fixture
def orphan() -> FakeTelegram:
    """A server whose parent has been killed."""
    script = (
        "import sys, time; from tests.fake_telegram import FakeTelegram; s = FakeTelegram(); s.start(); "
        "print(s.port, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    port = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    parent.stdout.close()
    return FakeTelegram(port=port)


async def test_the_process_ends_when_its_parent_is_killed(orphan: FakeTelegram) -> None:
    await eventually(lambda: not _listens(orphan))
    orphan.stop()


def _listens(server: FakeTelegram) -> bool:
    try:
        server.call("idle")
    except OSError:
        return False
    return True
