"""Noisy channel: the word that was most likely meant by a typed one (Kernighan, Church and Gale, 1990).

The score of a word is its prior, from the vocabulary, less the cost of the edits that make the typed word of it.
"""

from collections.abc import Iterator, Set
from functools import cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from knowledge.language.declension import names_another
from knowledge.language.detection import language_of_script
from knowledge.language.lexicon import function_words
from knowledge.language.stemmer import stem
from knowledge.language.word_frequencies import forms, names
from knowledge.spelling.candidates import MAX_LENGTH, FuzzyDictionary, packed_words
from knowledge.spelling.keyboard import MIN_EDIT_COST, edit_cost
from knowledge.spelling.name_slips import goes_on, may_be_slip
from knowledge.spelling.scripts import Scripts
from knowledge.spelling.vocabulary import Vocabulary

EDIT = 2.8
"""Weight of the edit cost, in log-odds; arbitrary."""
AS_TYPED = 1.0
"""Weight of a known word that stays as it was typed, in log-odds; arbitrary."""
UNKNOWN_SCORE = -6.0
"""Score of an unknown word that stays as it was typed, and the minimum score of a correction; arbitrary."""
ALTERNATIVE_MARGIN = 6.0
"""Maximum score by which an alternative is worse than the best correction; arbitrary."""
MIN_COMMON = 3.5
"""Minimum Zipf frequency of a word outside the base that may be a correction; arbitrary."""
_MAX_COMPARED = 60
"""Maximum number of candidates whose edit cost is computed; arbitrary."""
_MAX_CACHED = 20_000
"""Maximum number of words whose corrections are kept in memory; arbitrary."""
_PREFIX = 4
"""Number of first letters, or one less, that a word shares with a stem of the base to be stemmed at all; arbitrary."""


class Guess(NamedTuple):
    """The word, or the two words, most likely meant."""

    score: float
    words: tuple[str, ...]
    alternatives: tuple[tuple[float, str], ...] = ()
    """Other words of the base that may be meant, with their scores, best first."""


