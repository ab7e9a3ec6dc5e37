"""Conversations are played with the real handlers, each in a chat that knows of no other."""

from pathlib import Path

import pytest
import structlog

from bot.terminal.rehearsal import rehearse
from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Found, Suggestions, act_of
from knowledge.casefile.loading import load
from knowledge.casefile.talk import Conversation, Expected, Turn, Wanted
from knowledge.model import Location
from tests.bot.running import call
from tests.knowledge import small_case


def _conversation(name: str, *said: str, language: str = "en") -> Conversation:
    place = Location(Path("talk.yaml"), 1)
    return Conversation(
        name, language, tuple(Turn(say, language, "fact", (Expected(Wanted.NONE),), (), place) for say in said)
    )


def test_each_turn_is_heard_and_a_chat_forgets_what_another_was_told(tmp_path: Path) -> None:
    base = load(small_case.write(tmp_path))
    played = rehearse(
        base,
        Answerer(base),
        [
            _conversation("first", "/language ru", small_case.QUESTION, "hello"),
            _conversation("second", small_case.QUESTION, "/topics"),
        ],
    )
    (_, (chosen, told, greeted)), (_, (again, topics)) = played
    assert chosen.answer is None
    assert chosen.replied
    assert isinstance(told.answer, Found)
    assert told.answer.language == "ru"
    assert greeted.answer is not None
    assert act_of(greeted.answer) == "greeting"
    assert again.answer is not None
    assert again.answer.language == "en"
    assert topics.answer is None
    assert topics.replied


def test_what_a_button_opens_is_offered(tmp_path: Path) -> None:
    base = load(small_case.write(tmp_path))
    ((_, heard),) = rehearse(base, Answerer(base), [_conversation("first", "pier", "harbour office pier repair")])
    offers = [each for each in heard if isinstance(each.answer, Suggestions)]
    assert offers, [each.answer for each in heard]
    for each in offers:
        assert isinstance(each.answer, Suggestions)
        assert each.offered == {match.fact_id for match in each.answer.matches}


@pytest.mark.slow
def test_what_came_of_conversations_is_printed_and_failed_turns_where_asked(tmp_path: Path) -> None:
    case = small_case.write(tmp_path)
    (case / "evaluation").mkdir()
    talk = case / "evaluation" / "talk.yaml"
    turn = "    - {{say: '{}', lang: en, kind: {}, expect: {}}}\n"
    told, other = "{fact: [pier-closed]}", "{act: summary}"
    talk.write_text(
        "- id: en-01\n  lang: en\n  turns:\n"
        + turn.format(small_case.QUESTION, "fact", told)
        + turn.format(small_case.QUESTION, "summary", other),
        encoding="utf-8",
    )
    code, output, _ = call(tmp_path, "eval", "--knowledge", case, "--talk", talk, "--verbose")
    rows = {line.split()[0]: line.split()[1:] for line in output.splitlines() if line}
    assert code == 0
    assert rows["all"] == ["2", "100.0%", "100.0%", "0.0%", "0.0%", "50.0%", "0"]
    assert rows["fact"] == ["1", "100.0%", "100.0%", "-", "0.0%", "0.0%", "0"]
    assert rows["wrong"][:3] == ["summary", "en-01", "Who"]
    assert "expected summary; got found pier-closed" in output
    code, output, _ = call(tmp_path, "eval", "--knowledge", case)
    assert "en-01" not in output
    assert "or helped" in output


def test_the_log_of_the_process_stays_as_it_was(tmp_path: Path) -> None:
    before = structlog.get_config()
    base = load(small_case.write(tmp_path))
    rehearse(base, Answerer(base), [_conversation("first", "pier", "harbour office pier repair")])
    assert structlog.get_config() == before
