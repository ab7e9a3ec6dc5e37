"""A question of yes or no about one person is not answered with what is said of another."""

from dataclasses import replace

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Found
from tests.knowledge.harbour import harbour
from tests.support.shipped import shipped_answerer


@pytest.mark.parametrize(
    "question", ["Магнітський був у списку?", "Магнитский был в списке?", "Магнітський є у списку?"]
)
def test_the_place_of_one_person_on_a_list_does_not_answer_whether_another_is_on_it(question: str) -> None:
    assert not isinstance(shipped_answerer().answer(question), Found)


def test_a_phrasing_of_a_fact_is_answered_whomever_its_statement_names() -> None:
    base = harbour()
    asked = replace(base.facts["complaints"], questions={"en": ("Did the colleague of Helen Berg complain?",)})
    answer = Answerer(replace(base, facts={**base.facts, asked.id: asked})).answer(
        "Did the colleague of Helen Berg complain?"
    )
    assert isinstance(answer, Found)
    assert answer.matches[0].fact_id == "complaints"
