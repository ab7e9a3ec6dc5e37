"""Asks the shipped case's golden questions over the phrasings of one language only, in the others.

    python -m tests.benchmarks.abroad [--phrasings en] [--semantic]

A follow-up and a question of nothing but a date are left out, for these need no phrasing.
"""

import argparse
import sys
from collections import Counter
from dataclasses import replace

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Found, Suggestions
from knowledge.casefile.loading import default_case, load, load_golden
from knowledge.matching.embedder import load as load_embedder

LEFT_OUT = frozenset({"date", "smalltalk", "follow-up"})


def run(language: str, semantic: bool) -> Counter[str]:
    """Return how the questions of the other languages, with an answer in the base or without, were answered."""
    embedder = load_embedder() if semantic else None
    if semantic and embedder is None:
        sys.exit("Nothing is compared by meaning here. Install casewire[semantic].")
    base = load(default_case())
    if language not in base.case.languages:
        sys.exit(f"The case has no language {language!r}; it has {', '.join(base.case.languages)}.")
    facts = {key: replace(fact, questions={language: fact.questions[language]}) for key, fact in base.facts.items()}
    unanswered = tuple(replace(entry, questions={language: entry.questions[language]}) for entry in base.unanswered)
    answerer = Answerer(replace(base, facts=facts, unanswered=unanswered), embedder=embedder)
    counts: Counter[str] = Counter()
    for question in load_golden(default_case(), base):
        if question.language == language or question.tag in LEFT_OUT:
            continue
        answer = answerer.answer(question.question)
        told = [match.fact_id for match in answer.matches] if isinstance(answer, Found | Suggestions) else []
        if isinstance(answer, Found):
            told = told[:1]
        right = bool({*told} & {*question.facts})
        how = "answered" if isinstance(answer, Found) else "suggested" if told else "silent"
        kind = "an answer" if question.facts else "no answer"
        counts[f"{kind}: {how}{' rightly' if right else ' wrongly' if told and question.facts else ''}"] += 1
    return counts


def main() -> None:
    """Ask and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--phrasings", default="en", help="the language whose phrasings are kept")
    parser.add_argument("--semantic", action="store_true", help="with the embedder (casewire[semantic])")
    arguments = parser.parse_args()
    for what, count in sorted(run(arguments.phrasings, arguments.semantic).items()):
        print(f"{what:30} {count:4}")


if __name__ == "__main__":
    main()
