"""What happened in a month or a year is answered by what is of that time, and by nothing else."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Suggestions, Timeline
from knowledge.casefile.loading import load
from knowledge.edtf import parse_edtf
from knowledge.model import Passage
from tests.knowledge.harbour import harbour
from tests.support.shipped import shipped_answerer

CLINIC = Path(__file__).parents[2] / "cases" / "fresh" / "clinic"


@pytest.mark.parametrize(
    "question",
    ["what happened in August 2011?", "що сталося у серпні 2011?", "что случилось в августе 2011?"],
)
def test_a_month_that_only_a_phrasing_asks_about_has_nothing(question: str) -> None:
    answer = shipped_answerer().answer(question)
    assert isinstance(answer, Timeline), answer
    assert (answer.facts, answer.period) == ((), parse_edtf("2011-08"))
    assert answer.not_mentioned


def test_a_month_is_answered_by_the_fact_that_states_a_day_of_it_beside_its_own_date() -> None:
    answer = Answerer(load(CLINIC)).answer("what happened in April 2021?")
    assert isinstance(answer, Timeline), answer
    assert answer.facts == ("vantor-claim",)


def test_a_month_of_which_only_a_passage_tells_is_not_answered_with_a_fact_of_another() -> None:
    base = harbour()
    asked = replace(base.facts["when-refused"], questions={"en": ("What happened in August 2019?",)})
    note = base.documents["note"]
    more = "\n\nThe harbour was quiet in August 2019."
    passage = Passage("note", 4, len(note.text) + 2, len(note.text) + len(more), more.strip())
    longer = replace(note, text=note.text + more, passages=(*note.passages, passage))
    base = replace(base, facts={**base.facts, asked.id: asked}, documents={"note": longer})
    answer = Answerer(base).answer("What happened in August 2019?")
    assert isinstance(answer, Suggestions), answer
