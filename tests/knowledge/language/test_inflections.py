"""Forms of one word that the stemmer cuts apart meet, and no words of two meanings become one for it."""

import pytest

from knowledge.language.data_files import lines
from knowledge.language.inflections import stems_of_same_word
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from tests.benchmarks.language import merged, met


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "paid", "pay"),
        ("ru", "пыток", "пытки"),
        ("ru", "писем", "письмо"),
        ("uk", "рішень", "рішення"),
        ("uk", "свідок", "свідка"),
    ],
)
def test_two_stems_of_a_word_are_known_to_be_one(language: str, one: str, other: str) -> None:
    assert stem(one, language) != stem(other, language)
    assert stem(other, language) in stems_of_same_word(stem(one, language), language)


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_a_stem_is_of_one_word_only(language: str) -> None:
    listed = [stem for line in lines(language, "inflections") for stem in line.split()]
    assert len(listed) == len(set(listed))


def test_a_word_with_one_stem_has_no_others() -> None:
    assert stems_of_same_word("ship", "en") == ()
    assert stems_of_same_word("eat", "xx") == ()


@pytest.mark.parametrize(("language", "least"), [("en", 0.95), ("ru", 0.95), ("uk", 0.88)])
def test_nearly_all_forms_meet(language: str, least: float) -> None:
    assert met(language, inflected=True)[1] >= least


@pytest.mark.parametrize("language", ["en", "ru", "uk"])
def test_words_of_two_meanings_are_not_merged_by_it(language: str) -> None:
    assert merged(language, inflected=True) == merged(language, inflected=False)


@pytest.mark.parametrize(
    ("language", "first", "surname"),
    [("uk", "Насір", "Насіров"), ("uk", "Гаврил", "Гаврилов"), ("ru", "Антон", "Антонов")],
)
def test_a_first_name_is_no_form_of_a_surname(language: str, first: str, surname: str) -> None:
    own, other = (stem(normalise(name), language) for name in (first, surname))
    assert other not in stems_of_same_word(own, language)
