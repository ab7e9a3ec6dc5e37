"""Measures the answers to a case's golden questions: direct, suggested, wrong, refused; by kind and language."""

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from enum import Enum

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import (
    Act,
    Answer,
    Nearest,
    Suggestions,
    asserted_facts,
    offered_facts,
)
from knowledge.casefile.loading import GoldenQuestion
from knowledge.casefile.phrasings import folded
from knowledge.model import QualityGates

FALSE_PREMISE = "false-premise"
"""The tag of questions that suppose what is not so: a case has a gate for them alone."""


class Verdict(Enum):
    """How an answer compares with what was expected."""

    RIGHT = "found"
    """The expected fact was the answer, or nothing was answered where nothing should be."""
    SUGGESTED = "suggested"
    """The expected fact was among the suggestions."""
    REFUSED = "refused"
    """An answerable question got no expected fact, but nothing wrong was asserted either."""
    WRONG = "wrong"
    """A fact was given as the answer that is not expected."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One golden question, what was answered and how that compares."""

    golden: GoldenQuestion
    answer: Answer
    verdict: Verdict
    leaked: bool = False
    """Whether the question is a phrasing of the base word for word: then its answer proves nothing."""


@dataclass(slots=True)
class Tally:
    """Counts of a group of golden questions, answerable and not."""

    answerable: int = 0
    found: int = 0
    suggested: int = 0
    refused: int = 0
    unanswerable: int = 0
    silent: int = 0
    wrong: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one outcome."""
        answerable = bool(outcome.golden.facts)
        self.answerable += answerable
        self.unanswerable += not answerable
        self.found += answerable and outcome.verdict is Verdict.RIGHT
        self.silent += not answerable and outcome.verdict is Verdict.RIGHT
        self.suggested += outcome.verdict is Verdict.SUGGESTED
        self.refused += outcome.verdict is Verdict.REFUSED
        self.wrong += outcome.verdict is Verdict.WRONG

    @property
    def total(self) -> int:
        """All questions of the group."""
        return self.answerable + self.unanswerable


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The outcomes of a set of golden questions."""

    outcomes: tuple[Outcome, ...]
    tallies: dict[str, Tally] = field(default_factory=dict)
    """By group, without leaked questions: "all", each kind of question and each language."""
    with_leaks: Tally = field(default_factory=Tally)
    """All questions, the leaked ones among them."""

    @property
    def found_share(self) -> float:
        """Share of the answerable questions that were answered rightly and at once."""
        tally = self.tallies["all"]
        return tally.found / tally.answerable if tally.answerable else 1.0

    @property
    def suggested_share(self) -> float:
        """Share of the answerable questions whose fact was found or among the suggestions."""
        tally = self.tallies["all"]
        return (tally.found + tally.suggested) / tally.answerable if tally.answerable else 1.0

    @property
    def wrong_share(self) -> float:
        """Share of all questions that got a wrong answer."""
        tally = self.tallies["all"]
        return tally.wrong / tally.total if tally.total else 0.0

    @property
    def false_premises_share(self) -> float:
        """Share of the false premises that were answered."""
        tally = self.tallies.get(FALSE_PREMISE, Tally())
        return tally.wrong / tally.unanswerable if tally.unanswerable else 0.0

    def below(self, gates: QualityGates) -> tuple[str, ...]:
        """Return a sentence for each floor of the case that is not reached."""
        checks = (
            (self.found_share < gates.found, "found", self.found_share, "at least", gates.found),
            (self.wrong_share > gates.wrong, "wrong", self.wrong_share, "at most", gates.wrong),
            (
                self.false_premises_share > gates.false_premises,
                "false premises answered",
                self.false_premises_share,
                "at most",
                gates.false_premises,
            ),
        )
        return tuple(
            f"{name}: {share:.1%}, the case demands {bound} {floor:.1%}"
            for failed, name, share, bound, floor in checks
            if failed
        )


def evaluate(
    answerer: Answerer, golden: Sequence[GoldenQuestion], phrasings: Container[str] = frozenset()
) -> Evaluation:
    """Ask every golden question and judge the answers; one that is among the folded `phrasings` counts apart."""
    outcomes = tuple(_ask(answerer, question, folded(question.question) in phrasings) for question in golden)
    tallies: dict[str, Tally] = {"all": Tally()}
    with_leaks = Tally()
    for outcome in outcomes:
        with_leaks.add(outcome)
        if not outcome.leaked:
            for group in ("all", outcome.golden.tag, outcome.golden.language):
                tallies.setdefault(group, Tally()).add(outcome)
    return Evaluation(outcomes, tallies, with_leaks)


def _ask(answerer: Answerer, golden: GoldenQuestion, leaked: bool) -> Outcome:
    context: tuple[str, ...] = ()
    for turn in golden.after:
        _, context = answerer.converse(turn, context=context)
    answer = answerer.answer(golden.question, context=context)
    return Outcome(golden, answer, _judge(answer, frozenset(golden.facts)), leaked)


def _judge(answer: Answer, expected: Iterable[str]) -> Verdict:
    expected = frozenset(expected)
    facts = asserted_facts(answer)
    if facts and not expected.intersection(facts):
        return Verdict.WRONG
    if facts or not expected:
        return Verdict.RIGHT
    offered = {match.fact_id for match in answer.matches} if isinstance(answer, Nearest | Suggestions) else set()
    offered |= set(offered_facts(answer)) if isinstance(answer, Act) else set()
    return Verdict.SUGGESTED if expected & offered else Verdict.REFUSED
