"""What comparing by meaning adds: facts are found in a language that none of their phrasings is in."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from numpy.typing import NDArray

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Found, Suggestions, Unknown
from knowledge.answering.explanation import explain
from knowledge.answering.rankings import DEFAULT_ANSWER_THRESHOLD_BY_MEANING
from knowledge.matching.embedder import DIMENSIONS, Embedder
from knowledge.model import KnowledgeBase
from tests.knowledge.harbour import harbour

pytestmark = pytest.mark.slow

MEANINGS = ({"complaints", "complaint", "жалоб", "жалобы"}, {"licence", "лицензии"}, {"repaired", "починили"})
LANGUAGES = ("abcdefghijklmnopqrstuvwxyz", "абвгдежзийклмнопрстуфхцчшщъыьэюя")
QUESTION = "много ли было жалоб"


class Dictionary:
    """A model that knows a few words; most of each vector is what all texts in an alphabet have in common.

    A word that it does not know goes somewhere of its own.
    """

    def __init__(self) -> None:
        self.texts = 0

    def query(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return a unit vector for each text."""
        self.texts += len(texts)
        vectors = np.zeros((len(texts), DIMENSIONS), np.float32)
        for vector, text in zip(vectors, texts, strict=True):
            for number, alphabet in enumerate(LANGUAGES):
                vector[number] = 5 * any(letter in alphabet for letter in text)
            for number, words in enumerate(MEANINGS):
                vector[len(LANGUAGES) + number] = any(word in words for word in text.split())
            for word in set(text.split()).difference(*MEANINGS):
                own = len(LANGUAGES) + len(MEANINGS)
                vector[own + crc32(word.encode()) % (DIMENSIONS - own)] += 0.5
            vector /= max(float(np.linalg.norm(vector)), 1.0)
        return vectors


def english_only() -> KnowledgeBase:
    base = harbour()
    facts = {key: replace(fact, questions={"en": fact.questions["en"]}) for key, fact in base.facts.items()}
    return replace(base, facts=facts)


def test_a_question_in_a_language_without_phrasings_finds_its_fact() -> None:
    base = english_only()
    assert not isinstance(Answerer(base).answer(QUESTION), Found)
    answer = Answerer(base, embedder=Embedder(Dictionary(), "dictionary 1")).answer(QUESTION)
    assert isinstance(answer, Found | Suggestions)
    assert answer.matches[0].fact_id == "complaints"


def test_a_question_about_nothing_that_the_facts_mean_finds_none() -> None:
    answerer = Answerer(english_only(), embedder=Embedder(Dictionary(), "dictionary 1"))
    assert isinstance(answerer.answer("какая завтра погода"), Unknown)


def test_after_a_restart_only_the_question_is_turned_into_a_vector(tmp_path: Path) -> None:
    first, second = Dictionary(), Dictionary()
    told = Answerer(english_only(), tmp_path, Embedder(first, "dictionary 1")).answer(QUESTION)
    again = Answerer(english_only(), tmp_path, Embedder(second, "dictionary 1"))
    assert second.texts == 0
    assert again.answer(QUESTION) == told
    assert second.texts == 1
    assert first.texts > 10


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
    answerer = Answerer(base, embedder=Embedder(Dictionary(), "dictionary 1"))
    reading = answerer.matcher.read(*answerer.take_in(question))
    assert [ranked.by_meaning for ranked in answerer.rankings(reading)] == by_meaning


def test_the_explanation_shows_what_decided() -> None:
    base = english_only()
    answerer = Answerer(base, embedder=Embedder(Dictionary(), "dictionary 1"))
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
    matcher = Answerer(replace(base, facts=facts), embedder=Embedder(Dictionary(), "dictionary 1")).matcher
    near = matcher.index.sentence_cosines(topic[0], "en")
    assert near is not None
    assert near[0] > 0.9
    assert max(near[1:]) < 0.3
