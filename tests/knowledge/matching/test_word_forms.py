"""A question's word is met in whatever form the facts have it."""

from dataclasses import replace

import pytest

from knowledge.matching.matcher import Matcher
from knowledge.model import KnowledgeBase
from tests.knowledge.harbour import harbour


def base_asking(language: str, phrasing: str) -> KnowledgeBase:
    """Return the harbour with one fact that is asked for by one phrasing only."""
    base = harbour()
    fact = replace(base.facts["refused"], id="only", questions={language: (phrasing,)})
    return replace(base, facts={**base.facts, "only": fact})


@pytest.mark.parametrize(
    ("language", "phrasing", "question"),
    [
        ("en", "Who taught the sailors?", "sailors teach"),
        ("ru", "Где применяли пытки?", "место пыток"),
        ("ru", "Чьи это письма?", "судьба писем"),
        ("uk", "Хто бачив свідка?", "свідок"),
    ],
)
def test_a_word_is_met_in_another_form(language: str, phrasing: str, question: str) -> None:
    matcher = Matcher(base_asking(language, phrasing))
    assert matcher.match(question, language)[0].fact_id == "only"
    *_, form = question.split()
    assert matcher.lacking("only", matcher.read(form, language)) == ()
