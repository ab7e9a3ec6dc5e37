"""A message is taken apart where another question begins, and nowhere else."""

import pytest

from knowledge.language.normalisation import clean
from knowledge.language.question_parts import QuestionPart, question_parts


def _texts(message: str, language: str) -> list[str]:
    return [part.text for part in question_parts(message, language)]


@pytest.mark.parametrize(
    ("language", "message", "parts"),
    [
        ("en", "Who closed it? Who will open it?", ["Who closed it", "Who will open it"]),
        ("en", "who closed the pier and when will it open", ["who closed the pier", "when will it open"]),
        ("en", "Who is Marsh, and is she the captain?", ["Who is Marsh", "is she the captain"]),
        ("en", "who signed it and by whom was it sent", ["who signed it", "by whom was it sent"]),
        ("en", "1. Who closed it?\n2. Who pays?", ["Who closed it", "Who pays"]),
        ("en", "was it refused? what number", ["was it refused", "what number"]),
        ("ru", "Кто закрыл пирс и сколько он был закрыт?", ["Кто закрыл пирс", "сколько он был закрыт"]),
        (
            "ru",
            "кто такая Марш, где она живёт и кого она обвинила",
            ["кто такая Марш", "где она живёт", "кого она обвинила"],
        ),
        ("ru", "Кто закрыл пирс и откроют ли его?", ["Кто закрыл пирс", "откроют ли его"]),
        ("uk", "Хто зачинив пірс? На підставі чого?", ["Хто зачинив пірс", "На підставі чого"]),
        ("uk", "скільки скарг подала Марш і хто їх відхилив", ["скільки скарг подала Марш", "хто їх відхилив"]),
        ("uk", "хто зачинив пірс і чи він відкритий", ["хто зачинив пірс", "чи він відкритий"]),
    ],
)
def test_each_question_is_a_part(language: str, message: str, parts: list[str]) -> None:
    assert _texts(message, language) == parts


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "Hi. I am a journalist. Who closed the pier?"),
        ("en", "Who closed the pier? Thanks!"),
        ("en", "Really? Who closed it?"),
        ("en", "Who are the mayor and the captain?"),
        ("en", "Did Marsh, who was the captain, complain?"),
        ("en", "What did Mr. Berg and Mrs. Marsh say?"),
        ("en", "Repairs and what else does Marsh want?"),
        ("en", "Who closed it? who closed it?"),
        ("ru", "Кто сказал, что пирс закрыт, и что он опасен?"),
        ("ru", "Правда, что пирс закрыт?"),
        ("ru", "Здравствуйте. Пишу из газеты. Кто закрыл пирс?"),
        ("uk", "Хто сказав, що пірс небезпечний?"),
        ("uk", "Пані Марш і капітан Берг: хто вони?"),
    ],
)
def test_prefaces_clauses_and_lists_of_things_are_no_parts(language: str, message: str) -> None:
    assert len(question_parts(clean(message), language)) == 1


@pytest.mark.parametrize(
    ("language", "message", "completed"),
    [
        ("en", "When and why did they refuse?", "When did they refuse"),
        ("en", "By whom and when was it closed?", "By whom was it closed"),
        ("ru", "Кто и когда закрыл пирс?", "Кто закрыл пирс"),
        ("uk", "Хто і чому зачинив пірс?", "Хто зачинив пірс"),
    ],
)
def test_a_question_word_alone_takes_the_rest_of_the_question_after_it(
    language: str, message: str, completed: str
) -> None:
    first, _ = question_parts(message, language)
    assert first == QuestionPart(completed, completed, is_elliptical=False)


@pytest.mark.parametrize(
    ("language", "message", "text", "completed"),
    [
        ("en", "Who closed the pier and when?", "when", "when closed the pier"),
        ("en", "How many complaints did Marsh file? Why?", "Why", "Why complaints did Marsh file"),
        ("ru", "Кто закрыл пирс и когда?", "когда", "когда закрыл пирс"),
        ("uk", "Хто зачинив пірс і коли?", "коли", "коли зачинив пірс"),
    ],
)
def test_a_question_word_at_the_end_leans_on_the_question_before_it(
    language: str, message: str, text: str, completed: str
) -> None:
    _, last = question_parts(message, language)
    assert last == QuestionPart(text, completed, is_elliptical=True)
