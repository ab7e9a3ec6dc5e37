"""The reply's language is the question's, whatever names and signs stand in it."""

import pytest

from knowledge.language.detection import detect_language
from knowledge.language.normalisation import clean
from tests.support.shipped import shipped, shipped_answerer

LANGUAGES = ("en", "ru", "uk")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Что делает Human Rights Watch?", "ru"),
        ("Що робить Human Rights Watch?", "uk"),
        ("Як відреагував Reporters Without Borders?", "uk"),
        ("What did Мария Иванова say?", "en"),
        ("кто такой John Smith", "ru"),
        ("об'єкт", "uk"),
        ("здоров’я", "uk"),
        ("справа", "uk"),
        ("обшук", "uk"),
        ("обыск", "ru"),
        ("свідок", "uk"),
        ("свидетель", "ru"),
        ("У кого список?", "ru"),
        ("2012", None),
    ],
)
def test_the_language_is_that_of_the_words(text: str, language: str | None) -> None:
    assert detect_language(clean(text), LANGUAGES) == language


def test_a_word_that_a_case_has_in_one_language_speaks_for_it() -> None:
    assert detect_language("номер", LANGUAGES) == "ru"
    assert detect_language("номер", LANGUAGES, {"номер": "uk"}) == "uk"


@pytest.mark.slow
def test_every_phrasing_of_the_shipped_case_is_read_in_its_language() -> None:
    """In that of the reader's Telegram, where the words tell none, as those of "Кому дали номер 33?" do."""
    questions = [fact.questions for fact in shipped().facts.values()]
    questions += [entry.questions for entry in shipped().unanswered]
    phrasings = [(code, text) for own in questions for code, texts in own.items() for text in texts]
    answerer = shipped_answerer()
    assert [text for code, text in phrasings if answerer.take_in(text, code)[1] != code] == []
    unknown = [text for code, text in phrasings if answerer.take_in(text)[1] != code]
    assert len(unknown) <= 4, unknown


@pytest.mark.parametrize(
    ("text", "otherwise", "language"),
    [
        ("Магнітський", "ru", "uk"),
        ("30 липня 2011", "ru", "uk"),
        ("30 июля 2011", "uk", "ru"),
        ("У кого Гринь?", "uk", "uk"),
        ("Гринь", "uk", "uk"),
        ("Magnitsky", "uk", "uk"),
    ],
)
@pytest.mark.slow
def test_letters_and_months_tell_a_language_and_bare_names_do_not(text: str, otherwise: str, language: str) -> None:
    assert shipped_answerer().take_in(text, otherwise)[1] == language
