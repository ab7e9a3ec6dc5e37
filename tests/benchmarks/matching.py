"""Runs the shipped engine and the other ways of matching on public question sets, side by side.

    python -m tests.benchmarks.matching --data DIR [--set NAME ...] [--peer NAME ...] [--semantic] [--json OUT]

Every figure is of the `test` parts, clean and typed badly. The constants that a set is measured with are fitted to
the `dev` parts of the other sets, never to the set itself. "given" and "wrong" are the shares of the questions that a
fact answers which were answered rightly, and of all questions which were answered wrongly, at the shipped threshold.
`--peer none` leaves the others out.
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from statistics import fmean
from typing import Any

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import QUESTION_LIMIT, Found
from knowledge.language.normalisation import clean
from knowledge.matching.embedder import load
from knowledge.search.logit import FACT_WEIGHTS, PASSAGE_WEIGHTS, SEMANTIC_FACT_WEIGHTS, RankingWeights
from tests.benchmarks.bases import base_of
from tests.benchmarks.constants import FITTED_ON, fit
from tests.benchmarks.measures import Ranked, Result, fixed, measure
from tests.benchmarks.peers import PEERS
from tests.benchmarks.sets import QuestionSet, read_sets

ENGINE = "Casewire"
LIMIT = 10
_HEAD = "acc@1  rec@3  rec@5  AUROC   C@2%"
Row = dict[str, Any]


def weights_for(questions: QuestionSet, sets: Sequence[QuestionSet], semantic: bool) -> RankingWeights:
    """Return weights that no question of the set had a part in."""
    shipped = PASSAGE_WEIGHTS if questions.is_passages else SEMANTIC_FACT_WEIGHTS if semantic else FACT_WEIGHTS
    others = [other for other in sets if other is not questions and other.is_passages == questions.is_passages]
    return fit(others, semantic and not questions.is_passages) if questions.name in FITTED_ON and others else shipped


class Engine:
    """The shipped engine over the facts of a set."""

    def __init__(self, questions: QuestionSet, weights: RankingWeights, semantic: bool) -> None:
        self.questions = questions
        self._answerer = Answerer(base_of(questions), embedder=load() if semantic else None)
        self._matcher = self._answerer.matcher
        self._semantic = semantic
        index = self._matcher.index
        ranker = index.passage_ranker if questions.is_passages else index.ranker
        if semantic and not questions.is_passages:
            ranker.semantic_weights = weights
        else:
            ranker.ranking_weights = weights

    def rank(self, question: str) -> Ranked:
        """Return the numbers of facts with their scores, best first."""
        reading = self._matcher.read(clean(question, QUESTION_LIMIT), self.questions.language)
        if self.questions.is_passages:
            ranker = self._matcher.index.passage_ranker
            ranking = ranker.rank(self._matcher.query(reading, ranker), LIMIT)
            return list(zip(ranking.facts.tolist(), ranking.probabilities.tolist(), strict=True))
        return [
            (int(match.fact_id), match.score) for match in self._matcher.rank(reading, LIMIT, self._semantic).matches
        ]

    def gives(self, question: str) -> bool:
        """Whether a fact is given as the answer."""
        return isinstance(self._answerer.answer(question), Found)


def run(questions: QuestionSet, sets: Sequence[QuestionSet], peers: Sequence[str], semantic: bool) -> list[Row]:
    """Measure the engine and some peers on one set."""
    engine = Engine(questions, weights_for(questions, sets, semantic), semantic)
    rows = [_measured(ENGINE, questions, engine.rank)]
    if not questions.is_passages:
        for way in ("clean", "typed"):
            texts = [getattr(question, way) for question in questions.test]
            results = [(question.answer, engine.rank(getattr(question, way))) for question in questions.test]
            rows[0][way].update(asdict(fixed(results, [engine.gives(text) for text in texts])))
    for name in peers:
        try:
            rows.append(_measured(name, questions, PEERS[name](questions).rank))
        except ImportError as error:
            print(f"{name} is left out: {error}", file=sys.stderr)
    return rows


def _measured(name: str, questions: QuestionSet, rank: Callable[[str], Ranked]) -> Row:
    row: Row = {"set": questions.name, "engine": name}
    start = time.perf_counter()
    for way in ("clean", "typed"):
        results: list[Result] = [(question.answer, rank(getattr(question, way))) for question in questions.test]
        row[way] = asdict(measure(results))
    row["ms"] = (time.perf_counter() - start) * 1e3 / (2 * len(questions.test) or 1)
    return row


def mean(rows: Sequence[Row], name: str) -> Row:
    """Return the mean of one engine's rows."""
    own = [row for row in rows if row["engine"] == name]
    keys = [key for key in own[0]["clean"] if all(key in row["clean"] for row in own)]
    means = {way: {key: fmean(row[way][key] for row in own) for key in keys} for way in ("clean", "typed")}
    return {"set": f"mean of {len(own)}", "engine": name, **means, "ms": fmean(row["ms"] for row in own)}


def show(title: str, rows: Sequence[Row]) -> None:
    """Print a table."""
    print(f"\n{title:26} {_HEAD}  given wrong | {_HEAD}  given wrong |     ms")
    for row in rows:
        print(f"{row['engine']:26} {_figures(row['clean'])} | {_figures(row['typed'])} | {row['ms']:6.2f}", flush=True)


def _figures(measures: dict[str, float]) -> str:
    ranked = "  ".join(_percent(measures[key]) for key in ("acc1", "recall3", "recall5", "auroc", "c2"))
    given = f"  {_percent(measures['coverage'])} {_percent(measures['wrong'])}" if "wrong" in measures else " " * 13
    return ranked + given


def _percent(share: float) -> str:
    return f"{100 * share:5.1f}" if share == share else "    -"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with the sets")
    parser.add_argument("--set", dest="names", action="append", default=[])
    parser.add_argument("--peer", dest="peers", action="append", default=[], help=f"none, or of {', '.join(PEERS)}")
    parser.add_argument("--semantic", action="store_true", help="with the embedder (casewire[semantic])")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    peers = [name for name in arguments.peers or PEERS if name != "none"]
    if unknown := [name for name in peers if name not in PEERS]:
        parser.error(f"no peer is named {', '.join(unknown)}; there are {', '.join(PEERS)}")
    sets = read_sets(arguments.data)
    chosen = [questions for questions in sets if not arguments.names or questions.name in arguments.names]
    if missing := set(arguments.names) - {questions.name for questions in sets}:
        parser.error(f"{arguments.data} has no set named {', '.join(sorted(missing))}")
    rows: list[Row] = []
    for questions in chosen:
        rows += run(questions, sets, peers, arguments.semantic)
        show(f"{questions.name} ({len(questions.test)})", [row for row in rows if row["set"] == questions.name])
    faq = {questions.name for questions in chosen if not questions.is_passages}
    if len(faq) > 1:
        of_faq = [row for row in rows if row["set"] in faq]
        rows += (means := [mean(of_faq, name) for name in dict.fromkeys(row["engine"] for row in of_faq)])
        show(f"mean of the {len(faq)} FAQ sets", means)
    if arguments.json:
        arguments.json.write_text(json.dumps(rows, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
