"""Prints what answers are worth by the number of phrasings a fact: the curve of a case, not its best point.

    python -m tests.benchmarks.curve [CASE] [--questions FILE]... [--draws N] [--counts N,N]

Each fact keeps its title and some other phrasings in each language, drawn at random; `answer_from` of the case is
left aside, for a case of few phrasings has not measured it. Questions that are phrasings of the case are left out. With
and without the questions that the documents do not answer, by words and, where the package is installed, by meaning.
"""

import argparse
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from knowledge.answering.answerer import Answerer
from knowledge.casefile.golden import GoldenQuestion
from knowledge.casefile.loading import default_case, load, load_golden
from knowledge.casefile.phrasings import folded
from knowledge.matching.embedder import Embedder
from knowledge.matching.embedder import load as load_embedder
from knowledge.model import KnowledgeBase
from knowledge.quality.evaluation import evaluate
from knowledge.quality.leaks import phrasings_of

COUNTS = (1, 3, 6, 12, 25, None)
"""Numbers of phrasings of a fact in each language; None stands for all."""


@dataclass(frozen=True, slots=True)
class Point:
    """The shares of a case with a given number of phrasings, from 0 to 1."""

    direct: float
    helped: float
    """Direct, the nearest, or among the suggestions."""
    wrong: float


def thinned(base: KnowledgeBase, count: int | None, seed: int) -> KnowledgeBase:
    """Return a base whose facts have at most `count` phrasings in each language: the title, and others at random."""
    if count is None:
        return base
    drawn = random.Random(seed)
    facts = {
        fact.id: replace(
            fact,
            questions={
                code: (own[0], *drawn.sample(own[1:], min(count, len(own)) - 1)) for code, own in fact.questions.items()
            },
        )
        for fact in base.facts.values()
    }
    return replace(base, facts=facts)


def point(base: KnowledgeBase, questions: Sequence[GoldenQuestion], embedder: Embedder | None = None) -> Point:
    """Ask a base questions, and return what came of them."""
    found = evaluate(Answerer(base, embedder=embedder), questions)
    return Point(found.found_share, found.suggested_share, found.wrong_share)


def curve(
    base: KnowledgeBase,
    questions: Sequence[GoldenQuestion],
    draws: int,
    embedder: Embedder | None = None,
    counts: Sequence[int | None] = COUNTS,
) -> Iterator[tuple[int | None, Point]]:
    """Yield the mean of some draws for each number of phrasings."""
    base = replace(base, case=replace(base.case, answer_from=None))
    known = phrasings_of(base)
    fresh = [question for question in questions if folded(question.question) not in known]
    for count in counts:
        points = [point(thinned(base, count, seed), fresh, embedder) for seed in range(draws if count else 1)]
        yield count, Point(*(sum(getattr(one, name) for one in points) / len(points) for name in Point.__slots__))


def main() -> None:
    """Print the curves of a case."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("case", type=Path, nargs="?", default=default_case(), help="the folder of a case")
    parser.add_argument("--questions", type=Path, action="append", help="golden files; those of the case if not given")
    parser.add_argument("--draws", type=int, default=2, help="how many times phrasings are drawn")
    parser.add_argument("--counts", help="numbers of phrasings, with commas; 0 stands for all")
    chosen = parser.parse_args()
    counts = [int(one) or None for one in chosen.counts.split(",")] if chosen.counts else COUNTS
    base = load(chosen.case)
    files = chosen.questions or sorted((chosen.case / "evaluation").glob("*.yaml"))
    questions = [one for file in files if not file.name.startswith("talk") for one in load_golden(file, base)]
    if not questions:
        raise SystemExit(f"{chosen.case} has no questions; name a file with --questions.")
    embedder = load_embedder()
    for by, model in (("by words", None), ("by meaning", embedder)):
        if by == "by meaning" and model is None:
            print("by meaning: the package is not installed")
            continue
        for name, own in (("with unanswered questions", base), ("without", replace(base, unanswered=()))):
            print(f"\n{by}, {name}\n{'phrasings':>9}  {'direct':>7}  {'helped':>7}  {'wrong':>7}")
            for count, at in curve(own, questions, chosen.draws, model, counts):
                print(f"{count or 'all':>9}  {at.direct:7.1%}  {at.helped:7.1%}  {at.wrong:7.1%}", flush=True)


if __name__ == "__main__":
    main()
