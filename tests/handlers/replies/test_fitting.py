"""A text is cut so that it fits."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.fitting import shorten, units


@given(st.text(), st.integers(1, 200))
def test_a_shortened_text_fits_and_begins_as_the_text_does(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert units(short) <= limit
    assert short == text or text.startswith(short.removesuffix("…"))
