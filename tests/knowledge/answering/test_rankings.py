"""How often the facts are ranked: once for a question, and a handful of times for one that leans on the last answer."""

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.matching.match import FactRanking
from knowledge.matching.matcher import Matcher
from knowledge.matching.question import ParsedQuestion
from tests.knowledge.harbour import harbour

ANSWERER = Answerer(harbour())
HANDFUL = 6


@pytest.fixture
def ranked(monkeypatch: pytest.MonkeyPatch) -> list[ParsedQuestion]:
    """Return what is ranked from now on."""
    questions: list[ParsedQuestion] = []
    rank = Matcher.rank

    def counted(self: Matcher, question: ParsedQuestion, limit: int = 10, by_meaning: bool = False) -> FactRanking:
        questions.append(question)
        return rank(self, question, limit, by_meaning)

    monkeypatch.setattr(Matcher, "rank", counted)
    return questions


@pytest.mark.parametrize(
    "question",
    [
        "Why did the Harbour Office refuse the licence?",
        "reason for denying Aurora a permit",
        "Tell me about the crew that repaired the hull in winter",
        "how do I bake sourdough bread",
        "Why did Freedonia refuse the licence?",
        "why?",
    ],
)
def test_a_question_is_ranked_once_at_most_whatever_the_answer(question: str, ranked: list[ParsedQuestion]) -> None:
    ANSWERER.answer(question)
    assert len(ranked) <= 1


@pytest.mark.parametrize("question", ["why?", "when?", "and why was that?", "who rejected them?", "what about Marsh?"])
def test_a_follow_up_is_ranked_a_handful_of_times(question: str, ranked: list[ParsedQuestion]) -> None:
    ANSWERER.answer(question, context=("refused", "complaints", "rejected"))
    assert len(ranked) <= HANDFUL
