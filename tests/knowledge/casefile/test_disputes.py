"""A dispute has two sides, whichever of them names it; one that leads nowhere is a problem."""

from pathlib import Path

import pytest

from knowledge.casefile.loading import KnowledgeError, load, read
from knowledge.casefile.symbol_table import SymbolTable
from knowledge.notices.diff import compare, digests
from knowledge.quality.check import check
from tests.knowledge import small_case


def case(folder: Path, repair: str = "", closed: str = "") -> Path:
    files = small_case.todays_files()
    files["facts/repair.yaml"] += repair
    files["facts/closure.yaml"] = files["facts/closure.yaml"].replace(
        "  related: [pier-stays-closed]\n", f"  related: [pier-stays-closed]\n{closed}"
    )
    return small_case.write(folder, files)


@pytest.mark.parametrize(
    ("repair", "closed"),
    [
        ("  disputes: [pier-closed]\n", ""),
        ("", "  disputes: [pier-needs-repair]\n"),
        ("  disputes: [pier-closed]\n", "  disputes: [pier-needs-repair]\n"),
    ],
)
def test_both_sides_know_of_a_dispute_whichever_names_it(tmp_path: Path, repair: str, closed: str) -> None:
    facts = load(case(tmp_path, repair, closed)).facts
    assert facts["pier-closed"].disputes == ("pier-needs-repair",)
    assert facts["pier-needs-repair"].disputes == ("pier-closed",)
    assert facts["pier-stays-closed"].disputes == ()


@pytest.mark.parametrize(
    ("disputes", "said"),
    [
        ("pier-opened", 'there is no fact "pier-opened"; did you mean pier-closed?'),
        ("pier-needs-repair", "disputes has the fact itself; remove it"),
        ("pier-closed, pier-closed", "disputes has the same fact twice; keep one"),
    ],
)
def test_a_dispute_with_nobody_is_a_problem(tmp_path: Path, disputes: str, said: str) -> None:
    with pytest.raises(KnowledgeError, match="facts/repair") as raised:
        load(case(tmp_path, f"  disputes: [{disputes}]\n"))
    assert said in str(raised.value)


def test_what_is_withdrawn_disputes_nothing(tmp_path: Path) -> None:
    change = "  change: {date: 2020-06-01, kind: withdrawn, note: {en: It was wrong., ru: Это было неверно.}}\n"
    facts = load(case(tmp_path, f"  disputes: [pier-closed]\n{change}")).facts
    assert facts["pier-closed"].disputes == facts["pier-needs-repair"].disputes == ()


def test_the_check_asks_about_a_dispute_of_somebody_with_themselves(tmp_path: Path) -> None:
    hints = check(case(tmp_path, "", "  disputes: [pier-stays-closed]\n")).hints
    assert [str(hint).partition(": ")[2] for hint in hints if hint.kind == "disputes with one side"] == [
        "pier-closed and pier-stays-closed dispute each other, but mayor asserts both; is it so?"
    ]


def test_a_new_dispute_is_news_of_both_facts_and_of_no_other(tmp_path: Path) -> None:
    before = digests(load(case(tmp_path)))
    after = read(case(tmp_path, "  disputes: [pier-closed]\n"), SymbolTable())
    assert compare(before, after).amended_facts == ("pier-closed", "pier-needs-repair")
