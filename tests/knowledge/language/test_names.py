"""People of a case are found by their own names, with initials and forms of address, and nobody else is."""

import pytest

from knowledge.language.names import NameIndex
from knowledge.language.normalisation import clean
from knowledge.language.terms import Kind, Term, TermReader
from knowledge.model import Name

LANGUAGES = ("en", "ru", "uk")
NAMES = (
    Name("kuznetsov", "person", {"ru": "Павел Ильич Кузнецов", "en": "Pavel Kuznetsov"}, ("Кузнецов",)),
    Name("fomin", "person", {"ru": "Фомин Д. А."}, ("Фомин Д. А.",)),
    Name("foma", "person", {"ru": "Фома"}, ("Фома",)),
    Name("stone", "person", {"en": "Emma Stone"}, ("Stone",)),
    Name("mills", "person", {"en": "Mills"}, ("Ms Mills",)),
    Name("kravets", "person", {"uk": "Кравець"}, ("Кравець",)),
    Name("usa", "place", {"en": "United States"}, ("US", "USA")),
    Name("poltava", "place", {"uk": "Полтава"}, ("Полтава",)),
    Name("ministry", "body", {"ru": "министерство внутренних дел"}, ("министерство внутренних дел",)),
)
READER = TermReader(NameIndex(NAMES, LANGUAGES))


def named(text: str, language: str) -> list[str]:
    """Return the keys of the names that a text has."""
    return [term.key[1:] for term in terms(text, language) if term.kind is Kind.NAME]


def terms(text: str, language: str) -> tuple[Term, ...]:
    """Return the terms of a text."""
    return READER.read(clean(text), language)


@pytest.mark.parametrize(
    ("text", "language", "name"),
    [
        ("что сказали Кузнецову", "ru", "kuznetsov"),
        ("с Павлом Кузнецовым говорили", "ru", "kuznetsov"),
        ("где был П. И. Кузнецов", "ru", "kuznetsov"),
        ("где был П.И. Кузнецов", "ru", "kuznetsov"),
        ("где был Кузнецов П. И.", "ru", "kuznetsov"),
        ("что видел г-н Кузнецов", "ru", "kuznetsov"),
        ("что видел гр. Фомин", "ru", "fomin"),
        ("Фомину Д.А. вручили", "ru", "fomin"),
        ("Ильич пришёл", "ru", "kuznetsov"),
        ("Що сказав пан Кравець?", "uk", "kravets"),
        ("Кравцем було сказано", "uk", "kravets"),
        ("Where is Mr Stone?", "en", "stone"),
        ("who is stone", "en", "stone"),
        ("E. Stone said", "en", "stone"),
        ("Mills left", "en", "mills"),
        ("the U. S. court", "en", "usa"),
        ("У Полтаві дощ", "uk", "poltava"),
        ("в министерстве внутренних дел", "ru", "ministry"),
    ],
)
def test_a_name_is_found(text: str, language: str, name: str) -> None:
    assert named(text, language) == [name]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Was a stone thrown?", "en"),
        ("which mill burned", "en"),
        ("что сказал кузнец", "ru"),
        ("Что сказали Кузнецу", "ru"),
        ("де була кравчиня", "uk"),
        ("Она дала нам знать", "ru"),
    ],
)
def test_a_common_word_or_another_name_is_nobody(text: str, language: str) -> None:
    assert named(text, language) == []


def test_a_surname_does_not_mean_the_one_whose_name_it_is_made_of() -> None:
    assert named("Фома и Фомин", "ru") == ["foma", "fomin"]
    assert named("Фоме и Фомину", "ru") == ["foma", "fomin"]


@pytest.mark.parametrize("text", ["Кузнецов В. А. сказал", "В.А. Кузнецов сказал", "J. Stone said", "Фомин К. А. ушёл"])
def test_other_initials_are_somebody_else(text: str) -> None:
    language = "en" if text.isascii() else "ru"
    assert named(text, language) == []
    assert any("." not in term.key and term.key.startswith("?") for term in terms(text, language))


def test_forms_of_address_and_initials_are_no_words_of_their_own() -> None:
    assert [term.word for term in terms("г-жа Сомова и К. К. Орешкин", "ru")] == ["сомова", "и", "орешкин"]


