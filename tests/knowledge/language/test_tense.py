import pytest

from knowledge.language.tense import is_present


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("en", "The note says that Helen Marsh is the captain."),
        ("ru", "В записке говорится, что Хелен Марш — капитан."),
        ("ru", "В записке говорится, что Хелен Марш является капитаном."),
        ("uk", "У записці йдеться, що Гелен Марш обіймає посаду капітана."),
    ],
)
def test_a_statement_of_how_things_stand_is_in_the_present(language: str, statement: str) -> None:
    assert is_present(statement, language)


@pytest.mark.parametrize(
    ("language", "statement"),
    [
        ("en", "The note says that the court rejected the complaints."),
        ("en", "The note says that it was announced three days before; that is 27 July."),
        ("ru", "В записке говорится, что суд отклонил жалобы."),
        ("uk", "У записці йдеться, що суд відхилив скарги."),
    ],
)
def test_a_statement_of_what_happened_is_not(language: str, statement: str) -> None:
    assert not is_present(statement, language)
