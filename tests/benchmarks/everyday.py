"""Measures what a user waits for every day, in this build and in another one, turn about in one run.

    python -m tests.benchmarks.everyday --other WORKTREE [--only NAME ...] [--large] [--suite] [--json OUT]

Both builds answer from their shipped case, each by its own command line, so that any two can be compared. `--large`
adds a made-up base of 100,000 phrasings beside tantivy (some minutes), `--suite` both suites (many). CPU is that of
all threads. Exit code 1 if a figure is above its limit, which is a share of the other build's.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

from knowledge.casefile.loading import default_case, load, load_golden
from tests.benchmarks.builds import Build, BuildError

TURNS = 5
"""Number of turns that each build has at what is over in seconds; the median counts."""
LONG_TURNS = 2
"""The same for what takes minutes."""
COLD = ("Why did the UK refuse?", "Кто такой Гринь?", "what happend in 2011")
"""Questions to a process that has just begun."""
WARM_UP = 20
"""Number of questions that are answered before any is timed."""
BESIDE = 2
"""Number of busy loops beside the answers under load."""
LOADED = 2.5
"""Maximum p95 of an answer under load, as a multiple of the p95 without."""
LARGE = 100_000
"""Number of phrasings of the large base."""
FUZZY = "tantivy fuzzy"
_BUSY = "while True: pass"


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured in both builds."""

    name: str
    unit: str
    this: float
    other: float
    limit: float | None = None
    """Maximum of `this` as a share of `other`; None where there is no promise."""

    @property
    def share(self) -> float:
        """`this` as a share of `other`."""
        return self.this / self.other

    def __str__(self) -> str:
        promise = "" if self.limit is None else f"  at most {self.limit:.3f}{'' if self.holds else '  BROKEN'}"
        return f"{self.name:44} {self.this:9.2f} {self.other:9.2f} {self.unit:4} {self.share:6.3f}{promise}"

    @property
    def holds(self) -> bool:
        """Whether what is promised is so."""
        return self.limit is None or self.share <= self.limit


@dataclass(frozen=True, slots=True)
class Pair:
    """The two builds."""

    this: Build
    other: Build

    def turns(self, measure: Callable[[Build], float], count: int = TURNS) -> tuple[float, float]:
        """Return the medians of both builds, measured by turns."""
        results = [(measure(self.this), measure(self.other)) for _ in range(count)]
        return median(one for one, _ in results), median(other for _, other in results)


def checks(pair: Pair) -> Iterator[Figure]:
    """Measure `eval` and `check`; and `check --full` with what the other build does, which may have but one check."""
    yield Figure("eval, CPU", "s", *pair.turns(lambda build: build.cpu("eval"), LONG_TURNS))
    if not pair.other.has_full_check():
        full = pair.turns(lambda build: build.cpu("check", *["--full"] * build.has_full_check()), LONG_TURNS)
        plain = median(pair.this.cpu("check") for _ in range(TURNS))
        yield Figure("check, CPU", "s", plain, full[1], 1 / 40)
        yield Figure("check --full, CPU", "s", *full, 1 / 8)
        return
    yield Figure("check, CPU", "s", *pair.turns(lambda build: build.cpu("check")))
    yield Figure("check --full, CPU", "s", *pair.turns(lambda build: build.cpu("check", "--full"), LONG_TURNS))


def cold(pair: Pair) -> Iterator[Figure]:
    """Measure `casewire ask` in a new process, with what the build keeps on the disk."""
    pair.turns(lambda build: build.cpu("ask", COLD[0]), 1)
    shares = [pair.turns(lambda build, asked=question: build.cpu("ask", asked)) for question in COLD]  # type: ignore[misc]
    this, other = (sum(times) / len(COLD) for times in zip(*shares, strict=True))
    yield Figure("ask from cold, CPU", "s", this, other, 0.45)


def answers(pair: Pair) -> Iterator[Figure]:
    """Measure one answer among many, and one follow-up, in a process that goes on."""
    single, chains = questions()
    yield Figure("an answer, CPU", "ms", *pair.turns(lambda build: cpu_of_answers(build, single), 3), 0.4)
    yield Figure("a follow-up, CPU", "ms", *pair.turns(lambda build: cpu_of_follow_ups(build, chains), 3), 0.1)


def cpu_of_answers(build: Build, asked: Sequence[str]) -> float:
    """Return the mean CPU milliseconds of an answer."""
    with build.asked() as process:
        for question in asked[:WARM_UP]:
            process.ask(question)
        before = process.cpu()
        for question in asked:
            process.ask(question)
        return (process.cpu() - before) / len(asked) * 1e3


def cpu_of_follow_ups(build: Build, chains: Sequence[Sequence[str]]) -> float:
    """Return the mean CPU milliseconds of the last question of a conversation."""
    spent = []
    with build.asked(conversation=True) as process:
        for chain in [*chains[:2], *chains]:
            for question in chain:
                before = process.cpu()
                process.ask(question)
            spent.append(process.cpu() - before)
    return sum(spent[2:]) / len(chains) * 1e3


