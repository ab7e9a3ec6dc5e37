"""Words to follow as people type them: followed, shut out, or refused with the reason, never cut or guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.notices.audience import About, Subscription
from knowledge.notices.words import WORDS_LIMIT, Refusal, read_words

LANGUAGES = ("en", "ru", "uk")
DASHES = "-–—−‐‑‒―﹣－"


@pytest.mark.parametrize("dash", DASHES)
@pytest.mark.parametrize("typed", ["{}trial", "{} trial", "{}  trial ", "{0}{0}trial", "{}“trial”", '"{}trial"'])
def test_words_after_any_dash_are_shut_out(dash: str, typed: str) -> None:
    assert read_words(typed.format(dash), LANGUAGES) == Subscription(About.WITHOUT, text="trial")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("visa", "visa"),
        ("visa bans", "visa bans"),
        ("  visa   bans ", "visa bans"),
        ('"visa bans"', "visa bans"),
        ("«суд в Лондоне»", "суд в Лондоне"),
        ("„список“", "список"),
        ("прем’єр-міністр", "прем’єр-міністр"),
        ("visa-free", "visa-free"),
        ("2011", "2011"),
        ("the list", "the list"),
    ],
)
def test_words_are_followed_as_they_are_without_quotation_marks(typed: str, words: str) -> None:
    assert read_words(typed, LANGUAGES) == Subscription(About.WORDS, text=words)


@pytest.mark.parametrize(
    "typed",
    [*DASHES, "- -", "—", "?!", "…", "«»", '""', "🙂", "the", "of the", "-the", "и", "не в", "–що", "і", ""],
)
def test_what_has_no_content_is_refused(typed: str) -> None:
    assert read_words(typed, LANGUAGES) is Refusal.EMPTY


def test_too_long_is_refused_not_cut() -> None:
    fits = "w" * WORDS_LIMIT
    assert read_words(f"- «{fits}»", LANGUAGES) == Subscription(About.WITHOUT, text=fits)
    assert read_words(f"{fits}w", LANGUAGES) is Refusal.LONG


@given(st.text(max_size=80) | st.text(st.sampled_from(DASHES + " \"'«»visa"), max_size=70))
def test_whatever_is_kept_was_typed_word_for_word(typed: str) -> None:
    read = read_words(typed, LANGUAGES)
    if isinstance(read, Subscription):
        assert read.text in " ".join(typed.split())
        assert 0 < len(read.text) <= WORDS_LIMIT
        assert any(character.isalnum() for character in read.text)
