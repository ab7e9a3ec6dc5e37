"""A patronymic agrees with the one that is recorded of a person, in whichever language, case and script."""

import pytest

from knowledge.language.patronymics import is_patronymic, is_recorded


@pytest.mark.parametrize(
    "word", ["сергеевич", "сергеевичу", "ильинична", "никитична", "андрійович", "іллівни", "petrovna", "yuriyovych"]
)
def test_a_patronymic_is_told_by_its_suffix(word: str) -> None:
    assert is_patronymic(word)


@pytest.mark.parametrize("word", ["иванов", "личности", "сергей", "petrov", "иванова"])
def test_another_name_is_no_patronymic(word: str) -> None:
    assert not is_patronymic(word)


@pytest.mark.parametrize(
    ("word", "recorded"),
    [
        ("леонидовичу", "леонидович"),
        ("леонідович", "леонидович"),
        ("леонидович", "leonidovich"),
        ("олексійовича", "алексеевич"),
        ("миколаївна", "николаевна"),
        ("якович", "яковлевич"),
        ("григорович", "григорьевич"),
        ("ілліч", "ильич"),
        ("дмитрівна", "дмитриевна"),
    ],
)
def test_one_patronymic_is_itself_in_another_language(word: str, recorded: str) -> None:
    assert is_recorded(word, (recorded,))


@pytest.mark.parametrize(
    ("word", "recorded"),
    [
        ("викторович", "леонидович"),
        ("алексеевич", "александрович"),
        ("михайлович", "николаевич"),
        ("петрович", "павлович"),
        ("viktorovich", "леонидович"),
    ],
)
def test_another_patronymic_is_another(word: str, recorded: str) -> None:
    assert not is_recorded(word, (recorded,))
