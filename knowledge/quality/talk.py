"""Judges what the bot replied in conversations, turn by turn, and counts it by kind of turn and by language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from knowledge.answering.answers import (
    Answer,
    AskBack,
    Multipart,
    Nearest,
    Suggestions,
    Timeline,
    act_of,
    asserted_facts,
)
from knowledge.casefile.talk import Conversation, Expected, Turn, Wanted


class Verdict(StrEnum):
    """How a reply compares with those that are right."""

    RIGHT = "right"
    """One of the replies that are right: an answer, or an act that was wanted."""
    HELPED = "helped"
    """A fact that is right stands one tap away, or below a lead that does not call it the answer; or some part of a
    message with several questions is answered."""
    UNHELPFUL = "unhelpful"
    """Neither right nor wrong: another act, an honest "the documents do not say", or no reply at all."""
    WRONG = "wrong"
    """A fact was told as the answer that is not, or any fact where none may be."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What the bot replied in a turn."""

    answer: Answer | None = None
    """What was decided to say; None where the message was no question, or nobody read it as one."""
    offered: frozenset[str] = frozenset()
    """The ids of the facts that a button of the reply opens."""
    replied: bool = True
    """Whether any message came."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One turn, what was replied and how that compares."""

    conversation: str
    turn: Turn
    heard: Heard
    verdict: Verdict
    false_mentions: tuple[str, ...]
    """What the reply says that the documents do not mention, though they do."""

    @property
    def in_other_language(self) -> bool:
        """Whether the reply is in another language than the turn."""
        return self.heard.answer is not None and self.heard.answer.language != self.turn.language

    @property
    def failed(self) -> bool:
        """Whether the reply is anything but right."""
        return self.verdict is not Verdict.RIGHT or bool(self.false_mentions)


@dataclass(slots=True)
class Tally:
    """Counts of a group of turns: those that want an answer, and those that want an act."""

    answers: int = 0
    direct: int = 0
    helped: int = 0
    acts: int = 0
    handled: int = 0
    unhelpful: int = 0
    wrong: int = 0
    false_mentions: int = 0
    other_language: int = 0

    @property
    def total(self) -> int:
        """All turns of the group."""
        return self.answers + self.acts

    def add(self, outcome: Outcome) -> None:
        """Count one turn."""
        wants_act, verdict = outcome.turn.wants_act, outcome.verdict
        self.acts += wants_act
        self.answers += not wants_act
        self.handled += wants_act and verdict is Verdict.RIGHT
        self.direct += not wants_act and verdict is Verdict.RIGHT
        self.helped += verdict is Verdict.HELPED
        self.unhelpful += verdict is Verdict.UNHELPFUL
        self.wrong += verdict is Verdict.WRONG
        self.false_mentions += bool(outcome.false_mentions)
        self.other_language += outcome.in_other_language


@dataclass(frozen=True, slots=True)
class TalkEvaluation:
    """The outcomes of all turns of some conversations."""

    outcomes: tuple[Outcome, ...]
    tallies: Mapping[str, Tally] = field(default_factory=dict)
    """By group: "all", each kind of turn and each language, in the order in which they come."""


def evaluate_talk(played: Iterable[tuple[Conversation, Iterable[Heard]]]) -> TalkEvaluation:
    """Judge conversations, each with what was heard in its turns."""
    outcomes = tuple(
        judge(conversation.id, turn, heard)
        for conversation, all_heard in played
        for turn, heard in zip(conversation.turns, all_heard, strict=True)
    )
    tallies = {"all": Tally()}
    for group in ("kind", "language"):
        for outcome in outcomes:
            tallies.setdefault(getattr(outcome.turn, group), Tally()).add(outcome)
    for outcome in outcomes:
        tallies["all"].add(outcome)
    return TalkEvaluation(outcomes, tallies)


def judge(conversation: str, turn: Turn, heard: Heard) -> Outcome:
    """Compare what was heard in a turn with what is right there."""
    return Outcome(conversation, turn, heard, _verdict(turn, heard), _false_mentions(turn, heard.answer))


def _verdict(turn: Turn, heard: Heard) -> Verdict:
    if any(_is_right(expected, heard) for expected in turn.right):
        return Verdict.RIGHT
    if heard.answer is None or act_of(heard.answer) is not None:
        return Verdict.UNHELPFUL
    told = frozenset(asserted_facts(heard.answer))
    parts = frozenset(fact for expected in turn.right for part in expected.parts for fact in part)
    if told and not told <= parts:
        return Verdict.WRONG
    facts = frozenset(fact for expected in turn.right for fact in expected.facts)
    if not turn.wants_act and (facts | parts) & (told | _offered(heard)):
        return Verdict.HELPED
    return Verdict.UNHELPFUL


def _is_right(expected: Expected, heard: Heard) -> bool:
    answer = heard.answer
    told = asserted_facts(answer) if answer is not None else ()
    match expected.wanted:
        case Wanted.FACT:
            among = frozenset(told) <= frozenset(expected.facts) if isinstance(answer, Multipart) else True
            return among and bool(frozenset(told).intersection(expected.facts))
        case Wanted.ACT:
            return answer is not None and act_of(answer) == expected.act
        case Wanted.NONE:
            return heard.replied and not told
        case Wanted.TIMELINE:
            return isinstance(answer, Timeline)
        case Wanted.ASK_BACK:
            return isinstance(answer, AskBack | Suggestions)
        case Wanted.PARTS:
            return answer is not None and _answers_parts(expected.parts, answer)


def _answers_parts(expected: Sequence[Sequence[str]], answer: Answer) -> bool:
    """Whether each question of a message is answered as it should be; one fact may answer them all."""
    told = frozenset(asserted_facts(answer))
    if not isinstance(answer, Multipart):
        return bool(told) and all(told.intersection(part) for part in expected)
    if len(answer.parts) != len(expected):
        return False
    each = (frozenset(asserted_facts(part)) for part in answer.parts)
    return all(facts & {*right} if right else not facts for facts, right in zip(each, expected, strict=True))


def _offered(heard: Heard) -> frozenset[str]:
    nearest = (heard.answer.matches[0].fact_id,) if isinstance(heard.answer, Nearest) else ()
    return heard.offered.union(nearest)


def _false_mentions(turn: Turn, answer: Answer | None) -> tuple[str, ...]:
    """Return what is called not mentioned and shares a word with what the documents are known to mention."""
    mentioned = {word for text in turn.never_absent for word in text.casefold().split()}
    absent = answer.not_mentioned if answer is not None else ()
    return tuple(term for term in absent if mentioned.intersection(term.casefold().split()))
