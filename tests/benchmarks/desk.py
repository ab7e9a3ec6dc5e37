"""Measures what one round at the phrasing desk brings to cases that a curator has just brought.

    python -m tests.benchmarks.desk [--semantic]

For each case of `tests/cases/fresh` that has the reply of a language model (`reply.md`, and `reply-unanswered.md` for
what the documents do not answer), its questions are asked before, and after the replies were taken. Who wrote them
had read the facts, and none of the questions. "helped" is direct, shown as the nearest, or offered as a button.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from knowledge.answering.answerer import Answerer
from knowledge.matching.embedder import Embedder
from knowledge.matching.embedder import load as load_embedder
from knowledge.model import KnowledgeBase
from knowledge.phrasing.proving import with_added
from knowledge.phrasing.replies import read_reply
from knowledge.phrasing.taking import take
from knowledge.phrasing.targets import targets_of
from tests.benchmarks.fresh import CASES, Asked, ask, cases


def with_reply(base: KnowledgeBase, name: str, unanswered: bool = False) -> tuple[KnowledgeBase, int, int]:
    """Return a case with what is taken of its reply, how much was proposed, and how much was kept."""
    file = CASES / name / ("reply-unanswered.md" if unanswered else "reply.md")
    proposals = read_reply(file.read_text(encoding="utf-8"), targets_of(base), unanswered=unanswered)
    taken = take(base, proposals)
    return with_added(base, taken), len(proposals), len(taken.kept)


def line(base: KnowledgeBase, asked: Sequence[Asked], embedder: Embedder | None) -> str:
    """Return what comes of questions: shares of the answerable ones, and wrong answers as a share of all."""
    answerer = Answerer(base, embedder=embedder)
    outcomes = Counter((bool(question.facts), ask(answerer, question).outcome) for question in asked)
    answerable = sum(bool(question.facts) for question in asked)
    direct, nearest, tap = (outcomes[True, name] / answerable for name in ("direct", "nearest", "tap"))
    wrong = (outcomes[True, "false"] + outcomes[False, "wrong"]) / len(asked)
    return f"{direct:6.1%} {direct + nearest + tap:7.1%} {wrong:6.1%}"


def main() -> None:
    """Print the shares before and after."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--semantic", action="store_true", help="with the optional embedder")
    embedder = load_embedder() if parser.parse_args().semantic else None
    print(f"{'':44} direct  helped  wrong")
    for name, (base, asked) in cases().items():
        if not (CASES / name / "reply.md").is_file():
            continue
        more, proposed, kept = with_reply(base, name)
        both, hard, hard_kept = with_reply(more, name, unanswered=True)
        texts = sum(map(len, chain.from_iterable(fact.questions.values() for fact in base.facts.values())))
        rows = (
            (f"{texts} phrasings", base),
            (f"and {kept} of {proposed} proposed", more),
            (f"and {hard_kept} of {hard} unanswered", both),
            ("unanswered alone", replace(base, unanswered=both.unanswered)),
        )
        for text, one in rows:
            print(f"{name:10} {text:33} {line(one, asked, embedder)}", flush=True)


if __name__ == "__main__":
    main()
