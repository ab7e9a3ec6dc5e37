"""What a fact says finds it where no phrasing has a word of the question."""

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Suggestions, Unknown
from knowledge.matching.matcher import Matcher
from tests.knowledge.harbour import harbour


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(harbour())


@pytest.mark.parametrize(
    ("question", "fact"),
    [("Did the judges dismiss her protests?", "rejected"), ("judge's ruling", "rejected")],
)
def test_a_question_in_none_of_a_facts_words_is_offered_the_fact(question: str, fact: str) -> None:
    answer = Answerer(harbour()).answer(question)

    assert isinstance(answer, Suggestions)
    assert answer.matches[0].fact_id == fact


def test_a_question_about_something_else_is_still_offered_nothing() -> None:
    assert isinstance(Answerer(harbour()).answer("Who won the football final?"), Unknown)


def test_words_of_the_quote_count_and_so_do_words_near_to_them(matcher: Matcher) -> None:
    question = matcher.read("Was it dangerous to repair the safety of a vessel?", "en")
    quoted, other = matcher.alignment.shares(question, ["refused", "complaints"])

    assert 0 < other < quoted < 1


def test_a_fact_that_says_it_comes_before_likelier_ones_but_the_two_likeliest_stay(matcher: Matcher) -> None:
    question = matcher.read("Did the judges dismiss her protests?", "en")
    ranked = {match.fact_id: match for match in matcher.rank(question, 24).matches}
    order = ["when-refused", "why-refused", "refused", "complaints", "rejected"]
    fused = matcher.alignment.fused(question, [ranked[fact_id] for fact_id in order if fact_id in ranked])

    found = [match.fact_id for match, _ in fused]
    assert found[:2] == [one for one in order if one in ranked][:2]
    assert found.index("rejected") == 2
