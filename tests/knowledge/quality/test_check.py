"""`check` reports every problem of a case, and counts what is in a good one."""

from pathlib import Path

from handlers.replies.fitting import BUTTON_LIMIT
from knowledge.quality.check import TITLE_LENGTH, Summary, check
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


def test_a_title_that_a_button_cannot_show_whole_is_a_hint(tmp_path: Path) -> None:
    long = "Why, in the words of the note that the mayor gave to the press, is the pier closed?"
    contents = small_case.todays_files()
    contents["facts/repair.yaml"] = contents["facts/repair.yaml"].replace('en: "no"\n', f"en: {long}\n")
    (hint,) = check(small_case.write(tmp_path, contents)).hints
    assert str(hint) == f'{tmp_path}/facts/repair.yaml:11: "{long}" has 83 characters; a button shows 60'


def test_a_button_shows_as_much_of_a_title_as_the_check_allows() -> None:
    assert TITLE_LENGTH == BUTTON_LIMIT
