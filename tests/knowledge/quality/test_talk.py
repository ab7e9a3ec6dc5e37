"""Replies in conversations are judged as docs say: right, helped, unhelpful or wrong, and false mentions beside."""

from pathlib import Path

import pytest

from knowledge.answering.answers import Act, ActKind, Answer, Found, Nearest, Suggestions, Timeline, Unknown
from knowledge.casefile.talk import Conversation, Expected, Turn, Wanted
from knowledge.edtf import parse_edtf
from knowledge.matching.match import Match
from knowledge.model import Location
from knowledge.quality.talk import Heard, Tally, Verdict, evaluate_talk, judge

FACT = Expected(Wanted.FACT, facts=("shut", "why"))
NONE = Expected(Wanted.NONE)
THANKS = Expected(Wanted.ACT, act="thanks")
PARTS = Expected(Wanted.PARTS, parts=(("shut",), ()))


def _turn(*right: Expected, never_absent: tuple[str, ...] = (), kind: str = "fact") -> Turn:
    return Turn("who shut the pier", "en", kind, right, never_absent, Location(Path("talk.yaml"), 1))


def _match(fact: str) -> Match:
    return Match(fact, 0.9)


def _found(fact: str) -> Found:
    return Found("", "en", (_match(fact),))


NEAREST = Nearest("", "en", (_match("shut"), _match("open")))
OFFERED = Suggestions("", "en", (_match("shut"),))
UNKNOWN = Unknown("", "en")
TOLD_IN_2020 = Timeline("", "en", parse_edtf("2020"), ("shut",))


@pytest.mark.parametrize(
    ("right", "answer", "offered", "verdict"),
    [
        ((FACT,), _found("why"), (), Verdict.RIGHT),
        ((FACT,), _found("open"), ("shut",), Verdict.WRONG),
        ((FACT,), OFFERED, ("shut",), Verdict.HELPED),
        ((FACT,), OFFERED, ("open",), Verdict.UNHELPFUL),
        ((FACT,), NEAREST, (), Verdict.HELPED),
        ((FACT,), UNKNOWN, (), Verdict.UNHELPFUL),
        ((FACT,), None, (), Verdict.UNHELPFUL),
        ((FACT,), Act("", "en", ActKind.GREETING), (), Verdict.UNHELPFUL),
        ((FACT,), TOLD_IN_2020, (), Verdict.RIGHT),
        ((NONE,), UNKNOWN, (), Verdict.RIGHT),
        ((NONE,), NEAREST, (), Verdict.RIGHT),
        ((NONE,), _found("shut"), (), Verdict.WRONG),
        ((NONE, FACT), _found("shut"), (), Verdict.RIGHT),
        ((THANKS,), Act("", "en", ActKind.THANKS), (), Verdict.RIGHT),
        ((THANKS,), Act("", "en", ActKind.GREETING), (), Verdict.UNHELPFUL),
        ((THANKS,), _found("shut"), (), Verdict.WRONG),
        ((THANKS,), OFFERED, ("shut",), Verdict.UNHELPFUL),
        ((PARTS,), _found("shut"), (), Verdict.HELPED),
        ((PARTS,), _found("open"), (), Verdict.WRONG),
        ((Expected(Wanted.TIMELINE),), TOLD_IN_2020, (), Verdict.RIGHT),
        ((Expected(Wanted.ASK_BACK),), OFFERED, (), Verdict.RIGHT),
    ],
)
def test_a_reply_is_compared_with_those_that_are_right(
    right: tuple[Expected, ...], answer: Answer | None, offered: tuple[str, ...], verdict: Verdict
) -> None:
    assert judge("a", _turn(*right), Heard(answer, frozenset(offered))).verdict is verdict


def test_a_word_of_the_documents_is_not_called_absent() -> None:
    turn = _turn(NONE, never_absent=("north pier",))
    outcome = judge("a", turn, Heard(Unknown("", "en", not_mentioned=("Pier", "Bill Gates"))))
    assert (outcome.false_mentions, outcome.failed, outcome.verdict) == (("Pier",), True, Verdict.RIGHT)


def test_silence_is_no_reply() -> None:
    assert judge("a", _turn(NONE), Heard(replied=False)).verdict is Verdict.UNHELPFUL


def test_turns_are_counted_by_kind_and_by_language() -> None:
    turns = (_turn(FACT), _turn(THANKS, kind="thanks"))
    heard = (Heard(_found("shut")), Heard(Unknown("", "ru")))
    tallies = evaluate_talk([(Conversation("a", "en", turns), heard)]).tallies
    assert list(tallies) == ["all", "fact", "thanks", "en"]
    assert tallies["all"] == Tally(answers=1, direct=1, acts=1, unhelpful=1, other_language=1)
    assert tallies["fact"] == Tally(answers=1, direct=1)
