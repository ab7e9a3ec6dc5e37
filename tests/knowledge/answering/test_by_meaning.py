"""What comparing by meaning adds: facts are found in a language that none of their phrasings is in."""

from dataclasses import replace
from pathlib import Path

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Found, Suggestions, Unknown
from knowledge.answering.explanation import explain
from knowledge.answering.rankings import DEFAULT_ANSWER_THRESHOLD_BY_MEANING
from knowledge.model import KnowledgeBase
from tests.knowledge.dictionary_embedder import Dictionary
from tests.knowledge.harbour import harbour

pytestmark = pytest.mark.slow

QUESTION = "много ли было жалоб"


def english_only() -> KnowledgeBase:
    base = harbour()
    facts = {key: replace(fact, questions={"en": fact.questions["en"]}) for key, fact in base.facts.items()}
    return replace(base, facts=facts)


def test_a_question_in_a_language_without_phrasings_finds_its_fact() -> None:
    base = english_only()
    assert not isinstance(Answerer(base).answer(QUESTION), Found)
    answer = Answerer(base, embedder=Dictionary()).answer(QUESTION)
    assert isinstance(answer, Found | Suggestions)
    assert answer.matches[0].fact_id == "complaints"


def test_a_question_about_nothing_that_the_facts_mean_finds_none() -> None:
    answerer = Answerer(english_only(), embedder=Dictionary())
    assert isinstance(answerer.answer("какая завтра погода"), Unknown)


def test_after_a_restart_only_the_question_is_turned_into_a_vector(tmp_path: Path) -> None:
    first, second = Dictionary(), Dictionary()
    told = Answerer(english_only(), tmp_path, first).answer(QUESTION)
    again = Answerer(english_only(), tmp_path, second)
    assert second.texts == 0
    assert again.answer(QUESTION) == told
    assert second.texts == 1
    assert first.texts > 10


def test_vectors_of_another_model_are_made_anew(tmp_path: Path) -> None:
    first, other = Dictionary(), Dictionary("dictionary 2", dimensions=128)
    Answerer(english_only(), tmp_path, first)
    answer = Answerer(english_only(), tmp_path, other).answer(QUESTION)

    assert other.texts > 10
    assert isinstance(answer, Found | Suggestions)
    assert answer.matches[0].fact_id == "complaints"


@pytest.mark.parametrize(
    ("question", "measured", "by_meaning"),
    [
        ("How many complaints were there?", 0.35, [False, True]),
        ("How many complaints were there?", None, [False, True]),
        (QUESTION, None, [True]),
    ],
)
def test_words_decide_first_in_a_language_of_the_phrasings_so_that_none_of_their_answers_is_lost(
    question: str, measured: float | None, by_meaning: list[bool]
) -> None:
    base = english_only()
    base = replace(base, case=replace(base.case, answer_from=measured))
    answerer = Answerer(base, embedder=Dictionary())
    reading = answerer.matcher.read(*answerer.take_in(question))
    assert [ranked.by_meaning for ranked in answerer.rankings(reading)] == by_meaning


def test_the_explanation_shows_what_decided() -> None:
    base = english_only()
    answerer = Answerer(base, embedder=Dictionary())
    asked = base.facts["complaints"].questions["en"][0]
    assert not explain(answerer, asked).by_meaning
    abroad = explain(answerer, QUESTION)
    assert abroad.by_meaning
    assert abroad.candidates[0].fact_id == "complaints"
    assert abroad.threshold == DEFAULT_ANSWER_THRESHOLD_BY_MEANING


def test_what_all_phrasings_are_about_makes_no_question_near() -> None:
    base = english_only()
    topic = [f"complaints {word}" for word in (f"sort{number}" for number in range(40))]
    kept = base.facts["complaints"]
    facts = {text: replace(kept, id=text, questions={"en": (text,)}, statement={}) for text in topic}
    matcher = Answerer(replace(base, facts=facts), embedder=Dictionary()).matcher
    near = matcher.index.sentence_cosines(topic[0], "en")
    assert near is not None
    assert near[0] > 0.9
    assert max(near[1:]) < 0.3
