"""What a text is read as: names by their spellings, also where these are everyday words."""

import pytest

from knowledge.language.normalisation import clean
from knowledge.language.terms import TermReader
from knowledge.model import Name

READER = TermReader((Name("usa", "place", {"en": "United States"}, ("US",)),), ("en",))


@pytest.mark.parametrize(
    ("text", "is_the_name"),
    [
        ("did the us refuse", True),
        ("did the US refuse", True),
        ("why did US officials refuse", True),
        ("tell us why they refused", False),
        ("US", False),
    ],
)
def test_a_name_that_is_an_everyday_word_is_told_by_its_capitals_or_by_the_article(
    text: str, is_the_name: bool
) -> None:
    terms = READER.read(clean(text), "en")
    assert any(term.key == "#usa" for term in terms) is is_the_name
