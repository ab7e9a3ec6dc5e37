"""Numbers are read as numbers, in digits and in words, with their units."""

from decimal import Decimal

import pytest

from knowledge.language.figures import Figure, figures
from knowledge.language.normalisation import clean
from knowledge.language.tokenizer import tokenize


def _read(text: str, language: str) -> tuple[Figure, ...]:
    cleaned = clean(text)
    return figures(tokenize(cleaned, language), cleaned, language)


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("two hundred and five thousand people", "en", [205_000]),
        ("twenty-five of 12,400", "en", [25, 12_400]),
        ("five, six or a hundred", "en", [5, 6, 100]),
        ("three and twenty", "en", [3, 20]),
        ("2 million 300 thousand", "en", [2_300_000]),
        ("nineteen hundred", "en", [1900]),
        ("двести сорок пять тысяч", "ru", [245_000]),
        ("полтора миллиона из трёх", "ru", [1_500_000, 3]),
        ("п'ять тисяч двісті", "uk", [5200]),
        ("дванадцятьма голосами проти трьох", "uk", [12, 3]),
        ("thousands of people", "en", []),
        ("zwei", "de", []),
    ],
)
def test_a_number_in_words_is_put_together(text: str, language: str, numbers: list[int]) -> None:
    assert [sorted(figure.values) for figure in _read(text, language)] == [[Decimal(number)] for number in numbers]


@pytest.mark.parametrize(
    ("text", "language", "unit"),
    [
        ("£45,000", "en", "pound"),
        ("16 long minutes", "en", "minute"),
        ("45 тыс. рублей", "ru", "rouble"),
        ("3,4 мільйона гривень", "uk", "hryvnia"),
        ("860 trout", "en", ""),
    ],
)
def test_the_unit_of_a_number_has_one_name_in_all_languages(text: str, language: str, unit: str) -> None:
    assert [figure.unit for figure in _read(text, language)] == [unit]


def test_a_letter_behind_a_number_may_multiply_it() -> None:
    (figure,) = _read("£5m", "en")
    assert figure.values == {Decimal(5), Decimal(5_000_000)}


def test_two_weeks_are_fourteen_days() -> None:
    weeks, days = _read("two weeks and 14 days", "en")
    assert weeks.amounts == days.amounts
