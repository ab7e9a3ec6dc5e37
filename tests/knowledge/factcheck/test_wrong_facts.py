"""Facts that say what their quotes do not are found, and right ones, in whatever words and formats, are left alone."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import default_case, load
from knowledge.factcheck.checker import FactChecker
from tests.knowledge.factcheck.mill import base, fact
from tests.support.forks import ROOT

CLOSED = "ordered Harrow Paper on 12 March 2019 to close its mill at Nether Lees within two weeks."
TROUT = "Inspectors had counted 860 dead trout below the mill."
FINED = "Harrow Paper was fined 45,000 pounds."
PAID = "The fine was paid on 3 May."
REFUSED = "The company's director, Agnes Tolley, did not accept the findings."
APPEAL = "Her lawyer, Simon Oake, lodged an appeal at 10.30 a.m."
SPARED = "Brill Chemicals, which supplied the mill, was not charged."
ASKED = "Orm Fisheries lost a third of its stock and asked for 1.2 million pounds."
SAMPLES = "The board took water samples on 4 February, 18 February and 1 March."
STAFF = "The mill employs 214 people."
REJECTED = "The High Court rejected the appeal of Harrow Paper under section 7 of the Rivers Act."
WELCOMED = "Brill Chemicals welcomed the decision."
IDLE = "директорка Агнес Толлі пише, що комбінат не працює сорок два дні"
HIRED = "Компанія «Гарроу Пейпер» найняла двадцять п'ять водіїв і не звільнила жодного працівника."
DAMAGE = "Збитки становлять 3,4 мільйона фунтів."
PONDS = "Рыбаки «Орм Фишериз» заявили 9 июля 2020 г., что три пруда пусты."
DISMISSED = "Суд отклонил жалобу двадцати двух рыбаков."

WRONG = [
    # Numbers and amounts.
    ("The board says that inspectors counted 680 dead trout.", "order", TROUT, "en"),
    ("The board says that inspectors counted 8,600 dead trout.", "order", TROUT, "en"),
    ("The board says that inspectors counted almost nine thousand dead trout.", "order", TROUT, "en"),
    ("Совет сообщает, что насчитали шестьсот восемьдесят форелей.", "order", TROUT, "ru"),
    ("Рада повідомляє, що нарахували 806 форелей.", "order", TROUT, "uk"),
    ("The board says that Harrow Paper was fined 54,000 pounds.", "order", FINED, "en"),
    ("The board says that Harrow Paper was fined 45 million pounds.", "order", FINED, "en"),
    ("The board says that Harrow Paper was fined 45,000 euros.", "order", FINED, "en"),
    ("Совет сообщает, что «Харроу Пейпер» оштрафовали на 45 тысяч рублей.", "order", FINED, "ru"),
    ("The board says that the mill must close within two days.", "order", CLOSED, "en"),
    ("The board says that the mill must close within three weeks.", "order", CLOSED, "en"),
    ("The board says that Orm Fisheries asked for 2.1 million pounds.", "order", ASKED, "en"),
    ("The board says that Orm Fisheries asked for £1.2 billion.", "order", ASKED, "en"),
    ("The board says that the mill employs 241 people.", "order", STAFF, "en"),
    ("The board says that the court relied on section 17.", "order", REJECTED, "en"),
    ("The board took four samples of water.", "order", SAMPLES, "en"),
    ("Tolley writes that the mill has stood still for 24 days.", "letter", IDLE, "en"),
    ("Толлі пише, що комбінат не працює 42 тижні.", "letter", IDLE, "uk"),
    ("Tolley writes that the company hired 35 drivers.", "letter", HIRED, "en"),
    ("Tolley writes that the damage is £4.3m.", "letter", DAMAGE, "en"),
    ("The fishermen say that four ponds are empty.", "note", PONDS, "en"),
    ("A court dismissed the complaint of 32 fishermen.", "note", DISMISSED, "en"),
    # Dates and times.
    ("The board ordered Harrow Paper on 12 March 2018 to close its mill.", "order", CLOSED, "en"),
    ("The board ordered Harrow Paper on 21 March 2019 to close its mill.", "order", CLOSED, "en"),
    ("The board ordered Harrow Paper in May 2019 to close its mill.", "order", CLOSED, "en"),
    ("12 апреля 2019 г. совет велел «Харроу Пейпер» закрыть комбинат.", "order", CLOSED, "ru"),
    ("The board says that the fine was paid on 3 June.", "order", PAID, "en"),
    ("The board says that the fine was paid on 3 May 2017.", "order", PAID, "en"),
    ("Oake lodged the appeal at 11.30 a.m.", "order", APPEAL, "en"),
    ("The fishermen said on 9 July 2021 that ponds are empty.", "note", PONDS, "en"),
    # Names.
    ("The board ordered Brill Chemicals to close its mill at Nether Lees.", "order", CLOSED, "en"),
    ("Martin Pell did not accept the findings.", "order", REFUSED, "en"),
    ("Мартин Пелл не согласился с выводами.", "order", REFUSED, "ru"),
    ("Her lawyer, Martin Pell, lodged an appeal.", "order", APPEAL, "en"),
    ("The board says that Orm Fisheries, which supplied the mill, was not charged.", "order", SPARED, "en"),
    ("Orm Fisheries welcomed the decision.", "order", WELCOMED, "en"),
    ("Harrow Paper is happy about the decision.", "order", WELCOMED, "en"),
    ("The High Court rejected the appeal of Brill Chemicals.", "order", REJECTED, "en"),
    ("Компанію «Брілл Кемікалс» оштрафовано.", "order", FINED, "uk"),
    ("The director, Agnes Whitcombe, did not accept the findings.", "order", REFUSED, "en"),
    ("The board ordered Harrow Paper to close its mill in Rotterdam.", "order", CLOSED, "en"),
]

RIGHT = [
    ("The board ordered Harrow Paper on 12.03.2019 to close the mill within 14 days.", "order", CLOSED, "en"),
    (
        "12 марта 2019 года Водный совет велел «Харроу Пейпер» закрыть комбинат за две недели.",
        "order",
        CLOSED,
        "ru",
    ),
    ("У березні 2019 р. Водна рада наказала «Гарроу Пейпер» закрити комбінат у Незер-Лісі.", "order", CLOSED, "uk"),
    ("The board says that inspectors counted eight hundred and sixty dead trout.", "order", TROUT, "en"),
    ("The board says that inspectors counted almost 900 dead trout.", "order", TROUT, "en"),
    ("Совет сообщает, что насчитали восемьсот шестьдесят форелей.", "order", TROUT, "ru"),
    ("The board says that Harrow Paper was fined £45,000.", "order", FINED, "en"),
    ("«Харроу Пейпер» оштрафовали на сорок пять тысяч фунтов.", "order", FINED, "ru"),
    ("«Гарроу Пейпер» оштрафовано на 45 тис. фунтів.", "order", FINED, "uk"),
    ("The board says that the fine was paid on 3 May 2019.", "order", PAID, "en"),
    ("Agnes Tolley's lawyer lodged an appeal at 10:30.", "order", APPEAL, "en"),
    ("Orm asked for £1.2m, 1,200,000 pounds.", "order", ASKED, "en"),
    ("«Орм Фишериз» потребовала 1,2 млн фунтов.", "order", ASKED, "ru"),
    ("The board took three samples of water.", "order", SAMPLES, "en"),
    ("The board took samples from February to March 2019.", "order", SAMPLES, "en"),
    ("In its note of 20 August 2019 the board says that the mill employs 214 people.", "order", STAFF, "en"),
    ("Tolley writes that the mill has stood still for 42 days.", "letter", IDLE, "en"),
    ("Толли пишет, что комбинат стоит 42 дня.", "letter", IDLE, "ru"),
    ("Tolley writes that Harrow Paper hired 25 drivers.", "letter", HIRED, "en"),
    ("Tolley writes that the damage is 3.4 million pounds.", "letter", DAMAGE, "en"),
    ("On 9 July 2020 Orm Fisheries said that three ponds are empty.", "note", PONDS, "en"),
    ("A court dismissed the complaint of 22 fishermen.", "note", DISMISSED, "en"),
    ("The director, Tolley, disputed the findings.", "order", REFUSED, "en"),
    ("Her lawyer, Simon Oake, appealed for Tolley.", "order", APPEAL, "en"),
    ("Высокий суд отклонил жалобу «Харроу Пейпер» по статье 7.", "order", REJECTED, "ru"),
]


CASES = ROOT / "tests" / "cases"
TRUE_CASES = sorted({file.parent for file in CASES.rglob("case.yaml")} | {default_case()})


@pytest.mark.parametrize("case", TRUE_CASES, ids=lambda case: case.name)
def test_no_statement_of_a_case_that_was_written_with_care_is_a_problem(case: Path) -> None:
    base = load(case)
    facts = FactChecker(base)
    found = [(fact.id, one) for fact in base.facts.values() for one in facts.discrepancies(fact)]
    assert not [one for one in found if one[1].is_problem]
    assert len(found) <= max(2, len(base.facts) // 5)


@pytest.fixture(scope="module")
def checker() -> FactChecker:
    return FactChecker(base())


@pytest.mark.parametrize(("statement", "document", "quote", "language"), WRONG)
def test_a_wrong_value_is_a_problem(
    checker: FactChecker, statement: str, document: str, quote: str, language: str
) -> None:
    assert any(found.is_problem for found in checker.discrepancies(fact(statement, document, quote, language)))


@pytest.mark.parametrize(("statement", "document", "quote", "language"), RIGHT)
def test_a_right_value_in_another_form_is_none(
    checker: FactChecker, statement: str, document: str, quote: str, language: str
) -> None:
    assert not [*checker.discrepancies(fact(statement, document, quote, language))]
