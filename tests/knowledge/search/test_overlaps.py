"""Phrasings looked up by the keys that they share with a question: the same figures as when all are read."""

import numpy as np
import pytest

from knowledge.matching.matcher import Matcher
from knowledge.search import ranker as ranker_module
from knowledge.search.query import OVERLAP_F1
from tests.benchmarks.bases import base_of
from tests.benchmarks.speed import made_up, questions

MADE = made_up(300)
MATCHER = Matcher(base_of(MADE))


@pytest.mark.parametrize("asked", questions(MADE, 12))
def test_a_ranking_is_the_same_however_its_phrasings_are_looked_up(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    query = MATCHER.query(MATCHER.read(asked, "en"))
    monkeypatch.setattr(ranker_module, "MAX_ROWS_SCANNED", 0)
    looked_up = MATCHER.index.ranker.rank(query)
    monkeypatch.setattr(ranker_module, "MAX_ROWS_SCANNED", 10**6)
    read = MATCHER.index.ranker.rank(query)
    assert looked_up.facts.tolist() == read.facts.tolist()
    assert np.allclose(looked_up.features, read.features, atol=1e-6)


def test_many_questions_overlap_phrasings_as_each_does_alone() -> None:
    asked = [MATCHER.weigh(MATCHER.index.reader.read(text, "en"), "en") for text in questions(MADE, 12)]
    together = MATCHER.best_overlaps([question.terms for question in asked], "en")
    for question, overlaps in zip(asked, together, strict=True):
        ranking = MATCHER.index.ranker.rank(MATCHER.query(question))
        assert len(ranking.facts) > 1
        assert np.allclose(overlaps[ranking.facts], ranking.features[:, OVERLAP_F1], atol=1e-6)
