"""Asks cases that a curator has just brought, with some six phrasings a fact and no list of unanswered questions.

    python -m tests.benchmarks.fresh [--case NAME ...] [--semantic] [--show]

The cases are those of `tests/cases/fresh`, and the shipped one thinned to six phrasings a fact and language. Of the
questions that a fact answers, in %: told as the answer (direct), shown as the nearest, offered as a button (tap), or
none of it (missed); and those told something else (false). Of the questions that no fact answers: told a fact (wrong),
shown one as the nearest, offered some, or nothing. "AUROC" is how often an answerable question, whose likeliest fact is
right, has a higher confidence than a near miss: a question on the subject of a fact that the fact does not answer.
`--show` lists what went wrong, but for the cases in `BLIND`: nobody looks at these.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Answer, Found, Nearest, Suggestions
from knowledge.casefile.loading import default_case, load, load_golden
from knowledge.matching.confidence import confidence
from knowledge.matching.embedder import load as load_embedder
from knowledge.model import KnowledgeBase
from tests.benchmarks.measures import auroc

CASES = Path(__file__).parents[1] / "cases" / "fresh"
BLIND = frozenset({"quarry", "radio"})
"""The cases whose questions nobody has looked at."""
THINNED = "shipped, thinned"
NEAR_MISS = "nearmiss"
PHRASINGS = 6
_HEAD = (
    f"{'answerable':18}    n  top1  top3  top5 | direct near   tap missd false |    n wrong  near   tap  sil. |"
    "  near misses: the same   | wrong AUROC"
)
_NONE = "NONE"
_LEFT_OUT = frozenset({"date", "smalltalk", "follow-up"})


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, how it is put ("plain", "typo", "nearmiss" ...) and the facts of which any is the right answer."""

    question: str
    language: str
    style: str
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """A question, its answer, the facts as they were ranked, and the confidence in the first of them, from 0 to 1."""

    asked: Asked
    answer: Answer
    ranked: tuple[str, ...]
    confidence: float

    def is_found(self, places: int = 1) -> bool:
        """Whether a right fact is ranked within some places."""
        return not self.asked.facts.isdisjoint(self.ranked[:places])

    @property
    def outcome(self) -> str:
        """How the answer compares with what was expected, in one word."""
        offered = [match.fact_id for match in getattr(self.answer, "matches", ())]
        right = self.asked.facts.intersection(offered[:1] if isinstance(self.answer, Found) else offered)
        match self.answer:
            case Found():
                return ("direct" if right else "false") if self.asked.facts else "wrong"
            case Nearest() if not self.asked.facts or offered[0] in self.asked.facts:
                return "nearest"
            case Nearest() | Suggestions() if right or not self.asked.facts:
                return "tap"
            case _:
                return "missed" if self.asked.facts else "silence"


def cases() -> dict[str, tuple[KnowledgeBase, tuple[Asked, ...]]]:
    """Return each case by name: its base, and the questions about it."""
    found = {folder.name: (load(folder), tuple(_read(folder / "questions.tsv"))) for folder in sorted(CASES.iterdir())}
    base = load(default_case())
    golden = [
        question
        for file in (default_case(), default_case() / "evaluation" / "heldout.yaml")
        for question in load_golden(file, base)
        if question.tag not in _LEFT_OUT and not question.after
    ]
    asked = (Asked(one.question, one.language, _style(one.tag), frozenset(one.facts)) for one in golden)
    return {**found, THINNED: (thinned(base), tuple(asked))}


def thinned(base: KnowledgeBase, count: int = PHRASINGS) -> KnowledgeBase:
    """Return a base with `count` phrasings a fact and language, taken at even steps, and no unanswered questions."""
    facts = {
        key: replace(fact, questions={code: _some(texts, count) for code, texts in fact.questions.items()})
        for key, fact in base.facts.items()
    }
    return replace(base, facts=facts, unanswered=(), case=replace(base.case, answer_from=None))


def ask(answerer: Answerer, asked: Asked) -> Result:
    """Return what comes of a question."""
    parsed = answerer.matcher.read(*answerer.take_in(asked.question))
    ranking = next(iter(answerer.rankings(parsed)), None)
    matches = ranking.matches if ranking else ()
    ranked = tuple(match.fact_id for match in matches)
    return Result(asked, answerer.answer(asked.question), ranked, confidence(matches[0]) if matches else 0.0)


def _style(tag: str) -> str:
    return NEAR_MISS if tag in {"gap", "false-premise"} else tag


def _some(texts: Sequence[str], count: int) -> tuple[str, ...]:
    return tuple(texts[number * len(texts) // count] for number in range(count)) if len(texts) > count else tuple(texts)


def _read(file: Path) -> Iterator[Asked]:
    for line in file.read_text(encoding="utf-8").splitlines():
        language, style, question, facts = line.split("\t")
        yield Asked(question, language, style, frozenset(() if facts == _NONE else facts.split(",")))


def _row(name: str, results: Sequence[Result]) -> str:
    answerable = [result for result in results if result.asked.facts]
    others = [result for result in results if not result.asked.facts]
    near = [result for result in others if result.asked.style == NEAR_MISS]
    right = [result.confidence for result in answerable if result.is_found()]
    area = auroc(right, [result.confidence for result in near])
    wrong = [result for result in results if result.outcome in {"wrong", "false"}]
    found = " ".join(f"{_percent([result.is_found(places) for result in answerable])}" for places in (1, 3, 5))
    return (
        f"{name:18} {len(answerable):4} {found} |"
        f" {_shares(answerable, 'direct', 'nearest', 'tap', 'missed', 'false')} |"
        f" {len(others):4} {_shares(others, 'wrong', 'nearest', 'tap', 'silence')} |"
        f" {len(near):4} {_shares(near, 'wrong', 'nearest', 'tap', 'silence')} |"
        f" {100 * len(wrong) / len(results):5.1f} {100 * area:5.1f}"
    )


def _shares(results: Sequence[Result], *outcomes: str) -> str:
    return " ".join(_percent([result.outcome == outcome for result in results]) for outcome in outcomes)


def _percent(hits: Sequence[bool]) -> str:
    return f"{100 * sum(hits) / max(1, len(hits)):5.1f}"


def _show(results: Sequence[Result]) -> None:
    for result in results:
        if result.outcome in {"wrong", "false", "missed"}:
            wanted = ",".join(sorted(result.asked.facts)) or _NONE
            print(
                f"  {result.outcome:7} {result.confidence:.2f} {result.asked.question}  {result.ranked[:1]} ({wanted})"
            )


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--case", dest="names", action="append", default=[])
    parser.add_argument("--semantic", action="store_true", help="with the embedder (casewire[semantic])")
    parser.add_argument("--show", action="store_true", help="list what went wrong, but for blind cases")
    arguments = parser.parse_args()
    embedder = load_embedder() if arguments.semantic else None
    print(_HEAD)
    every: list[Result] = []
    for name, (base, questions) in cases().items():
        if arguments.names and name not in arguments.names:
            continue
        answerer = Answerer(base, embedder=embedder)
        results = [ask(answerer, asked) for asked in questions]
        print(_row(name, results), flush=True)
        if arguments.show and name not in BLIND:
            _show(results)
        every += results if name != THINNED else []
    print(_row("all but shipped", every))


if __name__ == "__main__":
    main()
