"""The order of a set, which differs from process to process, reaches no answer."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.paths import cache_folder
from tests.support.shipped import caches, shipped_answerer

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[3]
SCRIPT = """
import sys
from pathlib import Path
from knowledge.answering.answerer import Answerer
from knowledge.casefile.loading import default_case, load
from tests.freeze import answers

base = load(default_case())
asked = [("grin nubmer on helsinky list",), ("grin kto on po dolzhnosti", "gde?"), ("що зробив гринь", "а коли"),
         ("pochemu otkazali", "kogda"), ("whne did they refsue",), ("хто такий грін",)]
print("\\n".join(answers(base, Answerer(base, *map(Path, sys.argv[1:])), asked)))
"""


def test_answers_do_not_depend_on_the_seed_of_hashes() -> None:
    shipped_answerer()  # indexed in this process, under a seed of its own, for those that take the index from the cache
    kept = cache_folder(caches())

    def said(seed: int, *cache: Path) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCRIPT, *map(str, cache)]
        return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout

    first, *others = (said(0), said(5, kept), said(77, kept))
    assert first.count("\n") == 9
    assert others == [first, first]
