"""Synonyms: a phrasing with one of its words in another's place, by word vectors and in the same form."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import numpy as np

from knowledge.language.antonyms import antonyms
from knowledge.language.lexicon import function_words
from knowledge.language.normalisation import clean, normalise
from knowledge.language.stemmer import stem
from knowledge.language.terms import Kind, Term
from knowledge.language.tokenizer import tokenize
from knowledge.language.word_frequencies import forms, frequencies
from knowledge.language.word_vectors import unit, word_vectors
from knowledge.search.ragged import Floats

MIN_COSINE = 0.65
"""Minimum cosine of the vectors of two words of which one may stand for the other; arbitrary."""
MAX_OTHERS = 2
"""Maximum number of words that are tried in the place of one; arbitrary."""
_MIN_FREQUENCY = 3.4
"""Minimum Zipf frequency of a word that is proposed: readers type common ones; arbitrary."""
_SAME_ROOT = 3
"""Number of first letters in common that make two words forms of one; arbitrary."""
_SAME_END = 2
"""Number of last letters that a word and what stands for it have in common; arbitrary."""
_MIN_LETTERS = 4
"""Minimum number of letters of a word that is replaced; arbitrary."""

_VOWELS = frozenset("aeiou")


def with_synonyms(text: str, language: str) -> Iterator[str]:
    """Yield a phrasing with one word replaced, for each word that has near ones in its own form."""
    cleaned = clean(text)
    for token in tokenize(cleaned, language):
        small = token.surface.islower() and len(token.word) >= _MIN_LETTERS and token.word.isalpha()
        if small and token.word not in function_words(language):
            for other in others(token.word, language):
                if (other[0] in _VOWELS) == (token.word[0] in _VOWELS):  # for the "a" or "an" before it
                    yield cleaned[: token.start] + other + cleaned[token.end :]


def others(word: str, language: str) -> Sequence[str]:
    """Return the nearest words that end as a normalised word does, the nearest first; none that is its opposite.

    An ending shows the form, and mostly the kind of word: without one, "after his death" would become "after his die".
    """
    root = stem(word, language)
    stems, vectors = _stems(language)
    if root not in stems:
        return ()
    cosines = vectors @ vectors[stems[root]]
    names = list(stems)
    near = [names[number] for number in np.argsort(-cosines)[:24].tolist() if cosines[number] >= MIN_COSINE]
    against = antonyms(language).get(root, frozenset())
    found = [
        form
        for other in near
        if other[:_SAME_ROOT] != root[:_SAME_ROOT] and other not in against
        for form in _forms(language).get(other, ())
        if form[-_SAME_END:] == word[-_SAME_END:]
    ]
    return found[:MAX_OTHERS]


@cache
def _forms(language: str) -> Mapping[str, Sequence[str]]:
    """Return stem to the common forms with it, as they are written."""
    table: dict[str, list[str]] = {}
    for form in forms(language):
        if forms(language)[form] >= _MIN_FREQUENCY:
            table.setdefault(stem(normalise(form), language), []).append(form)
    return table


@cache
def _stems(language: str) -> tuple[Mapping[str, int], Floats]:
    """Return the common stems with the rows of their unit vectors."""
    known = word_vectors(language)
    common = [root for root in frequencies(language) if frequencies(language)[root] >= _MIN_FREQUENCY]
    numbers = {
        root: found[0] for root in common if (found := known.numbers(Term(root, Kind.WORD, root, root), language))
    }
    return {root: row for row, root in enumerate(numbers)}, unit(known.of(list(numbers.values())))
