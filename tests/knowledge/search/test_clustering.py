"""What clusters promise: no text is lost, none is beside one of another fact or language, many are split by sense."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import TermReader
from knowledge.language.word_vectors import word_vectors
from knowledge.search.clustering import MAX_CLUSTER_SIZE, Clusters, Texts, cluster
from knowledge.search.index_builder import TextRow, build
from knowledge.search.query import WORD_COSINE, Query
from knowledge.search.ranker import Ranker
from tests.knowledge.search.plain_ranker import gram_text_of

READER = TermReader(NameIndex((), ("en", "ru")))
PRICE = [
    f"{first} {last}"
    for first in ("what is the price of", "how much do you charge for")
    for last in ("a ticket", "the tour", "two seats", "the bus", "a guide")
]
HOURS = [
    f"{first} {last}"
    for first in ("when does the museum", "at what hour does the gallery")
    for last in ("open", "close", "open on Sunday", "shut", "open in winter")
]
Text = tuple[int, str, str, bool]


def numbers(text: str, language: str) -> list[int]:
    known = word_vectors(language)
    return [number for term in READER.read(clean(text), language) for number in known.numbers(term, language)]


def texts_of(some: Sequence[Text]) -> Texts:
    """Return texts as they are grouped; each is a fact, a text, its language and whether it is a phrasing."""
    languages = sorted({language for _, _, language, _ in some})
    words = [numbers(text, language) for _, text, language, _ in some]
    return Texts(
        np.array([fact for fact, *_ in some], np.int32),
        np.array([languages.index(language) for _, _, language, _ in some], np.int32),
        np.array([phrasing for *_, phrasing in some], bool),
        np.array([number for own in words for number in own], np.int32),
        np.concatenate(([0], np.cumsum([len(own) for own in words], dtype=np.int64))),
        languages,
    )


def members(clusters: Clusters) -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for row, owner in zip(clusters.order.tolist(), clusters.owners.tolist(), strict=True):
        found.setdefault(owner, []).append(row)
    return [found[owner] for owner in sorted(found)]


ASKED = st.sampled_from([*PRICE, *HOURS, "цена билета", "xqzt", ""])
TEXT = st.tuples(st.integers(0, 3), ASKED, st.sampled_from(("en", "ru")), st.booleans())
TEXTS = st.lists(TEXT, max_size=60).map(lambda some: sorted(some, key=lambda text: text[0]))


@given(TEXTS)
def test_each_text_is_in_one_group_of_its_own_fact_and_language(some: list[Text]) -> None:
    clusters = cluster(texts_of(some), 4)
    assert sorted(clusters.order.tolist()) == list(range(len(some)))
    for rows in members(clusters):
        assert len({some[row][0] for row in rows}) == len({some[row][2] for row in rows}) == 1
        assert sum(some[row][3] for row in rows) <= MAX_CLUSTER_SIZE
    own = [some[rows[0]][0] for rows in members(clusters)]
    assert own == [fact for fact in range(4) for _ in range(clusters.starts[fact], clusters.starts[fact + 1])]
    assert len(clusters.centroids) == len(own)


def test_few_phrasings_stay_together() -> None:
    few = [(0, text, "en", True) for text in [*PRICE[:4], *HOURS[:4]]]
    assert len(members(cluster(texts_of(few), 1))) == 1


def test_many_phrasings_are_parted_by_what_they_are_about() -> None:
    many = [(0, text, "en", True) for pair in zip(PRICE, HOURS, strict=True) for text in pair]
    kinds = [Counter(many[row][1] in PRICE for row in rows) for rows in members(cluster(texts_of(many), 1))]
    assert len(kinds) > 1
    assert all(len(kind) == 1 for kind in kinds)


def ranker_of(*facts: Sequence[str]) -> Ranker:
    texts = [(number, text) for number, own in enumerate(facts) for text in own]
    return build((TextRow(number, READER.read(clean(text), "en"), "en") for number, text in texts), len(facts))


@pytest.mark.parametrize("question", ["cost of a seat", "closing time of the museum"])
def test_a_fact_asked_for_in_two_ways_is_as_like_a_question_as_if_it_were_asked_for_in_one(question: str) -> None:
    others = [["who built the bridge"], ["where is the harbour"], ["why was the ship late"]]
    terms = READER.read(question, "en")
    nearness = []
    for facts in ([[*PRICE, *HOURS], *others], [PRICE, HOURS, *others]):
        ranker = ranker_of(*facts)
        ranking = ranker.rank(Query({}, {}, gram_text_of(terms), ranker.vector_of(terms, "en")))
        nearness.append(ranking.features[:, WORD_COSINE].max())
    mixed, apart = nearness
    assert mixed > 0.8 * apart


def test_nothing_makes_no_groups() -> None:
    clusters = cluster(texts_of([]), 0)
    assert (len(clusters.order), len(clusters.centroids), clusters.starts.tolist()) == (0, 0, [0])
