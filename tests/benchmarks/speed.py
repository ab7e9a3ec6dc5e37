"""Measures how fast the shipped engine answers, builds and loads, and how much memory it takes.

    python -m tests.benchmarks.speed [--sizes 1000 10000 100000] [--peers [NAME ...]] [--json OUT]

The base is made up, always the same: five phrasings a fact, of English words as frequent as they are at large. The
questions are phrasings with a word or two changed, half of them with a typing error in every fifth word. Everything
runs on one core. Memory is what the process grows by. With `--peers`, the peers answer the same questions.
"""

import argparse
import gc
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from knowledge.answering.answerer import Answerer
from knowledge.language.lexicon import function_words
from knowledge.language.word_frequencies import forms
from tests.benchmarks.bases import base_of
from tests.benchmarks.peers import PEERS
from tests.benchmarks.sets import QuestionSet

PHRASINGS = 5
ASKED = 2000
BIG = 65_536
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def made_up(phrasings: int, seed: int = 1) -> QuestionSet:
    """Return facts with a number of phrasings in all."""
    chance = random.Random(seed)
    words = [word for word in forms("en") if word not in function_words("en")]
    weights = list(accumulate(10 ** forms("en")[word] for word in words))
    small = sorted(word for word in function_words("en") if word in forms("en"))
    usual = list(accumulate(10 ** forms("en")[word] for word in small))
    facts = []
    for _ in range(phrasings // PHRASINGS):
        about = list(dict.fromkeys(chance.choices(words, cum_weights=weights, k=5)))
        rows = []
        for _ in range(PHRASINGS):
            row = chance.sample(about, min(len(about), 3)) + chance.choices(words, cum_weights=weights, k=1)
            row += chance.choices(small, cum_weights=usual, k=4)
            chance.shuffle(row)
            rows.append(" ".join(row))
        facts.append(tuple(rows))
    return QuestionSet(f"made-up-{phrasings}", "en", tuple(facts), ("",) * len(facts), (), ())


def questions(base: QuestionSet, count: int, seed: int = 2) -> list[str]:
    """Return questions about the facts, every second one typed badly."""
    chance = random.Random(seed)
    asked = []
    for number in range(count):
        words = chance.choice(chance.choice(base.phrasings)).split()
        words[chance.randrange(len(words))] = chance.choice(chance.choice(base.phrasings)[0].split())
        if number % 2:
            words = [
                _mistyped(word, chance) if place % 5 == number // 2 % 5 else word for place, word in enumerate(words)
            ]
        asked.append(" ".join(words))
    return asked


def _mistyped(word: str, chance: random.Random) -> str:
    place = chance.randrange(len(word))
    letter = chance.choice(_LETTERS)
    left, here, right = word[:place], word[place], word[place + 1 :]
    return chance.choice(
        (left + right, left + letter + right, left + here + here + right, left + right[:1] + here + right[1:])
    )


def memory() -> float:
    """Return the resident memory of this process in MB."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def percentiles(answer: Callable[[str], Any], asked: Sequence[str]) -> tuple[float, float]:
    """Return the median and the 99th percentile of the time of an answer, in ms."""
    times = []
    for question in asked:
        start = time.perf_counter()
        answer(question)
        times.append((time.perf_counter() - start) * 1e3)
    times.sort()
    return times[len(times) // 2], times[len(times) * 99 // 100]


def run(size: int, peers: Sequence[str]) -> dict[str, Any]:
    """Measure one size."""
    made = made_up(size)
    base = base_of(made)
    asked = questions(made, ASKED)
    Answerer(base_of(made_up(50))).answer("warm up the word lists")
    before = memory()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        answerer = Answerer(base, cache=Path(folder))
        built = time.perf_counter() - start
        grown = memory() - before
        start = time.perf_counter()
        Answerer(base, cache=Path(folder))
        loaded = time.perf_counter() - start
    for question in questions(made, 50, seed=4):
        answerer.answer(question)
    median, slow = percentiles(answerer.answer, asked)
    for text in _huge():
        answerer.answer(text)
    huge = max(percentiles(answerer.answer, [text])[0] for text in _huge())
    result: dict[str, Any] = {
        "phrasings": size,
        "build_s": built,
        "load_s": loaded,
        "memory_mb": grown,
        "p50_ms": median,
        "p99_ms": slow,
        "64_kb_ms": huge,
    }
    print(
        f"{size:9,} phrasings: build {built:5.2f} s, from the cache {loaded:5.2f} s, {grown:5.0f} MB; "
        f"an answer p50 {median:5.2f} ms, p99 {slow:5.2f} ms; 64 KB of text {huge:5.1f} ms"
    )
    for name in peers:
        peer = PEERS[name](made)
        few = asked[: 100 if size >= 10_000 else 400]
        median, slow = percentiles(peer.rank, few)
        result[name] = {"p50_ms": median, "p99_ms": slow}
        print(f"{'':10}{name:24} p50 {median:8.2f} ms, p99 {slow:8.2f} ms")
    return result


def _huge() -> list[str]:
    chance = random.Random(3)
    noise = "".join(chance.choice("абвгдежзabcdefgh  .,12") for _ in range(BIG))
    return ["a" * BIG, "why " * (BIG // 4), noise, "😀" * (BIG // 4), "a\u0301" * (BIG // 3), "<b>" * (BIG // 3)]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000])
    parser.add_argument("--peers", nargs="*", choices=PEERS, metavar="NAME", help=f"of {', '.join(PEERS)}; all if none")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    peers = () if arguments.peers is None else arguments.peers or tuple(PEERS)
    results = [run(size, peers) for size in arguments.sizes]
    if arguments.json:
        arguments.json.write_text(json.dumps({"python": sys.version, "sizes": results}, indent=2), encoding="utf-8")


if __name__ == "__main__":
    main()
