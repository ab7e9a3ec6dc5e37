"""A fact with few phrasings is told only where they have what is asked, and is offered more freely."""

from dataclasses import replace

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Found, Nearest, Suggestions, Unknown
from knowledge.answering.explanation import explain
from tests.knowledge.harbour import harbour

ANSWERER = Answerer(harbour())


def with_many_phrasings() -> Answerer:
    """Return the same base, its fact about complaints with ninety English phrasings more."""
    base = harbour()
    fact = base.facts["complaints"]
    more = tuple(f"complaints that Marsh filed, {number}" for number in range(90))
    many = replace(fact, questions={**fact.questions, "en": (*fact.questions["en"], *more)})
    return Answerer(replace(base, facts={**base.facts, fact.id: many}))


@pytest.mark.parametrize(
    "question",
    [
        "When did the Transport Court announce that it rejected the complaints?",
        "Who advised Helen Marsh to file 12 complaints?",
        "Did Captain Marsh withdraw her complaints to the Transport Court?",
    ],
)
def test_what_a_question_asks_beyond_the_phrasings_keeps_the_fact_from_being_told(question: str) -> None:
    assert not isinstance(ANSWERER.answer(question), Found)


def test_words_of_the_quote_do_not_make_it_the_answer() -> None:
    answer = ANSWERER.answer("Did the Harbour Office refuse the licence citing safety?")
    assert isinstance(answer, Nearest | Suggestions)
    assert answer.matches[0].fact_id in {"refused", "why-refused"}


@pytest.mark.parametrize(
    "question", ["Was the licence of Aurora refused?", "How many complaints did Helen Marsh file?"]
)
def test_even_odds_are_enough_where_the_phrasings_have_all_of_it(question: str) -> None:
    strict = Answerer(harbour())
    strict.answer_from = None
    assert isinstance(strict.answer(question), Found)


def test_only_a_fact_with_few_phrasings_is_thin() -> None:
    for answerer, is_thin in ((ANSWERER, True), (with_many_phrasings(), False)):
        likeliest = explain(answerer, "How many complaints did Marsh file?").candidates[0]
        assert likeliest.evidence is not None
        assert likeliest.evidence.is_thin is is_thin


def test_a_fact_that_has_a_word_of_it_is_offered_and_nonsense_is_offered_nothing() -> None:
    assert isinstance(ANSWERER.answer("Is anything known of the hull and the licence?"), Nearest | Suggestions)
    assert isinstance(ANSWERER.answer("how to bake sourdough bread"), Unknown)
