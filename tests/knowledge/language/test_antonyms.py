"""Lists of antonyms: they hold both ways, and no word is listed against itself."""

import pytest

from knowledge.language.antonyms import antonyms
from knowledge.language.stemmer import stem


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "agreed", "refused"),
        ("en", "released", "arrested"),
        ("ru", "согласилась", "отказал"),
        ("uk", "зупинив", "почали"),
    ],
)
def test_antonyms_hold_both_ways_and_for_any_form(language: str, one: str, other: str) -> None:
    against = antonyms(language)
    assert stem(other, language) in against[stem(one, language)]
    assert stem(one, language) in against[stem(other, language)]


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_no_word_is_against_itself_or_stands_alone(language: str) -> None:
    assert all(others and word not in others for word, others in antonyms(language).items())


def test_a_language_without_a_list_has_none() -> None:
    assert antonyms("de") == {}
