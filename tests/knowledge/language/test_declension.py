"""Names are declined: every form meets its name, and no form meets another person's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language.declension import forms_of_name, names_another
from knowledge.language.normalisation import normalise

FORMS = {
    "Кудрявцев": "Кудрявцева Кудрявцеву Кудрявцевым Кудрявцеве Кудрявцевой Кудрявцевы Кудрявцевых",
    "Бородин": "Бородина Бородину Бородиным Бородине Бородиной Бородиных",
    "Полонский": "Полонского Полонскому Полонским Полонском Полонская Полонской Полонскую",
    "Толстой": "Толстого Толстому Толстым Толстом Толстая Толстую",
    "Геннадий": "Геннадия Геннадию Геннадием Геннадии",
    "Наталья": "Натальи Наталье Наталью Натальей",
    "Игорь": "Игоря Игорю Игорем Игоре",
    "Самара": "Самары Самаре Самару Самарой",
    "Ростов": "Ростова Ростову Ростовом Ростове",
    "Пушкино": "Пушкина Пушкину Пушкином Пушкине",
    "Ильинична": "Ильиничны Ильиничне Ильиничну Ильиничной",
    "Чернігів": "Чернігова Чернігову Черніговом Чернігові",
    "Зіньків": "Зінькова Зінькову Зіньковом",
    "Сидір": "Сидора Сидору Сидорові Сидором",
    "Мотря": "Мотрі Мотрю Мотрею",
    "Параска": "Параски Парасці Параску Параскою",
    "Григорій": "Григорія Григорію Григорієм Григорієві",
    "Гриценко": "Гриценка Гриценку Гриценком Гриценкові",
    "Бережний": "Бережного Бережному Бережним Бережна Бережної Бережну",
    "Городець": "Городця Городцю Городцем Городці",
    "Керч": "Керчі Керчю",
    "Smith": "Smiths",
}
APART = [
    ("Борис", "Борисов"),
    ("Степан", "Степанов"),
    ("Фома", "Фомин"),
    ("Кузьма", "Кузьмин"),
    ("Данило", "Данилов"),
    ("Назар", "Назаренко"),
    ("Шевчук", "Шевченко"),
    ("Бойко", "Бойченко"),
    ("Роман", "Романюк"),
    ("Peter", "Peterson"),
    ("Brown", "Browning"),
    ("Mark", "Marker"),
    ("Сердюк", "Сердюков"),
    ("Демьян", "Демьянов"),
    ("Куц", "Куценко"),
    ("Васько", "Васьків"),
]


@pytest.mark.parametrize(("name", "form"), [(name, form) for name, text in FORMS.items() for form in text.split()])
def test_a_name_is_met_in_every_case(name: str, form: str) -> None:
    assert normalise(form) in forms_of_name(normalise(name))


@pytest.mark.parametrize(("one", "other"), APART)
def test_a_name_is_no_form_of_another(one: str, other: str) -> None:
    assert normalise(one) not in forms_of_name(normalise(other))
    assert normalise(other) not in forms_of_name(normalise(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("сорокина", "сорока"),
        ("бондарук", "бондар"),
        ("johnson", "john"),
        ("воробьянов", "воробьев"),
        ("гаврилюк", "гаврилов"),
        ("данилин", "данилов"),
    ],
)
def test_a_surname_made_of_a_name_is_somebody_else(one: str, other: str) -> None:
    assert names_another(one, other)
    assert not names_another(other, other)


def test_a_woman_has_no_form_without_an_ending() -> None:
    assert "рябов" not in forms_of_name("рябова")


@pytest.mark.parametrize(("typed", "name"), [("бородинн", "бородин"), ("полонскй", "полонский"), ("сидрр", "сидор")])
def test_a_slip_is_no_other_name(typed: str, name: str) -> None:
    assert not names_another(typed, name)


@given(st.text("абвгдежзиклмнопрстуюя", min_size=3, max_size=10), st.sampled_from(("", "ов", "енко", "ский", "а", "ь")))
def test_every_name_is_its_own_form_and_few_are(start: str, end: str) -> None:
    forms = forms_of_name(start + end)
    assert start + end in forms
    assert len(forms) < 120
