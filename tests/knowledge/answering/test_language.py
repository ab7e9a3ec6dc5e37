"""The language of a reply is that of the question, where its words tell one."""

import pytest

from knowledge.answering.answerer import Answerer
from knowledge.answering.answers import Act, ActKind
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


@pytest.mark.parametrize("question", ["hola, quien es Helen Marsh?", "Wer ist Helen Marsh und warum?", "谁拒绝了"])
def test_a_question_in_another_language_is_told_which_ones_the_bot_speaks(question: str, answerer: Answerer) -> None:
    assert answerer.answer(question, otherwise="uk") == Act(question, "en", ActKind.LANGUAGE, "other")
    assert answerer.answer(question, language="ru").language == "ru"


def test_words_in_latin_letters_or_on_another_keyboard_are_no_other_language(answerer: Answerer) -> None:
    for question in ("pochemu otkazali v licenzii", "gjxtve jnrfpfkb d kbwtypbb", "kto takaya Helen Marsh i gde ona"):
        assert not isinstance(answerer.answer(question), Act), question
