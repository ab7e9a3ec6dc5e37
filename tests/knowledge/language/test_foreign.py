"""A text in a language that a case does not speak is told from one with foreign names in it."""

import pytest

from knowledge.language.data_files import languages, table
from knowledge.language.foreign import is_foreign
from knowledge.language.normalisation import clean
from tests.support.shipped import shipped

OWN = ("en", "ru", "uk")


@pytest.mark.parametrize(
    "text",
    [
        "Hola, ¿quién es el capitán?",
        "quem fechou o cais",
        "Qui a fermé le quai et pourquoi ?",
        "Wer hat den Pier geschlossen und warum?",
        "was ist das",
        "Chi è il sindaco e perché?",
        "Kto jest burmistrzem i dlaczego?",
        "kim bu adam",
        "вем кой е кметът и защо",
        "谁关闭了码头？",
        "من أغلق الرصيف",
        "ვინ დახურა ნავსადგური",
        "Ποιος έκλεισε την προβλήτα",
        "warum",
        "gracias",
        "chi ha chiuso il molo",
        "hola, quien es magnitsky",
        "чаму яго арыштавалі",
        "што здарылася",
    ],
)
def test_a_text_in_another_language_is_foreign(text: str) -> None:
    assert is_foreign(clean(text), OWN)


@pytest.mark.parametrize(
    "text",
    [
        "Who is de la Cruz?",
        "What does Der Spiegel report?",
        "Is El Chapo on the list?",
        "La La Land",
        "juan de la cruz",
        "il sole 24 ore",
        "Ursula von der Leyen",
        "Васіль Быкаў",
        "Kim Jong Un",
        "Как связаться с Les Amis de la Terre?",
        "хто такий Ludwig van Beethoven",
        "что это",
        "no",
        "o",
        "2012",
        "",
        "👍",
        "why no visa",
    ],
)
def test_foreign_names_and_short_words_make_no_text_foreign(text: str) -> None:
    assert not is_foreign(clean(text), OWN)


def test_a_language_that_the_case_speaks_is_not_foreign() -> None:
    assert not is_foreign("wer ist das und warum", ("de", "en"))
    assert is_foreign("кто это", ("en",))


def test_no_language_with_a_folder_is_among_the_others() -> None:
    assert not {*languages()} & {*table("", "others")}


@pytest.mark.slow
def test_no_phrasing_of_the_shipped_case_is_foreign() -> None:
    base = shipped()
    asked = [fact.questions for fact in base.facts.values()] + [one.questions for one in base.unanswered]
    texts = [text for questions in asked for written in questions.values() for text in written]
    assert [text for text in texts if is_foreign(clean(text), base.case.languages)] == []


@pytest.mark.parametrize("text", ["сәлем, қалайсың", "Қазақша сөйлейсің бе?", "ћирилица је љубав"])
def test_letters_that_no_known_language_has_make_a_text_foreign(text: str) -> None:
    assert is_foreign(clean(text), OWN)


@pytest.mark.parametrize("text", ["who is Žižek", "хто такий Ґалаґан Ґудзь", "pochemu otkazali v licenzii"])
def test_a_name_with_such_letters_makes_no_question_foreign(text: str) -> None:
    assert not is_foreign(clean(text), OWN)
