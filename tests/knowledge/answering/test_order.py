"""The order of a set, which differs from process to process, reaches no answer, no reply and no hint of a check."""

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
import yaml
from knowledge.answering.answerer import Answerer
from knowledge.casefile.loading import default_case, load
from knowledge.quality.check import check
from tests.freeze import answers, renderings

base = load(default_case())
asked = [("grin nubmer on helsinky list",), ("grin kto on po dolzhnosti", "gde?"), ("що зробив гринь", "а коли"),
         ("pochemu otkazali", "kogda"), ("whne did they refsue",), ("хто такий грін",),
         ("Why did the UK refuse? And who is Grin?", "and when?", "which of them?"), ("what happened in 2011", "more"),
         ("Is it true that France refused?",), ("Кто отказал и почему?", "а кто ещё?")]
print(*answers(base, Answerer(base, Path(sys.argv[1])), asked), sep="\\n")
for case in sorted(Path("tests/cases").glob("*/case.yaml")):
    base = load(case.parent)
    people = yaml.safe_load((case.parent / "people.yaml").read_text(encoding="utf-8"))
    asked = [(question,) for group in people.values() for question in [*group][::3]]
    print(*answers(base, Answerer(base), asked), *renderings(base), *check(case.parent).hints, sep="\\n")
"""


def test_no_answer_depends_on_the_seed_of_hashes() -> None:
    """The large case is indexed in this process and read from the cache; the small ones are indexed in each."""
    shipped_answerer()

    def said(seed: int) -> list[str]:
        environment = {**os.environ, "PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", SCRIPT, str(cache_folder(caches()))]
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    first, *others = map(said, (0, 5, 77))
    assert len(first) > 200
    for other in others:
        assert other == first
