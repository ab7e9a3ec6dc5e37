import pytest

from knowledge.language.gender import gender_of, may_mean
from knowledge.language.lexicon import lexicon
from knowledge.model import Name

OLGA = Name("olga", "person", {"en": "Olga Lysenko", "uk": "Ольга Лисенко"}, ())
IVANOV = Name("ivanov", "person", {"ru": "Жан Иванов"}, ())
UNKNOWN = Name("kim", "person", {"en": "Min Kim"}, ())
MINISTRY = Name("ministry", "body", {"en": "Interior Ministry", "ru": "Министерство обороны", "uk": "МВС"}, ())
COMMISSION = Name("commission", "body", {"en": "Commission", "ru": "Речная инспекция"}, ())


@pytest.mark.parametrize(
    ("name", "language", "gender"),
    [
        (OLGA, "en", "feminine"),
        (IVANOV, "ru", "masculine"),
        (UNKNOWN, "en", None),
        (MINISTRY, "ru", "neuter"),
        (MINISTRY, "uk", None),
        (COMMISSION, "ru", "feminine"),
    ],
)
def test_a_name_has_the_gender_that_a_given_name_or_an_ending_tells(
    name: Name, language: str, gender: str | None
) -> None:
    assert gender_of(name, language) == gender


@pytest.mark.parametrize(
    ("pronoun", "language", "name", "agrees"),
    [
        ("he", "en", OLGA, False),
        ("she", "en", OLGA, True),
        ("он", "ru", IVANOV, True),
        ("она", "ru", IVANOV, False),
        ("she", "en", UNKNOWN, True),
        ("he", "en", MINISTRY, False),
        ("it", "en", MINISTRY, True),
        ("it", "en", OLGA, False),
        ("они", "ru", MINISTRY, True),
        ("он", "ru", MINISTRY, False),
        ("она", "ru", COMMISSION, True),
        ("она", "ru", MINISTRY, False),
    ],
)
def test_a_pronoun_stands_for_names_that_agree_with_it(pronoun: str, language: str, name: Name, agrees: bool) -> None:
    assert may_mean(lexicon(language).pronouns[pronoun], name, language) is agrees
