"""What is promised of layouts and scripts: what was meant is read, and what was right stays as it is."""

import pytest

from knowledge.language.normalisation import clean
from knowledge.language.word_frequencies import forms
from knowledge.matching.fact_index import Index
from tests.knowledge.harbour import harbour

CORRECTOR = Index(harbour()).corrector
COMMON = {
    code: [word for word, zipf in forms(code).items() if zipf >= 4.5 and len(word) > 2] for code in ("en", "ru", "uk")
}
KEYS = {
    "en": "qwertyuiop[]asdfghjkl;'zxcvbnm,.",
    "ru": "йцукенгшщзхъфывапролджэячсмитьбю",
    "uk": "йцукенгшщзхїфівапролджєячсмитьбю",
}


def in_layout(text: str, own: str, other: str) -> str:
    """Return a text as it comes out if its keys are struck in another layout."""
    return text.casefold().translate(str.maketrans(KEYS[own], KEYS[other]))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ghbdtn", "привет"),
        ("gjxtve jnrfpfkb d kbwtypbb", "почему отказали в лицензии"),
        ("Crjkmrj ;fkj, gjlfkf", "сколько жалоб подала"),
        ("xjve dslvjdbkb d kswtyps]", "чому відмовили в ліцензії"),
        ("рщц ьфтн сщьздфштеы вшв Ьфкыр ашду", "how many complaints did marsh file"),
        ("pochemu upravlenie otkazalo", "почему управление отказало"),
        pytest.param("prichina otkaza v litsenzii", "причина отказа в лицензии"),
        ("skolko zhalob podala", "сколько жалоб подала"),
        ("prichina otkaza v licenzii", "причина отказа в лицензии"),
        ("Chomu upravlinnya portu vidmovylo?", "чому управління порту відмовило"),
        ("prychyna vidmovy v litsenziyi", "причина відмови в ліцензії"),
    ],
)
def test_the_wrong_keyboard_layout_and_russian_in_latin_letters_are_recognised(typed: str, meant: str) -> None:
    assert CORRECTOR.retyped(clean(typed)) == meant


@pytest.mark.parametrize(
    ("own", "other", "text"),
    [
        ("en", "ru", "why was the licence refused"),
        ("en", "ru", "who rejected the complaints of the captain"),
        ("en", "uk", "why was the licence refused"),
        pytest.param("en", "uk", "why did the harbour refuse the licence"),
        pytest.param("en", "uk", "was he a lawyer"),
        ("ru", "en", "почему отказали в лицензии"),
        ("ru", "en", "что было раньше и что потом"),
        ("uk", "en", "чому відмовили в ліцензії"),
        pytest.param("uk", "en", "чим працював він у порту"),
    ],
)
def test_a_text_struck_in_another_layout_is_read_as_it_was_meant(own: str, other: str, text: str) -> None:
    assert CORRECTOR.retyped(in_layout(text, own, other)) == text


@pytest.mark.parametrize(
    "text",
    [
        "Why did the Harbour Office refuse the licence?",
        "Почему Управление порта отказало в лицензии?",
        "Чому Управління порту відмовило в ліцензії?",
        "why",
        "Хто?",
        "What did Aurora do in Норландия?",
        "wht did thye rjetc the licecne",
        "qwxz vbnk",
        "2019",
        "",
        " ?! ",
    ],
)
def test_a_text_in_the_right_layout_or_in_none_is_returned_unchanged(text: str) -> None:
    assert CORRECTOR.retyped(clean(text)) == clean(text)


@pytest.mark.parametrize("text", ["б", "жэх", "Ю?"])
def test_letters_are_not_taken_for_signs(text: str) -> None:
    assert CORRECTOR.retyped(text) == text
