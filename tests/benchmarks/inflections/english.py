"""The lexemes of English: irregular words from a list, and common words with their regular inflections."""

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from knowledge.language.word_frequencies import forms
from tests.benchmarks.inflections.lexemes import Lexeme

_IRREGULAR = Path(__file__).with_name("irregular_en.txt")
_VOWELS = frozenset("aeiou")


def irregular(file: Path) -> Iterator[tuple[str, ...]]:
    """Yield the forms of each word of a list, the dictionary form first."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield tuple(map(normalise, line.split()))


def english() -> Iterator[Lexeme]:
    """Yield the irregular words, and the common words with those regular inflections that are common too."""
    from wordfreq import word_frequency

    taken: set[str] = set()
    for listed in irregular(_IRREGULAR):
        taken.update(listed)
        seen = {form: word_frequency(form, "en") * 1e9 for form in listed}
        yield Lexeme(listed[0], "irregular", frozenset(listed), seen)
    words = sorted(forms("en").keys() - taken, key=lambda word: (len(word), word))
    owner: dict[str, str] = {}
    members: dict[str, set[str]] = defaultdict(set)
    for word in words:
        lemma = owner.setdefault(word, word)
        members[lemma].add(word)
        if lemma == word:
            for form in inflections(word):
                if form not in taken and stem(form, "en") == stem(word, "en"):
                    owner.setdefault(form, word)
    for lemma, own in members.items():
        every = own | {form for form in inflections(lemma) if owner.get(form) == lemma}
        yield Lexeme(lemma, "regular", frozenset(every), {form: 10 ** forms("en")[form] for form in own})


def inflections(word: str) -> set[str]:
    """Return the regular inflections of a word as a noun and as a verb."""
    found = {f"{word}{ending}" for ending in ("s", "es", "d", "ed", "ing")}
    if word[-1] in "ey":
        found |= {f"{word[:-1]}{ending}" for ending in ("ies", "ied", "ing")}
    if len(word) > 2 and word[-1] not in _VOWELS and word[-2] in _VOWELS:
        found |= {f"{word}{word[-1]}{ending}" for ending in ("ed", "ing")}
    return found
