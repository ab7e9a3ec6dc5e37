"""The order of a set, which differs from process to process, reaches no answer."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SCRIPT = """
from knowledge.answering.answerer import Answerer
from knowledge.casefile.loading import default_case, load
from tests.freeze import answers

base = load(default_case())
asked = [("grin nubmer on helsinky list",), ("grin kto on po dolzhnosti", "gde?"), ("що зробив гринь", "а коли"),
         ("pochemu otkazali", "kogda"), ("whne did they refsue",), ("хто такий грін",)]
print("\\n".join(answers(base, Answerer(base), asked)))
"""


def test_answers_do_not_depend_on_the_seed_of_hashes() -> None:
    def said(seed: int) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCRIPT]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    first, *others = (said(seed) for seed in (0, 5, 77))
    assert first.count("\n") == 9
    assert others == [first, first]
