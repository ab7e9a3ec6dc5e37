"""Several questions of one message are each answered, unless one fact answers them all."""

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Found, Multipart, Unknown, asserted_facts, shown_facts
from tests.knowledge.harbour import harbour


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(harbour())


def _told(answerer: Answerer, question: str, context: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    answer = answerer.answer(question, context=context)
    assert isinstance(answer, Multipart), answer
    return [asserted_facts(part) for part in answer.parts]


def test_each_question_gets_its_own_fact(answerer: Answerer) -> None:
    told = _told(answerer, "Why did the Harbour Office refuse the licence? How many complaints did Marsh file?")
    assert told == [("why-refused",), ("complaints",)]


def test_a_preface_is_no_question(answerer: Answerer) -> None:
    answer = answerer.answer("Hi. I write for a paper. How many complaints did Marsh file?")
    assert isinstance(answer, Found)
    assert asserted_facts(answer) == ("complaints",)


def test_a_question_word_with_and_gets_the_rest_of_the_other_question(answerer: Answerer) -> None:
    assert _told(answerer, "When and why was the licence refused?") == [("when-refused",), ("why-refused",)]


def test_an_elliptical_question_leans_on_the_fact_before_it(answerer: Answerer) -> None:
    assert _told(answerer, "Was Aurora's licence refused, and why?") == [("refused",), ("why-refused",)]


def test_a_question_without_an_answer_stays_one_beside_the_others(answerer: Answerer) -> None:
    answer = answerer.answer("How many complaints did Marsh file and who is the president of Freedonia?")
    assert isinstance(answer, Multipart)
    told, untold = answer.parts
    assert asserted_facts(told) == ("complaints",)
    assert isinstance(untold, Unknown)
    assert untold.not_mentioned == answer.not_mentioned == ("Freedonia",)


def test_what_one_fact_answers_whole_is_not_split(answerer: Answerer) -> None:
    answer = answerer.answer("Who rejected the complaints of Marsh and when did the court reject the complaints?")
    assert isinstance(answer, Found)
    assert asserted_facts(answer) == ("rejected",)


def test_where_no_question_has_an_answer_the_message_is_one_question(answerer: Answerer) -> None:
    answer = answerer.answer("Who owns the bakery and who sells the bread?")
    assert not isinstance(answer, Multipart)


def test_three_questions_are_answered_and_the_rest_is_named(answerer: Answerer) -> None:
    answer = answerer.answer(
        "How many complaints did Marsh file? When was the licence refused? Why was it refused? "
        "Who rejected the complaints of Marsh? Who built the ship?"
    )
    assert isinstance(answer, Multipart)
    assert len(answer.parts) == 3
    assert answer.left == ("Who rejected the complaints of Marsh", "Who built the ship")


def test_the_next_question_leans_on_the_last_part(answerer: Answerer) -> None:
    answer, context = answerer.converse("How many complaints did Marsh file? When was the licence refused?")
    assert shown_facts(answer) == ("when-refused", "complaints")
    assert context[0] == "when-refused"


def test_a_question_of_several_lines_is_one_of_each(answerer: Answerer) -> None:
    told = _told(answerer, "- how many complaints did Marsh file\n- when was the licence refused\n")
    assert told == [("complaints",), ("when-refused",)]
