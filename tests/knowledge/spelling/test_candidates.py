"""What the fuzzy dictionary promises: no word that is near enough is lost to the filters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from knowledge.spelling.candidates import FuzzyDictionary, packed_words
from tests.knowledge.spelling.slips import LEXICON, slips

DICTIONARIES = {code: FuzzyDictionary(packed_words(words)) for code, words in LEXICON.items()}


@given(slips(), st.integers(0, 3))
def test_looking_words_up_by_their_letters_loses_none_that_are_near(slip: tuple[str, str, str], edits: int) -> None:
    code, _, typed = slip
    distances = {word: OSA.distance(typed, word) for word in LEXICON[code]}
    near = {word: distance for word, distance in distances.items() if distance <= edits and edits}
    wholly_other = {word for word, distance in near.items() if distance >= max(2, len(word))}
    expected = {word: distance for word, distance in near.items() if word not in wholly_other}
    assert dict(DICTIONARIES[code].within(typed, edits)) == expected


@pytest.mark.parametrize("length", [1, 2, 39, 40, 41, 45, 46, 300])
def test_very_short_and_very_long_words_are_looked_up_too(length: int) -> None:
    words = ["a", "ab", "b" * 39, "b" * 40, "b" * 42, "b" * 46]
    near = dict(FuzzyDictionary(packed_words(words)).within("b" * length, 2))
    scan = {word: abs(len(word) - length) for word in words[2:] if abs(len(word) - length) <= 2}
    assert {word: near[word] for word in near if len(word) > 2} == (scan if length <= 40 else {})


def test_nothing_is_near_in_an_empty_dictionary() -> None:
    assert FuzzyDictionary(packed_words(())).within("licence", 2) == []
