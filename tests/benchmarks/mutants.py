"""Breaks the bot in many ways, one at a time, and shows whether the tests notice.

    python -m tests.benchmarks.mutants [WORD ...]

Each mutant is a copy of the project with one promise taken out of the code; with words, only those are tried whose name
has one of them. Exit code 1 if the tests let one live.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A piece of code and what stands in its place."""

    name: str
    file: str
    code: str
    instead: str
    tests: tuple[str, ...]
    """The tests that have to notice, as pytest's arguments."""


def mutants() -> list[Mutant]:
    """Return all mutants, which are in the file beside this one."""
    rows = yaml.safe_load((Path(__file__).parent / "mutants.yaml").read_text(encoding="utf-8"))
    return [Mutant(**{**row, "tests": tuple(row["tests"])}) for row in rows]


def lives(mutant: Mutant) -> bool:
    """Whether the tests pass with a mutant in the place of the code; exits if the code is not there any more."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(".*", "__pycache__"))
        file = copy / mutant.file
        code = file.read_text(encoding="utf-8")
        if code.count(mutant.code) != 1:
            sys.exit(f"{mutant.name}: {mutant.file} has no single {mutant.code!r} any more; mend the mutant.")
        file.write_text(code.replace(mutant.code, mutant.instead), encoding="utf-8")
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *mutant.tests]
        done = subprocess.run(command, cwd=copy, capture_output=True, timeout=300, check=False)
        return done.returncode == 0


def main() -> None:
    """Try every mutant."""
    words = sys.argv[1:]
    chosen = [mutant for mutant in mutants() if not words or any(word in mutant.name for word in words)]
    alive = []
    for mutant in chosen:
        begun = time.monotonic()
        survived = lives(mutant)
        alive += [mutant.name] * survived
        print(f"{'LIVES' if survived else 'caught':7} {time.monotonic() - begun:5.1f} s  {mutant.name}", flush=True)
    print(f"{len(chosen) - len(alive)} of {len(chosen)} caught")
    sys.exit(1 if alive else 0)


if __name__ == "__main__":
    main()
