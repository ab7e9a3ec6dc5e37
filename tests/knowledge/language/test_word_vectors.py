"""What word vectors promise: words for like things are near, in any language; two bits a number keep them so."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import TermReader
from knowledge.language.word_vectors import SIZE, WordVectors, packed_vectors, unit, word_vectors
from tests.benchmarks.vectors import quantised

LANGUAGES = ("en", "ru", "uk")


def about(text: str, language: str) -> NDArray[np.float32]:
    known = word_vectors(language)
    terms = TermReader(NameIndex((), LANGUAGES)).read(clean(text), language)
    return unit(known.of([number for term in terms for number in known.numbers(term, language)]).sum(axis=0))


@pytest.mark.parametrize(
    ("word", "like", "unlike", "language"),
    [
        ("lawyer", "attorney", "soup", "en"),
        ("price", "cost", "island", "en"),
        ("doctor", "physician", "invoice", "en"),
        ("адвокат", "юрист", "суп", "ru"),
        ("деньги", "валюта", "остров", "ru"),
        ("гроші", "валюта", "острів", "uk"),
        ("відмова", "заборона", "цибуля", "uk"),
    ],
)
def test_words_for_like_things_are_nearer_than_others(word: str, like: str, unlike: str, language: str) -> None:
    own = about(word, language)
    assert own @ about(like, language) > 0.2 + own @ about(unlike, language)


@pytest.mark.parametrize(
    ("english", "russian", "ukrainian"),
    [
        ("money", "деньги", "гроші"),
        ("death", "смерть", "смерть"),
        ("refusal", "отказ", "відмова"),
        ("court", "суд", "суд"),
    ],
)
def test_words_for_one_thing_are_near_across_languages(english: str, russian: str, ukrainian: str) -> None:
    one, two, three = about(english, "en"), about(russian, "ru"), about(ukrainian, "uk")
    assert min(one @ two, one @ three, two @ three) > 0.3


@given(st.integers(0, 2**32 - 1), st.integers(1, 20))
def test_a_vector_that_is_kept_in_two_bits_a_number_points_where_it_did(seed: int, count: int) -> None:
    vectors = np.random.default_rng(seed).normal(size=(count, SIZE)).astype(np.float32)
    kept = WordVectors(packed_vectors(map(str, range(count)), *quantised(vectors))).of(range(count))
    assert kept.shape == (count, SIZE)
    assert ((unit(kept) * unit(vectors)).sum(axis=1) > 0.9).all()
    assert np.linalg.norm(kept, axis=1) == pytest.approx(np.linalg.norm(vectors, axis=1), rel=0.15)


def test_a_denied_word_is_about_the_same_thing() -> None:
    assert about("not refused", "en") @ about("refused", "en") > 0.5


@pytest.mark.parametrize("text", ["", "2012", "2 July 2012", "xqzt", "???"])
def test_figures_and_unheard_words_are_about_nothing(text: str) -> None:
    assert not about(text, "en").any()


def test_a_language_without_vectors_has_none() -> None:
    terms = TermReader(NameIndex((), ("xx",))).read("why was it refused", "xx")
    assert not any(word_vectors("xx").numbers(term, "xx") for term in terms)
