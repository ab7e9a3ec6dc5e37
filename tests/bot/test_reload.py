"""A case that changes while the bot runs: taken in, refused, taken back, by terminal, signal, chat and by itself."""

import json
import signal
import time
from pathlib import Path

import pytest

from tests.bot.running import Bot, call, deliveries
from tests.fake_telegram import FakeTelegram
from tests.fake_telegram.views import BotMessage
from tests.knowledge.small_case import FACTS, MORE_FACTS, NOTICE, QUESTION, STATEMENT, files, write
from tests.support.eventually import eventually, steadily

pytestmark = pytest.mark.slow

ANN, BOSS = 100, 101
CHANGED = "The mayor said that the harbour office shut the north pier."
OTHERWISE = FACTS.replace(STATEMENT, CHANGED)
BROKEN = FACTS.replace("quote: The pier\n", "quote: The bridge\n")
WORSE = FACTS.replace("Who closed the pier?", "Which bird sings at night?").replace("closed by whom", "the bird")
GOLDEN = f"- {{question: {QUESTION}, language: en, tag: plain, facts: [pier-closed]}}\n"


@pytest.fixture
def server(_server: FakeTelegram) -> FakeTelegram:
    """A fake Telegram that knows a reader, Ann, and an admin."""
    _server.reset()
    _server.add_user(ANN, "Ann", "en")
    _server.add_user(BOSS, "Boss", "en")
    return _server


@pytest.fixture
def case(tmp_path: Path) -> Path:
    return write(tmp_path / "case")


@pytest.fixture
def bot(server: FakeTelegram, case: Path, tmp_path: Path) -> Bot:
    return Bot(server, case, tmp_path, intake__poll_seconds="1", telegram__admins=str(BOSS))


def facts_are(case: Path, facts: str) -> None:
    write(case, {"facts/closure.yaml": facts})


async def asked(server: FakeTelegram, text: str, who: int = ANN) -> BotMessage:
    """Return the reply to a message."""
    before = server.messages(who)
    server.send_text(who, text)
    return (await server.wait_for_messages(who, after=before[-1].message_id if before else 0))[-1]


def reload(case: Path, home: Path, *options: str) -> tuple[int, str, str]:
    return call(home, "reload", "--knowledge", case, *options)