KIN = TermReader(
    NameIndex(
        (
            Name("ignat", "person", {"ru": "Игнат Рябов"}, ("Рябов", "Игнат Рябов")),
            Name("zoya", "person", {"ru": "Зоя Рябова", "en": "Zoya Ryabova"}, ("Зоя Рябова",)),
            Name("hugh", "person", {"en": "Hugh Carver"}, ("Hugh Carver",)),
            Name("ines", "person", {"en": "Ines Carver"}, ("Ines Carver",)),
            Name("grant", "person", {"en": "Grant"}, ("Grant",)),
            Name("ada", "person", {"en": "Kent A."}, ("Kent A.",)),
            Name("bert", "person", {"en": "Kent B."}, ("Kent B.",)),
            Name("tom", "person", {"en": "Tom"}, ("Tom",)),
            Name("toms", "person", {"en": "Toms"}, ("Toms",)),
        ),
        LANGUAGES,
    )
)


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("что видел Рябов", "ru", "#ignat"),
        ("кому позвонили Рябовой", "ru", "#zoya"),
        ("что видела Рябова", "ru", "#zoya"),
        ("кто видел Рябова", "ru", "#ignat|zoya"),
        ("кто видел сад, Рябова?", "ru", "#zoya"),
        ("что видела З. Рябова", "ru", "#zoya"),
        ("без И. Рябова", "ru", "#ignat"),
        ("что видела З.А.Рябова", "ru", "#zoya"),
        ("что видела Рябова З. А.", "ru", "#zoya"),
        ("что видела Зоя А. Рябова", "ru", "#zoya"),
        ("что видел мистер Рябов", "ru", "#ignat"),
        ("що бачив п. Рябов", "uk", "#ignat"),
        ("Where was Herr Grant?", "en", "#grant"),
        ("Where was Carver?", "en", "#hugh|ines"),
        ("Where was I. Carver?", "en", "#ines"),
        ("Where was Carver Hugh?", "en", "#hugh"),
        ("Where was Kent?", "en", "#ada|bert"),
        ("Where was B. Kent?", "en", "#bert"),
    ],
)
def test_a_name_that_several_bear_means_all_whom_it_may(text: str, language: str, key: str) -> None:
    assert [term.key for term in KIN.read(clean(text), language) if term.kind is Kind.NAME] == [key]


@pytest.mark.parametrize("text", ["WHO PAID THE GRANT?", "Who paid the grant?", "who paid the grant"])
def test_a_common_word_behind_a_determiner_is_no_name(text: str) -> None:
    assert [term.named for term in KIN.read(clean(text), "en") if term.word == "grant"] == [0.0]


def test_small_letters_say_more_where_the_writer_uses_capitals() -> None:
    chances = [KIN.read(clean(text), "en")[-1].named for text in ("When came grant", "when came grant")]
    assert chances[0] < chances[1] == 1.0


def test_the_words_of_names_keep_their_order() -> None:
    assert list(NameIndex(NAMES[:2], ("ru",)).words)[:3] == ["кузнецов", "павел", "ильич"]


@pytest.mark.parametrize(
    ("text", "language", "key"),
    [
        ("Кузнецов Павел Ильич", "ru", "#kuznetsov"),
        ("с Павлом Ильичом Кузнецовым", "ru", "#kuznetsov"),
        ("Павло Ілліч Кузнецов", "uk", "#kuznetsov"),
        ("Pavel Ilyich Kuznetsov", "en", "#kuznetsov"),
        ("Кузнецов Павел Петрович", "ru", "?кузнецов павел петрович"),
        ("Павел Петрович Кузнецов", "ru", "?павел петрович кузнецов"),
        ("павел петрович", "ru", "?павел петрович"),
        ("Pavel Petrovich Kuznetsov", "en", "?pavel petrovich kuznetsov"),
        ("Emma Petrovna Stone", "en", "#stone"),
        ("Stone Emma Petrovna", "en", "#stone"),
    ],
)
def test_a_patronymic_must_agree_with_the_one_that_is_known(text: str, language: str, key: str) -> None:
    assert [term.key for term in terms(text, language)][-1] == key


@pytest.mark.parametrize("text", ["письмо Кузнецовой", "о Кузнецовой П. И.", "Что видела Кузнецова?"])
def test_a_woman_is_not_the_man_with_her_surname(text: str) -> None:
    assert named(text, "ru") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [("kuznetsov which court", "en"), ("was kuznetsov rich", "en"), ("кузнецов ніч у камері", "uk")],
)
def test_a_common_word_behind_a_name_is_no_patronymic(text: str, language: str) -> None:
    assert named(text, language) == ["kuznetsov"]


@pytest.mark.parametrize("text", ["письмо Кузнецова", "Комиссия нашла Кузнецова?", "Кто видел Кузнецова?"])
def test_a_man_in_the_genitive_is_himself(text: str) -> None:
    assert named(text, "ru") == ["kuznetsov"]


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("гражданин США", "ru", ["гражданин", "США"]),
        ("гражданин Кузнецов", "ru", ["Кузнецов"]),
        ("гражданин Захаров", "ru", ["Захаров"]),
        ("гражданка Анна", "ru", ["Анна"]),
        ("громадянин України", "uk", ["громадянин", "України"]),
        ("Who will miss Poltava", "en", ["Who", "will", "miss", "Poltava"]),
        ("miss Stone", "en", ["Stone"]),
        ("г-н Шмидт", "ru", ["Шмидт"]),
    ],
)
def test_a_noun_addresses_only_a_person(text: str, language: str, words: list[str]) -> None:
    assert [term.surface for term in terms(text, language)] == words


@pytest.mark.parametrize(
    ("text", "names"),
    [("How many bushes were felled?", []), ("What did Bush see?", ["bush"]), ("who is bush", ["bush"])],
)
def test_a_common_word_in_the_plural_is_no_person(text: str, names: list[str]) -> None:
    reader = TermReader(NameIndex((Name("bush", "person", {"en": "Thomas Bush"}, ("Bush",)),), LANGUAGES))
    assert [term.key[1:] for term in reader.read(clean(text), "en") if term.kind is Kind.NAME] == names
