"""What is written in the lexicons is read: no key is misspelt, forgotten or written twice."""

from dataclasses import fields
from itertools import combinations

import pytest

from knowledge.language.data_files import languages, lines, table
from knowledge.language.lexicon import LATIN, Lexicon, function_words, lexicon
from knowledge.language.voice import Voice

CLASSES = {field.name for read in (Lexicon, Voice) for field in fields(read)}


def test_there_are_lexicons_of_three_languages() -> None:
    assert languages() == ("en", "ru", "uk")


@pytest.mark.parametrize("language", languages())
def test_every_key_of_a_lexicon_is_one_that_is_read_and_stands_once(language: str) -> None:
    keys = [line.partition(":")[0] for line in lines(language, "lexicon") if not line.startswith(" ")]
    assert {key.partition(".")[0] for key in keys} <= CLASSES
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("language", languages())
def test_a_lexicon_has_every_month_and_the_answer_types_of_the_others(language: str) -> None:
    known, english = lexicon(language), lexicon("en")
    assert set(known.months.values()) == set(range(1, 13))
    assert set(known.interrogatives.values()) == set(english.interrogatives.values())
    assert set(known.units.values()) == {"year", "month", "day"}


@pytest.mark.parametrize(("one", "other"), [*combinations(languages(), 2)])
def test_keys_at_one_place_of_two_keyboards_are_one_key(one: str, other: str) -> None:
    assert [len(row) for row in lexicon(one).keyboard] == [len(row) for row in lexicon(other).keyboard]


@pytest.mark.parametrize(("one", "other"), [*combinations(languages(), 2)])
def test_a_letter_that_only_one_language_has_is_on_no_other_keyboard_of_the_script(one: str, other: str) -> None:
    for language, neighbour in ((one, other), (other, one)):
        assert lexicon(language).own_letters.isdisjoint("".join(lexicon(neighbour).keyboard))


def test_an_item_with_spaces_is_one_item() -> None:
    assert lexicon("en").interrogatives["how many"] == "@howmany"
    assert "good morning" in lexicon("en").greeting
    assert "good" not in lexicon("en").greeting


def test_a_value_goes_on_in_indented_lines() -> None:
    assert table("en", "lexicon")["negations"].split()[-1] == "neither"


def test_a_language_without_a_lexicon_has_no_words() -> None:
    assert lexicon("de").script == LATIN
    assert function_words("de") == frozenset()
