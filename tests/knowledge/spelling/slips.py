"""Draws words with slips of the fingers, for tests."""

from hypothesis import strategies as st

from knowledge.language.word_frequencies import forms

LETTERS = {"en": "abcdefghijklmnopqrstuvwxyz", "ru": "абвгдежзийклмнопрстуфхцчшщъыьэюя"}
LEXICON = {code: [word for word in forms(code) if word.isalpha()][::15] for code in ("en", "ru")}


def slipped(draw: st.DrawFn, word: str, letters: str) -> str:
    """Return a word with one letter left out, put in, replaced, doubled, or swapped with the next."""
    place = draw(st.integers(0, len(word)))
    letter = draw(st.sampled_from(letters))
    left, here, right = word[:place], word[place : place + 1], word[place + 1 :]
    ways = (left + right, left + letter + here + right, left + letter + right, left + here + here + right)
    return draw(st.sampled_from((*ways, left + right[:1] + here + right[1:])))


@st.composite
def slips(draw: st.DrawFn, most: int = 3) -> tuple[str, str, str]:
    """Draw a language, a word of it, and the word with a few slips."""
    code = draw(st.sampled_from(sorted(LEXICON)))
    word = typed = draw(st.sampled_from(LEXICON[code]))
    for _ in range(draw(st.integers(1, most))):
        typed = slipped(draw, typed, LETTERS[code]) or typed
    return code, word, typed
