"""Fresh cases load, and each of their questions names facts that they have (`tests/cases/README.md`)."""

from tests.benchmarks.fresh import CASES, THINNED, cases


def test_each_question_names_facts_of_its_case() -> None:
    everything = cases()
    assert set(everything) == {*(folder.name for folder in CASES.iterdir()), THINNED}
    for name, (base, questions) in everything.items():
        assert len(questions) >= 100, name
        assert not {fact for asked in questions for fact in asked.facts} - base.facts.keys(), name
