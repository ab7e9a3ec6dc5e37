"""What a packed table promises: what a dict says, in a fraction of its memory."""

import random
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.packed_table import PackedNumbers, PackedTable, packed_table

WORDS = st.text(st.characters(exclude_characters="\t\n"), max_size=5)
"""Any letters, half surrogate pairs among them, for what is typed may hold them."""


@given(st.dictionaries(WORDS, WORDS), st.lists(WORDS))
def test_a_table_says_what_a_dict_says(words: dict[str, str], others: list[str]) -> None:
    table = PackedTable(packed_table(words.items()))
    assert {word: table.get(word) for word in (*words, *others)} == {
        word: words.get(word) for word in (*words, *others)
    }
    assert [word in table for word in others] == [word in words for word in others]
    assert (len(table), dict(table.items())) == (len(words), words)


def test_no_part_of_a_word_is_taken_for_the_word() -> None:
    table = PackedTable(packed_table([("harbour", "port"), ("port", "harbour")]))
    assert [table.get(word) for word in ("harbou", "arbour", "harbourport", "", "port")] == [None] * 4 + ["harbour"]


def test_numbers_come_by_size_and_then_by_their_words() -> None:
    written = [("b", "2.5"), ("d", "7"), ("a", "2.5"), ("c", "10")]
    numbers = PackedNumbers(packed_table(written))
    assert list(numbers.items()) == [("c", 10.0), ("d", 7.0), ("a", 2.5), ("b", 2.5)]
    assert (numbers["a"], numbers.get("x"), numbers.get("x", 1.0), len(numbers)) == (2.5, None, 1.0, 4)
    with pytest.raises(KeyError):
        numbers["x"]


def test_a_table_takes_a_fifth_of_the_memory_of_a_dict() -> None:
    letters = random.Random(1)
    words = {"".join(letters.choices("abcdefgh", k=9)): "4.5" for _ in range(20_000)}
    of_dict = sys.getsizeof(words) + sum(map(sys.getsizeof, words))
    assert len(packed_table(words.items())) < of_dict / 5
