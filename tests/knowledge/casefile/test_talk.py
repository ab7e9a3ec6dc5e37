"""Conversations to measure with are read strictly, like the rest of a case."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import KnowledgeError, load, load_talk
from knowledge.casefile.shipped import default_case
from knowledge.casefile.talk import Conversation, Expected, Wanted
from knowledge.quality.check import check
from tests.knowledge import small_case
from tests.support.shipped import shipped

GOOD = """- id: en-01
  lang: en
  turns:
    - say: "who shut the pier, and why?"
      lang: en
      kind: parts
      expect: {parts: [[pier-closed], []]}
      also: [{fact: [pier-closed]}, ask_back]
      never_absent: [pier]
    - say: спасибо
      lang: ru
      kind: thanks
      expect: {act: thanks}
      note: in another language
"""


def _read(folder: Path, talk: str) -> tuple[Conversation, ...]:
    small_case.write(folder)
    (folder / "evaluation").mkdir()
    (folder / "evaluation" / "talk.yaml").write_text(talk, encoding="utf-8")
    return load_talk(folder, load(folder))


def test_a_conversation_is_read_with_all_replies_that_are_right(tmp_path: Path) -> None:
    (conversation,) = _read(tmp_path, GOOD)
    asked, thanked = conversation.turns
    assert asked.right == (
        Expected(Wanted.PARTS, parts=(("pier-closed",), ())),
        Expected(Wanted.FACT, facts=("pier-closed",)),
        Expected(Wanted.ASK_BACK),
    )
    assert (asked.never_absent, asked.wants_act) == (("pier",), False)
    assert (thanked.language, thanked.right, thanked.wants_act) == ("ru", (Expected(Wanted.ACT, act="thanks"),), True)


@pytest.mark.parametrize(
    ("written", "instead", "line", "message"),
    [
        ("kind: parts", "kind: part", 6, '"part" is not a kind that can be used; did you mean parts?'),
        ("act: thanks", "act: thank", 13, '"thank" is not an act that can be used; did you mean thanks?'),
        ("ask_back]", "ask_bck]", 8, '"ask_bck" is no reply that can be expected; did you mean ask_back?'),
        ("[pier]", "[bridge]", 9, '"bridge" does not stand in "who shut the pier, and why?"; write it as it is said'),
        ("fact: [pier-closed]", "fact: [pier-shut]", 8, 'there is no fact "pier-shut"; did you mean pier-closed?'),
        (
            "{act: thanks}",
            "{act: thanks, fact: [pier-closed]}",
            13,
            "an expected reply has one of fact, act, parts; keep one, and write others below also",
        ),
        ("  lang: en\n  turns", "  turns", 1, "a conversation has no lang; add it"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(
    written: str, instead: str, line: int, message: str, tmp_path: Path
) -> None:
    with pytest.raises(KnowledgeError) as raised:
        _read(tmp_path, GOOD.replace(written, instead, 1))
    assert str(raised.value) == f"{tmp_path}/evaluation/talk.yaml:{line}: {message}"


def test_two_conversations_do_not_share_an_id(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"talk.yaml:15: the conversation en-01 is already at .*:1; give one"):
        _read(tmp_path, GOOD + GOOD)


def test_a_check_reads_conversations_and_counts_them(tmp_path: Path) -> None:
    _read(tmp_path, GOOD)
    (tmp_path / "evaluation" / "talk_heldout.yaml").write_text(GOOD.replace("en-01", "en-02"), encoding="utf-8")
    summary = check(tmp_path).summary
    assert (summary.conversations, summary.turns, summary.golden_answerable, summary.held_out) == (2, 4, 2, 0)
    (tmp_path / "evaluation" / "talk_heldout.yaml").write_text("- id: en-02\n", encoding="utf-8")
    assert {problem.location.path.name for problem in check(tmp_path).problems} == {"talk_heldout.yaml"}


def test_a_case_needs_no_conversations(tmp_path: Path) -> None:
    small_case.write(tmp_path)
    assert load_talk(tmp_path, load(tmp_path)) == ()


def test_the_shipped_case_has_conversations_in_three_languages_and_a_third_kept_apart() -> None:
    known = load_talk(default_case(), shipped())
    kept_apart = load_talk(default_case() / "evaluation" / "talk_heldout.yaml", shipped())
    turns = [turn for conversation in known for turn in conversation.turns]
    assert {conversation.language for conversation in known} == {"en", "ru", "uk"}
    assert (len(known) >= 80, len(turns) >= 300, len(kept_apart) >= 40) == (True, True, True)
    silent = (Wanted.NONE, Wanted.ACT, Wanted.ASK_BACK)
    assert sum(turn.right[0].wanted in silent for turn in turns) >= 150
