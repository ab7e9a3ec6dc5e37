"""What a text is read as: names by their spellings, also where these are everyday words."""

import pytest

from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, TermReader
from knowledge.model import Name

READER = TermReader(NameIndex((Name("usa", "place", {"en": "United States"}, ("US",)),), ("en",)))


@pytest.mark.parametrize(
    ("text", "is_the_name"),
    [
        ("did the us refuse", True),
        ("did the US refuse", True),
        ("why did US officials refuse", True),
        ("tell us why they refused", False),
        ("US", True),
    ],
)
def test_a_name_that_is_an_everyday_word_is_told_by_its_capitals_or_by_the_article(
    text: str, is_the_name: bool
) -> None:
    terms = READER.read(clean(text), "en")
    assert any(term.key == "#usa" for term in terms) is is_the_name


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("ru", "украли 7,5 млн рублей", "7500000"),
        ("ru", "украли 7 500 000 рублей", "7500000"),
        ("uk", "вкрали 7,5 мільйонів", "7500000"),
        ("en", "stole 7.5 million", "7500000"),
        ("en", "some seven thousand left", "7000"),
        ("uk", "40 тис. людей", "40000"),
    ],
)
def test_a_number_is_multiplied_by_the_word_behind_it(language: str, text: str, number: str) -> None:
    terms = TermReader(NameIndex((), ("en", "ru", "uk"))).read(text, language)
    assert [term.key for term in terms if term.kind is Kind.NUMBER] == [number]
    assert not any(term.word in {"million", "thousand", "млн", "тис", "мільйонів"} for term in terms)


def test_a_date_that_there_is_not_is_one_term() -> None:
    terms = TermReader(NameIndex((), ("ru",))).read("что было 31.02.2012", "ru")
    assert [term.surface for term in terms][-1] == "31.02.2012"


@pytest.mark.parametrize("text", ["list № 8", "list # 8", "list n° 8", "list No. 8", "list №8", "list 8th"])
def test_the_sign_of_a_number_is_no_word(text: str) -> None:
    assert [term.key for term in READER.read(clean(text), "en")] == ["list", "8"]
