"""Phrasings that take for granted what their fact does not say, or judge, and dates yet to come, are hints."""

import datetime
from pathlib import Path

import pytest

from knowledge.factcheck.checker import FactChecker
from knowledge.factcheck.premises import Fault, PremiseChecker
from knowledge.model import Fact
from knowledge.quality.check import check
from tests.knowledge import small_case
from tests.knowledge.factcheck.mill import base, fact

REJECTED = fact(
    "The High Court rejected the appeal of Harrow Paper.", "order", "The High Court rejected the appeal of Harrow Paper"
)
STAFF = fact("The mill employs 214 people.", "order", "The mill employs 214 people.")
RUSSIAN = fact("Суд отклонил жалобу двадцати двух рыбаков.", "note", "Суд отклонил жалобу двадцати двух рыбаков.", "ru")


@pytest.fixture(scope="module")
def checker() -> PremiseChecker:
    return PremiseChecker(FactChecker(base()))


@pytest.mark.parametrize(
    ("about", "question", "language", "fault"),
    [
        (REJECTED, "Why did the court grant the appeal of Harrow Paper?", "en", Fault.OPPOSITE),
        (REJECTED, "When did the court accept the appeal?", "en", Fault.OPPOSITE),
        (RUSSIAN, "Почему суд согласился с рыбаками?", "ru", Fault.OPPOSITE),
        (REJECTED, "Why did the court reject the appeal of Martin Pell?", "en", Fault.ABSENT),
        (REJECTED, "Who rejected the appeal in June 2021?", "en", Fault.ABSENT),
        (STAFF, "Do the crooks of the mill employ anybody?", "en", Fault.LOADED),
    ],
)
def test_what_a_question_takes_for_granted_is_named(
    checker: PremiseChecker, about: Fact, question: str, language: str, fault: Fault
) -> None:
    assert [found.fault for _, found in checker.premises(about, (question,), language)] == [fault]


@pytest.mark.parametrize(
    ("about", "question", "language"),
    [
        (REJECTED, "Why did the court dismiss the appeal of Harrow?", "en"),
        (REJECTED, "Did the court grant the appeal?", "en"),
        (REJECTED, "Was it Martin Pell who appealed?", "en"),
        (RUSSIAN, "Почему суд отказал рыбакам?", "ru"),
        (STAFF, "How many people work at the mill?", "en"),
    ],
)
def test_what_a_question_only_asks_is_not(checker: PremiseChecker, about: Fact, question: str, language: str) -> None:
    assert not [*checker.premises(about, (question,), language)]


def test_a_false_premise_is_a_hint_at_the_phrasing(tmp_path: Path) -> None:
    contents = small_case.todays_files()
    contents["facts/closure.yaml"] = contents["facts/closure.yaml"].replace(
        "Who closed the pier?", "Who opened the pier?"
    )
    (hint,) = check(small_case.write(tmp_path, contents)).hints
    assert str(hint).removeprefix(f"{tmp_path}/") == (
        'facts/closure.yaml:12: "Who opened the pier?" takes for granted "opened", where the fact says "closed"; '
        "reword it, or make it an unanswered question"
    )


def test_phrasings_in_files_of_their_own_are_compared_in_a_full_check(tmp_path: Path) -> None:
    contents = small_case.todays_files()
    contents["phrasings/pier-closed.yaml"] += "    - Why did they open the pier?\n"
    folder = small_case.write(tmp_path, contents)
    assert not check(folder).hints
    assert any("takes for granted" in hint.message for hint in check(folder, full=True).hints)


def test_a_date_that_is_yet_to_come_is_a_hint(tmp_path: Path) -> None:
    hints = check(small_case.write(tmp_path), today=datetime.date(2020, 4, 1)).hints
    assert [hint.message for hint in hints if "yet to come" in hint.message] == [
        "date is 2020-05-02, which is yet to come; correct it",
        "date is 2020-05-01, which is yet to come; is the event only planned?",
        "date is 2020-05, which is yet to come; is the event only planned?",
    ]
