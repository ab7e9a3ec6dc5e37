"""The mutants are of the code as it stands: `python -m tests.benchmarks.mutants` shows that the tests notice them."""

from pathlib import Path

import pytest

from tests.benchmarks.mutants import ROOT, Mutant, mutants


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_the_code_of_a_mutant_stands_once_and_its_tests_are_there(mutant: Mutant) -> None:
    assert (ROOT / mutant.file).read_text(encoding="utf-8").count(mutant.code) == 1
    assert mutant.code != mutant.instead
    assert all((ROOT / test.partition("::")[0]).exists() for test in mutant.tests if Path(test).suffix)
