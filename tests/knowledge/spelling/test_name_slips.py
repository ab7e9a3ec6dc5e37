"""A mistyped name is mended, and somebody else's is not."""

import pytest

from knowledge.spelling.name_slips import goes_on, may_be_slip

NAMES = frozenset(("громов", "громова", "field", "филд", "тарас", "тараса"))


@pytest.mark.parametrize(
    ("typed", "name", "edits"),
    [("громво", "громов", 1), ("feild", "field", 1), ("fiedl", "field", 1), ("магнитцкий", "магнитский", 1)],
)
def test_a_slip_in_a_name_is_one(typed: str, name: str, edits: int) -> None:
    assert may_be_slip(typed, name, edits)


@pytest.mark.parametrize(("typed", "name", "edits"), [("feld", "field", 1), ("громилов", "громов", 2)])
def test_a_short_name_or_root_with_other_letters_is_somebody_else(typed: str, name: str, edits: int) -> None:
    assert not may_be_slip(typed, name, edits)


def test_letters_swapped_in_a_short_name_are_a_slip() -> None:
    assert may_be_slip("зкух", "зхук", 1)


@pytest.mark.parametrize("typed", ["филдс", "тараски", "fielding", "громовский"])
def test_a_whole_name_with_more_letters_is_another(typed: str) -> None:
    assert goes_on(typed, NAMES.__contains__)


@pytest.mark.parametrize("typed", ["филдд", "тарасой", "филда", "громоф"])
def test_a_letter_twice_and_a_wrong_ending_are_slips(typed: str) -> None:
    assert not goes_on(typed, NAMES.__contains__)
