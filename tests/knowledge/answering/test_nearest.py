"""A likely fact that may not answer exactly this is shown as the nearest, never as the answer."""

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Nearest, asserted_facts, shown_facts
from tests.knowledge.harbour import harbour

ANSWERER = Answerer(harbour())


def test_a_fact_that_lacks_a_word_is_the_nearest_and_says_which() -> None:
    answer = ANSWERER.answer("Who angrily rejected the complaints?")
    assert isinstance(answer, Nearest)
    assert answer.matches[0].fact_id == "rejected"
    assert answer.lacking == ("angrily",)


def test_the_nearest_is_not_asserted_but_is_the_context_of_what_is_asked_next() -> None:
    answer = ANSWERER.answer("How long was Aurora's licence refused?")
    assert isinstance(answer, Nearest)
    assert asserted_facts(answer) == ()
    assert shown_facts(answer) == ("refused",)


@pytest.mark.parametrize(
    "question",
    [
        "Why did Freedonia refuse the licence?",
        "Why did Helen Marsh refuse the licence?",
        "Why did the Harbour Office accept the licence?",
        "When did Helen Marsh reject the complaints?",
        "complaints of Marsh",
        "how to bake bread",
    ],
)
def test_a_false_premise_a_choice_and_chatter_have_no_nearest(question: str) -> None:
    assert not isinstance(ANSWERER.answer(question), Nearest)