async def test_a_changed_case_answers_without_a_restart_and_can_be_taken_back(
    bot: Bot, server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    with bot:
        assert (await asked(server, QUESTION)).text.startswith(STATEMENT)
        assert reload(case, tmp_path)[:2] == (0, "Nothing has changed: version 1 has all that is in the case folder.\n")
        facts_are(case, OTHERWISE)
        code, output, errors = reload(case, tmp_path)
        assert (code, errors) == (0, "")
        assert output.splitlines() == [
            "Taken in as version 2. Facts: 3 (new: 0, changed: 1, gone: 0).",
            "Running processes that answer from it: 1.",
        ]
        assert (await asked(server, QUESTION)).text.startswith(CHANGED)
        about = (await asked(server, "/about")).text
        assert f"Version 2 of the base, in use since {time.strftime('%-d %B %Y', time.gmtime())}." in about
        assert "The newest document is of 2 May 2020." in about

        code, output, errors = reload(case, tmp_path, "--rollback")
        assert (code, errors) == (0, "")
        assert output.startswith("The version before is served again, as version 3.")
        assert (await asked(server, QUESTION)).text.startswith(STATEMENT)
        code, output, _ = reload(case, tmp_path, "--rollback")
        assert (code, output) == (1, "There is no version before the one that is served.\n")
        bot.end(signal.SIGTERM)
    with bot:
        assert (await asked(server, QUESTION)).text.startswith(STATEMENT), "a restart brings nothing back"
        assert "an older or a refused version" in bot.log


async def test_a_broken_case_is_refused_with_file_and_line_and_the_old_one_answers(
    bot: Bot, server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    with bot:
        await asked(server, QUESTION)
        facts_are(case, BROKEN)
        code, output, _ = reload(case, tmp_path)
        assert code == 1
        assert "facts/closure.yaml:" in output
        assert output.endswith("The old version stays: the case folder has problems.\n")
        assert (await asked(server, QUESTION)).text.startswith(STATEMENT)


async def test_a_restart_over_a_broken_case_goes_on_with_what_was_served(
    bot: Bot, server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    with bot:
        await asked(server, QUESTION)
        facts_are(case, OTHERWISE)
        assert reload(case, tmp_path)[0] == 0
    facts_are(case, BROKEN)
    with bot:
        assert (await asked(server, QUESTION)).text.startswith(CHANGED)
        assert "facts/closure.yaml:" in bot.log
        assert "The case folder has problems, so what was served last is served again.\n" in bot.log


async def test_a_case_with_worse_answers_is_refused_unless_one_insists(
    bot: Bot, server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    write(case, {"golden.yaml": GOLDEN})
    with bot:
        await asked(server, QUESTION)
        facts_are(case, WORSE)
        code, output, _ = reload(case, tmp_path)
        assert code == 1
        assert output.startswith("answered rightly: 100.0% before, 0.0% now\nThe old version stays: ")
        assert (await asked(server, QUESTION)).text.startswith(STATEMENT)
        assert reload(case, tmp_path, "--force")[0] == 0
        assert "Version 2 of the base" in (await asked(server, "/about")).text


async def test_a_signal_has_the_folder_taken_in_and_a_refusal_stands_in_the_log(
    bot: Bot, server: FakeTelegram, case: Path
) -> None:
    with bot:
        await asked(server, QUESTION)
        facts_are(case, BROKEN)
        bot.process.send_signal(signal.SIGHUP)
        await eventually(lambda: "facts/closure.yaml:" in bot.log)
        (told,) = await server.wait_for_messages(BOSS)
        assert told.text.startswith("The old version stays: the case folder has problems.\n")
        assert "closure.yaml:" in told.text
        facts_are(case, OTHERWISE)
        bot.process.send_signal(signal.SIGHUP)
        await eventually(lambda: "another version of the base answers now" in bot.log)
        assert (await asked(server, QUESTION)).text.startswith(CHANGED)


async def test_an_admin_has_it_taken_in_by_the_chat_and_others_cannot(
    bot: Bot, server: FakeTelegram, case: Path
) -> None:
    with bot:
        await asked(server, QUESTION)
        facts_are(case, BROKEN)
        begun = await asked(server, "/reload", BOSS)
        assert begun.text == "I am reading the case folder. Until it is checked, the old version answers."

        def now() -> str:
            return next(one.text for one in server.messages(BOSS) if one.message_id == begun.message_id)

        await eventually(lambda: now().startswith("The old version stays: the case folder has problems.\n"))
        assert "closure.yaml:" in now()
        facts_are(case, OTHERWISE)
        begun = await asked(server, "/reload", BOSS)
        await eventually(lambda: now().startswith("Version 2 answers now. Facts: 3 (new: 0, changed: 1, gone: 0)."))
        assert (await asked(server, QUESTION)).text.startswith(CHANGED)
        begun = await asked(server, "/reload back", BOSS)
        await eventually(lambda: now().startswith("The version before answers again, as version 3."))
        assert (await asked(server, QUESTION)).text.startswith(STATEMENT)
        assert "Ask about the case" in (await asked(server, "/reload")).text, "for others it is no command"


async def test_a_changed_file_is_noticed_where_the_operator_wants_that(
    server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    follows = {"knowledge__reload_on": "files", "knowledge__reload_seconds": "0.1"}
    with Bot(server, case, tmp_path, intake__poll_seconds="1", **follows) as bot:
        await asked(server, QUESTION)
        facts_are(case, OTHERWISE)
        await eventually(lambda: "another version of the base answers now" in bot.log)
        assert (await asked(server, QUESTION)).text.startswith(CHANGED)


async def test_a_change_is_not_taken_in_by_itself_unless_the_operator_wants_that(
    bot: Bot, server: FakeTelegram, case: Path
) -> None:
    with bot:
        await asked(server, QUESTION)
        facts_are(case, OTHERWISE)
        await steadily(lambda: "another version" not in bot.log)
        assert (await asked(server, QUESTION)).text.startswith(STATEMENT)


async def test_what_was_said_of_a_fact_can_be_read_when_it_says_so_no_more(
    bot: Bot, server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    with bot:
        await asked(server, QUESTION)
        facts_are(case, OTHERWISE)
        assert reload(case, tmp_path)[0] == 0
    code, output, errors = call(tmp_path, "history", "pier-closed")
    assert (code, errors) == (0, "")
    first, second = output.split("\n\n")
    assert f"  en: {STATEMENT}\n" in first
    assert "until now" not in first
    assert f"  en: {CHANGED}\n" in second
    assert "until now" in second
    assert "“The harbour office closed the north pier on 1 May 2020” A note to the press (The harbour office," in first
    code, output, _ = call(tmp_path, "history", "pier-closed", "--json")
    assert [one["statement"]["en"] for one in json.loads(output)] == [STATEMENT, CHANGED]
    today = time.strftime("%Y-%m-%d", time.gmtime())
    said = json.loads(call(tmp_path, "history", "--on", today, "--json")[1])
    assert [one["fact"] for one in said] == ["pier-closed", "pier-closed", "pier-needs-repair", "pier-stays-closed"]
    assert call(tmp_path, "history", "--on", "2001-01-01")[::2] == (1, "Nothing is recorded on 2001-01-01.\n")
    assert call(tmp_path, "history", "nothing")[::2] == (1, "Nothing is recorded of 'nothing'.\n")


async def test_a_correction_at_the_terminal_lets_the_bot_take_the_corrected_fact_in(
    bot: Bot, server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    write(case, {"notices/repair.yaml": NOTICE})
    with bot:
        await asked(server, "/subscribe")
        assert call(tmp_path, "publish", "repair", "--knowledge", case, "--yes")[0] == 0
        facts_are(case, OTHERWISE)
        write(case, {"notices/repair.yaml": f"{NOTICE}correction: {{en: It was wrong., ru: Это было неверно.}}\n"})
        code, output, errors = call(tmp_path, "correct", "repair", "--knowledge", case, "--yes")
        assert (code, errors) == (0, "")
        assert "Taken in as version 2." in output
        assert (await asked(server, QUESTION)).text.startswith(CHANGED)


async def test_a_refused_case_is_not_published_from(bot: Bot, server: FakeTelegram, case: Path, tmp_path: Path) -> None:
    write(case, {"golden.yaml": GOLDEN, "notices/repair.yaml": NOTICE})
    with bot:
        await asked(server, "/subscribe")
        facts_are(case, WORSE.replace(STATEMENT, CHANGED))
        code, output, errors = call(tmp_path, "publish", "repair", "--knowledge", case, "--yes")
        assert (code, errors) == (1, "So nothing is published.\n")
        assert "answered rightly: 100.0% before, 0.0% now\n" in output
        assert deliveries(tmp_path) == {}


async def test_a_fact_that_is_gone_leaves_no_button_or_context_that_fails(
    bot: Bot, server: FakeTelegram, case: Path, tmp_path: Path
) -> None:
    with bot:
        answer = await asked(server, "Why is repair needed: no")
        answer = await asked(server, "Зачем ремонт?")
        files_without = {**files(), "facts/repair.yaml": MORE_FACTS.replace("pier-needs-repair", "pier-repair")}
        files_without["golden.yaml"] = files()["golden.yaml"].replace("pier-needs-repair", "pier-repair")
        write(case, files_without)
        assert reload(case, tmp_path)[0] == 0
        assert (await asked(server, "Когда?")).text
        server.press(answer, answer.buttons[0].text)
        await server.wait_until_idle()
    assert "could not be answered" not in bot.log
