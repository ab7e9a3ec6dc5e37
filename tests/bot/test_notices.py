"""Notices end to end: written in the case folder, published at a terminal, sent by the running bot, mended there."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.bot.running import Bot, call, deliveries, make_due
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import NOTICE, files, write
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow

ANN, BEN = 100, 101


WRONG = "correction: {en: The repair has not begun., ru: Ремонт ещё не начался.}\n"


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    _server.add_user(BEN, "Ben", "ru")
    return _server


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case", {**files(), "notices/repair.yaml": NOTICE})


async def test_a_notice_goes_from_the_case_folder_to_those_who_follow_it_and_is_mended_there(
    server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    with Bot(server, case, tmp_path, intake__poll_seconds="1"):
        for chat in (ANN, BEN):
            server.send_text(chat, "/subscribe")
            (menu,) = await server.wait_for_messages(chat)
            server.press(menu, "s:case:")
            await server.wait_for_messages(chat, 2)
        code, output, errors = call(tmp_path, "publish", "repair", "--knowledge", case, typed=b"y\n")
        assert (code, errors) == (0, "")
        assert "The pier may open again" in output
        assert "Пирс могут снова открыть" in output
        assert "Chats that would get it: 2 at once, 0 by digest." in output
        told = [(await server.wait_for_messages(chat, 3))[-1] for chat in (ANN, BEN)]
        assert "The pier may open again" in told[0].text
        assert "Пирс могут снова открыть" in told[1].text
        again = call(tmp_path, "publish", "repair", "--knowledge", case, "--yes")
        assert "nothing is sent" in again[1]
        mended = NOTICE.replace("is being repaired", "will be repaired")
        (case / "notices" / "repair.yaml").write_text(mended, encoding="utf-8")
        code, _, errors = call(tmp_path, "correct", "repair", "--knowledge", case, "--yes")
        assert code == 1
        assert "repair.yaml does not say what was wrong and why, and readers are told. Add it" in errors
        assert errors.endswith("correction:\n  en: ...\n  ru: ...\n")
        (case / "notices" / "repair.yaml").write_text(mended + WRONG, encoding="utf-8")
        assert "Chats to tell: 2" in call(tmp_path, "correct", "repair", "--knowledge", case, "--yes")[1]
        messages = await server.wait_for_messages(ANN, 4)
        assert "will be repaired" in messages[2].text
        assert "Notice 1 was corrected. The repair has not begun." in messages[3].text
        assert messages[3].reply_to == messages[2].message_id
        await eventually(lambda: deliveries(tmp_path) == {"sent": 4})
        shown = call(tmp_path, "deliveries", "repair")[1]
        assert shown.split()[-3:] == ["repair", "sent", "4"]


def test_a_notice_that_is_not_there_is_named_with_those_that_are(case: Path, tmp_path: Path) -> None:
    code, _, errors = call(tmp_path, "publish", "repairs", "--knowledge", case, "--yes")
    assert code == 1
    assert errors == "There is no notice 'repairs' in the case's folder notices; there are: repair.\n"
    for arguments in (["repairs"], ["repairs", "--send-held"], ["repairs", "--drop-unconfirmed"]):
        code, _, errors = call(tmp_path, "deliveries", *arguments)
        assert (code, errors) == (1, "No notice 'repairs' was published; there are: none.\n")
    code, _, errors = call(tmp_path, "recall", "repair", "--knowledge", case, "--yes")
    assert code == 1
    assert "was never published" in errors


@pytest.mark.parametrize(
    ("wrong", "instead", "sentence"),
    [
        ("kind: news", "kind: rumour", 'notices/repair.yaml:2: "rumour" is not a kind that can be used'),
        ("date: 2020-06-01", "date: soon", "notices/repair.yaml:1:"),
        ("facts: [pier-closed]", "facts: [pier-clsed]", 'notices/repair.yaml:9: there is no fact "pier-clsed"'),
        ("documents: [press-note]", "documents: [nothing]", "notices/repair.yaml:10: there is no document"),
        ("  ru: Пирс могут снова открыть\n", "", "headline has no ru; add it"),
        ("facts: [pier-closed]", "correction: {en: It was wrong.}", "correction has no ru; add it"),
        (
            "facts: [pier-closed]",
            f"correction: {{en: {'x' * 601}, ru: x}}",
            "correction has 601 characters in en; at most 600 fit a message",
        ),
    ],
)
def test_a_wrong_notice_is_reported_with_its_line(tmp_path: Path, wrong: str, instead: str, sentence: str) -> None:
    case = write(tmp_path / "case", {**files(), "notices/repair.yaml": NOTICE.replace(wrong, instead)})
    code, output, errors = call(tmp_path, "check", case)
    assert code == 1
    assert sentence in output + errors


async def test_a_notice_is_scheduled_at_the_terminal_taken_back_and_goes_out_in_its_time(
    server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    publish = ("publish", "repair", "--knowledge", case)
    for wrong, said in (("tomorrow", "is no time"), ("2020-01-01T09:00", "is over")):
        code, _, errors = call(tmp_path, *publish, "--at", wrong)
        assert (code, said in errors) == (2, True)
    with Bot(server, case, tmp_path, intake__poll_seconds="1"):
        server.send_text(ANN, "/subscribe")
        (menu,) = await server.wait_for_messages(ANN)
        server.press(menu, "s:case:")
        await server.wait_for_messages(ANN, 2)
        assert "Scheduled at 2990-01-01 09:00 UTC" in call(tmp_path, *publish, "--at", "2990-01-01 09:00", "--yes")[1]
        (case / "notices" / "repair.yaml").rename(tmp_path / "repair.yaml")
        assert "Taken back" in call(tmp_path, *publish, "--cancel")[1], "also if its file is gone"
        (tmp_path / "repair.yaml").rename(case / "notices" / "repair.yaml")
        assert "Nothing was scheduled or proposed for repair." in call(tmp_path, *publish, "--cancel")[1]
        later = (datetime.now(UTC) + timedelta(hours=5)).isoformat()
        assert "Scheduled at" in call(tmp_path, *publish, "--at", later, "--yes")[1]
        assert len(server.messages(ANN)) == 2
        make_due(tmp_path)
        told = (await server.wait_for_messages(ANN, 3))[-1]
    assert "The pier may open again" in told.text


async def test_where_two_are_needed_the_terminal_proposes_and_an_admin_approves_in_the_chat(
    server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    with Bot(server, case, tmp_path, telegram__admins=str(BEN), intake__poll_seconds="1", notices__second_admin="true"):
        server.send_text(ANN, "/subscribe")
        (menu,) = await server.wait_for_messages(ANN)
        server.press(menu, "s:case:")
        await server.wait_for_messages(ANN, 2)
        output = call(tmp_path, "publish", "repair", "--knowledge", case, "--yes")[
            1
        ]  # it has not the bot's configuration
        assert "An admin approves it in the chat with the bot: /publish repair" in output
        server.send_text(BEN, "/publish repair")
        *previews, look = await server.wait_for_messages(BEN, 3)
        assert "The pier may open again" in previews[0].text
        assert len(server.messages(ANN)) == 2
        server.press(look, next(button.callback_data for button in look.buttons if button.callback_data))
        told = (await server.wait_for_messages(ANN, 3))[-1]
    assert "The pier may open again" in told.text