def load_beside(pair: Pair) -> Iterator[Figure]:
    """Measure answers without and with busy processes beside them."""
    single, _ = questions()
    slow, loaded = {}, {}
    for build in (pair.other, pair.this):
        with build.asked() as process:
            for question in single[:WARM_UP]:
                process.ask(question)
            slow[build.name] = percentile([process.ask(question) for question in single])
            with busy_loops():
                loaded[build.name] = percentile([process.ask(question) for question in single])
    this, other = pair.this.name, pair.other.name
    yield Figure("an answer, p95", "ms", slow[this], slow[other])
    yield Figure(f"the same beside {BESIDE} busy loops, p95", "ms", loaded[this], loaded[other])
    yield Figure("p95 beside them and without, this build", "ms", loaded[this], slow[this], LOADED)


@contextmanager
def busy_loops() -> Iterator[None]:
    """Keep processes busy meanwhile."""
    with ExitStack() as stack:
        for _ in range(BESIDE):
            process = stack.enter_context(subprocess.Popen([sys.executable, "-c", _BUSY]))
            stack.callback(process.kill)
        yield


def memory(pair: Pair) -> Iterator[Figure]:
    """Measure the peak memory of a bot in Telegram and in the terminal."""
    asked = questions()[0][:WARM_UP]
    yield Figure("peak memory of run, first start", "MB", pair.this.peak_of_run(asked), pair.other.peak_of_run(asked))
    yield Figure("peak memory of run", "MB", *pair.turns(lambda build: build.peak_of_run(asked), 3), 0.7)
    yield Figure("peak memory of chat", "MB", *pair.turns(lambda build: build.peak_of_chat(asked), 3), 0.7)


def large(pair: Pair) -> Iterator[Figure]:
    """Measure a made-up base, each build by its own benchmark, and tantivy's fuzzy query beside this one."""
    results: dict[str, Mapping[str, Any]] = {}
    for build in (pair.this, pair.other):
        kept = build.home / "speed.json"
        peers = ["--peers", FUZZY] if build is pair.this else []
        build.python("-m", "tests.benchmarks.speed", "--sizes", str(LARGE), "--json", kept, *peers)
        (results[build.name],) = json.loads(kept.read_text(encoding="utf-8"))["sizes"]
    this, other = results[pair.this.name], results[pair.other.name]
    yield Figure(f"{LARGE:,} phrasings: build", "s", this["build_s"], other["build_s"], 0.7)
    yield Figure(f"{LARGE:,} phrasings: an answer, p50", "ms", this["p50_ms"], other["p50_ms"])
    yield Figure("the same, beside tantivy's fuzzy query", "ms", this["p50_ms"], this[FUZZY]["p50_ms"], 0.5)


def suites(pair: Pair) -> Iterator[Figure]:
    """Measure the wall time of both suites, as `make test` runs them, in the environment of this Python."""

    def seconds(build: Build) -> float:
        own = [f"VENV={sys.prefix}", f"--assume-old={sys.prefix}/.ready"]
        begun = time.perf_counter()
        done = subprocess.run(["make", "test", *own], cwd=build.folder, env=build.environment(), check=False)
        if done.returncode not in (0, 2):
            raise BuildError(f"{build.name}: make test ended with {done.returncode}")
        return time.perf_counter() - begun

    yield Figure("make test, wall", "s", *pair.turns(seconds, 1), 0.45)


TRIALS: Mapping[str, Callable[[Pair], Iterator[Figure]]] = {
    "memory": memory,  # first, for a first start finds nothing on the disk
    "cold": cold,
    "answers": answers,
    "load": load_beside,
    "check": checks,
    "large": large,
    "suite": suites,
}
LONG = ("large", "suite")
"""Trials that are run only when asked for."""


def questions() -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Return the golden questions that stand alone, and the conversations that end with a follow-up."""
    golden = load_golden(default_case(), load(default_case()))
    single = [one.question for one in golden if not one.after]
    return single, [(*one.after, one.question) for one in golden if one.after]


def percentile(times: Sequence[float], part: int = 95) -> float:
    """Return a percentile of times in seconds, as milliseconds."""
    return sorted(times)[len(times) * part // 100] * 1e3


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--other", type=Path, required=True, metavar="WORKTREE", help="a checkout of the other build")
    parser.add_argument("--only", nargs="+", choices=TRIALS, metavar="NAME", help=f"of {', '.join(TRIALS)}")
    parser.add_argument("--large", action="store_true", help="the large base too")
    parser.add_argument("--suite", action="store_true", help="both suites too")
    parser.add_argument("--json", type=Path)
    arguments = parser.parse_args()
    chosen = arguments.only or [name for name in TRIALS if name not in LONG or getattr(arguments, name)]
    figures: list[Figure] = []
    print(f"{'':44} {'this':>9} {'other':>9} {'':4} {'share':>6}   ({os.getloadavg()[0]:.1f} others busy)")
    with tempfile.TemporaryDirectory() as folder:
        homes = [Path(folder) / name for name in ("this", "other")]
        for home in homes:
            home.mkdir()
        root = Path(__file__).resolve().parents[2]
        pair = Pair(Build("this", root, homes[0]), Build("other", arguments.other.resolve(), homes[1]))
        for build in (pair.this, pair.other):
            build.verify()
        for name in chosen:
            for figure in TRIALS[name](pair):
                print(figure, flush=True)
                figures.append(figure)
    if arguments.json:
        arguments.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=2), encoding="utf-8")
    if broken := [figure.name for figure in figures if not figure.holds]:
        sys.exit(f"Broken: {'; '.join(broken)}")


if __name__ == "__main__":
    main()
