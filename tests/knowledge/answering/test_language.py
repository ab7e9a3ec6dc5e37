"""The language of a reply is that of the question, where its words tell one."""

import pytest

from knowledge.answering.answerer import Answerer
from tests.knowledge.harbour import harbour


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer(harbour())


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [
        ("Aurora", "uk", "uk"),
        ("Helen Marsh 2019?", "ru", "ru"),
        ("ok", "ru", "ru"),
        ("Хелен Марш", "en", "en"),
        ("так", "uk", "uk"),
        ("так", "ru", "ru"),
        ("who is Helen Marsh", "ru", "en"),
        ("кто такая Helen Marsh", "en", "ru"),
        ("хто така Helen Marsh", "ru", "uk"),
        ("дякую", "ru", "uk"),
        ("12", "uk", "uk"),
    ],
)
def test_names_numbers_and_common_words_leave_the_language_open(
    text: str, otherwise: str, language: str, answerer: Answerer
) -> None:
    assert answerer.take_in(text, otherwise)[1] == language
