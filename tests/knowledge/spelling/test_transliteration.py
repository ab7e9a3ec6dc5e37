"""Cyrillic words in Latin letters: the usual ways to write one word are alike, and it is found by each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.spelling.transliteration import by_latin_key, romanised


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("санкций", "sankcij sanktsiy sanktsii"),
        ("приняли", "prinyali prinjali priniali"),
        ("общества", "obshchestva obschestva"),
        ("россия", "rossiya rosiya rossija rossia"),
        ("характер", "kharakter harakter xarakter"),
        ("його", "yogo yoho joho"),
        ("відмовив", "vidmovyv vidmoviv widmowyw"),
    ],
)
def test_a_word_is_found_by_each_way_to_write_it(word: str, typed: str) -> None:
    table = by_latin_key([word])
    assert [table.get(romanised(way)) for way in typed.split()] == [word] * len(typed.split())


def test_of_words_that_are_written_alike_the_first_is_meant() -> None:
    assert by_latin_key(["мир", "мыр"])[romanised("mir")] == "мир"


@given(st.text(st.sampled_from("абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ"), min_size=1, max_size=12))
def test_a_key_is_of_small_latin_letters_and_leads_to_its_word(word: str) -> None:
    key = romanised(word)
    assert key.isascii()
    assert key == key.casefold()
    assert by_latin_key([word])[key] == word
