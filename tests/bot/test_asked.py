"""From a question that nothing answers to the message that does: a running bot, a new fact, a notice."""

from pathlib import Path

import pytest

from tests.bot.contents import REPAIRER_NOTICE
from tests.bot.running import Bot, call, deliveries
from tests.fake_telegram import FakeTelegram
from tests.knowledge.small_case import MORE_FACTS, files, write
from tests.support.eventually import eventually

pytestmark = pytest.mark.slow

ANN, GROUP_ADMIN = 100, 101
QUESTION = "Who repairs <the> pier?"
NEW_FACT = """- id: pier-repairer
  topic: closure
  asserted_by: office
  statement:
    en: The note says that the pier needs repair, and nobody who repairs it.
    ru: В записке сказано, что пирсу нужен ремонт, и не сказано, кто его чинит.
  citations:
    - document: press-note
      quote: The pier needs repair.
  questions:
    en: [Who repairs the pier?]
    ru: [Кто чинит пирс?]
"""


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    _server.add_user(GROUP_ADMIN, "Ben", "ru")
    return _server


async def test_who_asked_is_told_when_it_is_known_and_then_nothing_waits_any_more(
    server: FakeTelegram, tmp_path: Path
) -> None:
    case = write(tmp_path / "case")
    group = server.add_group("Team", members=[GROUP_ADMIN], admins=[GROUP_ADMIN])
    with Bot(server, case, tmp_path, intake__poll_seconds="1") as bot:
        server.send_text(ANN, QUESTION)
        (unknown,) = await server.wait_for_messages(ANN)
        assert unknown.reply_to is not None, "it answers the question, which the button needs"
        label = "Tell me when you know"
        if label not in [button.text for button in unknown.buttons]:
            server.press(unknown, "None of these")
            unknown = (await server.wait_for_messages(ANN, 2))[-1]
        server.press(unknown, label)
        kept = (await server.wait_for_messages(ANN, after=unknown.message_id))[-1]
        assert f"\n• {QUESTION}\n" in kept.text

        server.send_text(group, f"/ask@{server.username} Кто подписал приказ о чайках?", GROUP_ADMIN)
        (silent,) = await server.wait_for_messages(group)
        server.press(silent, "Сообщить, когда будет ответ", GROUP_ADMIN)
        await server.wait_for_messages(group, 2)

        write(
            case,
            {**files(), "facts/repair.yaml": MORE_FACTS + NEW_FACT, "notices/repair.yaml": REPAIRER_NOTICE},
        )
        code, output, errors = call(tmp_path, "publish", "repair", "--knowledge", case, "--yes")
        assert (code, errors) == (0, "")
        taken_in = (
            "it takes the case folder in first.\nTaken in as version 2. Facts: 4 (new: 1, changed: 0, gone: 0).\n"
        )
        assert taken_in in output
        assert "Chats that would get it: 1 at once" in output
        told = (await server.wait_for_messages(ANN, after=kept.message_id))[-1]
        assert "What is known of the repair" in told.text
        reason = f"You get this because you asked: “{QUESTION}”. The question is now deleted."
        assert told.texts_of("italic") == [reason]
        assert [button.text for button in told.buttons][-1:] == ["Settings"], "there is nothing left to stop"

        await eventually(lambda: deliveries(tmp_path) == {"sent": 1})
        server.send_text(ANN, "/subscriptions")
        listed = (await server.wait_for_messages(ANN, after=told.message_id))[-1]
        assert listed.text == "This chat follows nothing. Begin with /subscribe."
        assert len(server.messages(group)) == 2, "its question is not answered"
        server.send_text(ANN, QUESTION)
        answer = (await server.wait_for_messages(ANN, after=listed.message_id))[-1]
        assert "needs repair, and nobody who repairs it" in answer.text, "what is announced is what the bot says"
        assert "repairs" not in bot.log
        assert "чайках" not in bot.log
