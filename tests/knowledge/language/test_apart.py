"""Nouns that the stemmer would take for another noun keep apart from it, in all their forms."""

import pytest

from knowledge.language.data_files import lines
from knowledge.language.stemmer import stem


def stems(words: str) -> set[str]:
    return {stem(word, "ru") for word in words.split()}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "судья судьи судье судью судьей судьям судьями судьях",
            "суд суда суду судом суде суды судов судам судами судах",
        ),
        ("виза визы визе визу визой визам визами визах", "визит визита визиту визитом визите визиты визитов"),
        ("колонна колонны колонне колонну", "колония колонии колонию колонией колоний"),
        ("капитал капитала капиталу капиталом капитале", "капитан капитана капитану капитаном капитане"),
        ("казна казны казне казну казной", "казнь казни казнью"),
        ("еврей еврея еврею евреем евреи евреев", "евро"),
    ],
)
def test_two_nouns_are_two_in_all_their_forms(one: str, other: str) -> None:
    assert stems(one).isdisjoint(stems(other))


@pytest.mark.parametrize("forms", ["судья судьи судье судью судьей судей", "капитал капитала капиталу капиталы"])
def test_a_noun_that_keeps_apart_still_meets_itself(forms: str) -> None:
    assert len(stems(forms)) == 1


def test_no_form_is_listed_for_two_nouns() -> None:
    listed = [form for line in lines("ru", "apart") for form in line.split()[1:]]
    assert len(listed) == len({*listed})
