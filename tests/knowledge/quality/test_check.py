"""`check` reports every problem of a case, and counts what is in a good one."""

from pathlib import Path

from knowledge.quality.check import Summary, check
from tests.knowledge import small_case


def test_a_good_case_is_counted(tmp_path: Path) -> None:
    report = check(small_case.write(tmp_path))
    assert report.good
    assert report.summary == Summary(
        title="The pier",
        documents=1,
        passages=3,
        topics=1,
        names=2,
        spellings=4,
        facts=3,
        dated=2,
        undated=1,
        derived=1,
        phrasings={"en": 4, "ru": 3},
        golden_answerable=2,
        golden_unanswerable=1,
    )


def test_a_case_needs_no_golden_questions(tmp_path: Path) -> None:
    contents = small_case.files()
    del contents["golden.yaml"]
    report = check(small_case.write(tmp_path, contents))
    assert report.good
    assert (report.summary.golden_answerable, report.summary.golden_unanswerable) == (0, 0)


def test_a_damaged_case_is_reported_and_what_can_be_read_is_counted(tmp_path: Path) -> None:
    contents = small_case.files()
    contents["facts/repair.yaml"] = "- ["
    contents["golden.yaml"] += "- question: ?\n"
    report = check(small_case.write(tmp_path, contents))
    assert not report.good
    assert {problem.location.path.name for problem in report.problems} == {"repair.yaml", "golden.yaml"}
    assert report.summary.facts == 2


def test_a_case_that_is_not_there_is_reported_and_counts_nothing(tmp_path: Path) -> None:
    report = check(tmp_path / "nowhere")
    assert len(report.problems) == 1
    assert report.summary == Summary()