class NoisyChannel:
    """Looks up words that were typed for words of a vocabulary. Dictionaries and results are kept as they come."""

    def __init__(self, vocabulary: Vocabulary, scripts: Scripts) -> None:
        self._vocabulary = vocabulary
        self._scripts = scripts
        self._dictionaries: dict[str, tuple[FuzzyDictionary, FuzzyDictionary]] = {}
        self._cache: dict[tuple[str, str, bool], Guess] = {}

    def best_correction(self, word: str, language: str, is_name: bool = False) -> Guess:
        """Return the known word that a word most likely is; the word itself where none is near.

        `is_name` says that it is capitalised within a sentence: it is then corrected to near words of the base only.
        """
        if self._vocabulary.is_certain(word, language):
            return Guess(self._as_typed(word, language), (word,))
        key = (word, language, is_name)
        found = self._cache.get(key)
        if found is None:
            found = self._look_up(word, language, is_name)
            if len(self._cache) >= _MAX_CACHED:
                self._cache.clear()
            self._cache[key] = found
        return found

    def _as_typed(self, word: str, language: str) -> float:
        return self._vocabulary.prior(word, language) + AS_TYPED

    def _look_up(self, word: str, language: str, is_name: bool) -> Guess:
        if len(word) < 2:
            return Guess(-1.0, (word,))
        options = self._options(word, language, is_name)
        if self._vocabulary.accepts(word, language):
            score, best = self._as_typed(word, language), word
        elif options:
            score, best = options[0]
        elif meant := self._scripts.in_other_script(word, exactly=is_name):
            return Guess(self._vocabulary.prior(meant, language), (meant,))
        else:
            return Guess(UNKNOWN_SCORE, (word,))
        key = stem(best, language)
        alternatives = (
            (other_score, other)
            for other_score, other in options
            if other_score >= score - ALTERNATIVE_MARGIN
            and stem(other, language) != key
            and self._vocabulary.has_in_base(other, language)
        )
        return Guess(score, (best,), tuple(alternatives))

    def _options(self, word: str, language: str, is_name: bool) -> list[tuple[float, str]]:
        """Return the known words that a word may be typed for, with their scores, best first."""
        bounds = sorted(self._bounds(word, language, is_name), key=lambda bound: (-bound[0], bound[2]))
        best, options = UNKNOWN_SCORE, []
        for bound, prior, other, in_base in bounds[:_MAX_COMPARED]:
            if bound <= max(UNKNOWN_SCORE, best - ALTERNATIVE_MARGIN):
                break
            if is_name and self._vocabulary.is_name_form(other) and self._is_another(word, other):
                continue
            if (in_base or bound > best) and not names_another(word, other):
                score = prior - EDIT * edit_cost(word, other)
                best = max(best, score)
                if score > UNKNOWN_SCORE:
                    options.append((score, other))
        return sorted(options, key=lambda option: (-option[0], option[1]))

    def _is_another(self, word: str, name: str) -> bool:
        """Whether a word with a capital is somebody else's name than the one of the base that is near it."""
        slips = OSA.distance(word, name)
        return not may_be_slip(word, name, slips) or goes_on(word, self._vocabulary.is_name_form)

    def _bounds(self, word: str, language: str, is_name: bool) -> Iterator[tuple[float, float, str, bool]]:
        """Yield the candidates: the most that each may score, its prior, the word, and whether it is of the base.

        The base's words are looked up by one edit, then by more until there are any. Somebody's name is no ordinary
        word with more than one slip.
        """
        of_base, at_large = self._dictionaries_for(word, language)
        edits, most = 1, _max_edits(len(word), is_name)
        near = of_base.within(word, min(edits, most))
        while not near and edits < most:
            edits += 1
            near = of_base.within(word, edits)
        others = at_large.within(word, min(edits, _max_edits_at_large(len(word), is_name)))
        for in_base, found in ((True, near), (False, others)):
            for other, distance in found:
                if is_name and distance > 1 and self._vocabulary.is_ordinary(other, language):
                    continue
                prior = self._vocabulary.prior(other, language)
                yield prior - EDIT * MIN_EDIT_COST * distance, prior, other, in_base

    def _dictionaries_for(self, word: str, language: str) -> tuple[FuzzyDictionary, FuzzyDictionary]:
        """Return the words of the script of `word` that may be meant: those of the base in any form, and all others."""
        latin = word.isascii()
        code = language_of_script(latin, (language, *self._vocabulary.languages))
        if code not in self._dictionaries:
            kept, split = self._vocabulary.shelf.kept, cache(lambda: self._split(code, latin))
            of_base = kept(f"base-words.{code}", lambda: packed_words(split()[0]))
            at_large = kept(f"other-words.{code}", lambda: packed_words(split()[1]))
            self._dictionaries[code] = FuzzyDictionary(of_base), FuzzyDictionary(at_large)
        return self._dictionaries[code]

    def _split(self, code: str, latin: bool) -> tuple[Set[str], Set[str]]:
        """Return the words of a language that the base has in any form, and all others, in one script."""
        counts = self._vocabulary.counts
        lists = (forms(code), names(code))
        common = (other for listed in lists for other, zipf in listed.items() if zipf >= MIN_COMMON)
        words = {other for other in counts if other.isascii() == latin}.union(common, function_words(code))
        known = {other for other in words if other.isalpha() and 2 <= len(other) <= MAX_LENGTH}
        starts = {key[:_PREFIX] for key in self._vocabulary.stems(code)}
        near = (other for other in known if not starts.isdisjoint((other[:_PREFIX], other[: _PREFIX - 1])))
        here = {*counts.keys() & known, *(word for word in near if self._vocabulary.has_in_base(word, code))}
        return here, known - here


def _max_edits(length: int, is_name: bool) -> int:
    """Return the maximum edits of a word of `length` letters; a name is not so easily corrected to another."""
    if is_name:
        return 0 if length < 4 else 1 if length < 6 else 2 if length < 9 else 3
    return 1 if length <= 3 else 2 if length <= 5 else 3 if length <= 8 else 4


def _max_edits_at_large(length: int, is_name: bool) -> int:
    """Return the maximum edits of a word of `length` letters to be one that only the language has, not the base."""
    return 0 if is_name else 1 if length < 10 else 2
