"""What reaches the optional package's C code: only composed text of a bounded length, whatever a stranger wrote."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.embedder import LONGEST, _safe


@given(st.text(alphabet=st.characters(), max_size=2 * LONGEST))
def test_no_text_grows_is_cut_short_by_a_nul_or_cannot_be_encoded(text: str) -> None:
    safe = _safe(text)
    assert len(safe) <= LONGEST
    assert "\0" not in safe
    assert len(unicodedata.normalize("NFKC", safe).encode()) <= 3 * len(safe.encode())


@pytest.mark.parametrize("hostile", ["\ufdfa" * 5000, "\ud800" * 300, "\0" * 300, "a" * 70_000, ""])
def test_hostile_text_is_made_harmless(hostile: str) -> None:
    assert "\ufdfa" not in _safe(hostile)
    assert len(_safe(hostile)) <= LONGEST


def test_plain_text_is_left_as_it_is() -> None:
    assert _safe("Чому Велика Британія відмовила?") == "Чому Велика Британія відмовила?"
