"""What reaches the optional package's C code: only composed text of a bounded length, whatever a stranger wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.embedder import MAX_CHARACTERS, _safe


@given(st.text(alphabet=st.characters(), max_size=2 * MAX_CHARACTERS))
def test_no_text_grows_is_cut_short_by_a_nul_or_cannot_be_encoded(text: str) -> None:
    safe = _safe(text)
    assert len(safe) <= MAX_CHARACTERS
    assert "\0" not in safe
    assert len(unicodedata.normalize("NFKC", safe).encode()) <= 3 * len(safe.encode())


@pytest.mark.parametrize(
    ("typed", "reaches"),
    [("the ﬁnal oﬃce", "the final office"), ("½ of it", "1⁄2 of it"), ("a\0b", "a b"), ("a\ud800b", "a?b"), ("", "")],
)
def test_text_is_composed_before_the_package_sees_it(typed: str, reaches: str) -> None:
    assert _safe(typed) == reaches


@pytest.mark.parametrize("typed", ["ﬃ" * MAX_CHARACTERS, "a" * 70_000])
def test_text_that_grows_when_composed_is_cut_to_the_same_length(typed: str) -> None:
    assert len(_safe(typed)) == MAX_CHARACTERS


def test_plain_text_is_left_as_it_is() -> None:
    assert _safe("Чому Велика Британія відмовила?") == "Чому Велика Британія відмовила?"
