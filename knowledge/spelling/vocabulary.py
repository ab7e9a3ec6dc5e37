"""Vocabulary: the words of a knowledge base and of its languages, and how likely each is to be meant."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import log

from knowledge.cached_files import Shelf
from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.stemmer import stem
from knowledge.language.word_frequencies import forms, frequencies, names
from knowledge.packed_table import PackedNumbers, packed_table
from knowledge.spelling.candidates import MAX_LENGTH

IN_BASE = 3.0
"""Weight of a word that the base has, in log-odds; arbitrary, and so are the next three."""
INFLECTED = 2.0
"""Weight of a word that the base has in another form, in log-odds."""
OFTEN_IN_BASE = 0.5
"""Weight of the logarithm of how often the base has a word."""
AT_LARGE = 0.5
"""Weight of a word's Zipf frequency."""
_UNLISTED = 2.5
"""Default Zipf frequency of a word that no list has; arbitrary."""
_FREQUENT = 5.0
"""Threshold: the Zipf frequency from which on a word of two letters, or a short part of two words, is no slip;
arbitrary."""
_MAX_SHORT_PART = 3
"""Maximum letters of a part that has lost its space only if it is frequent: "defind" is not "de find"; arbitrary."""
_MIN_SUSPECT = 4
"""Minimum letters of a name or of an unlisted form that may be a slip all the same; arbitrary."""


class Vocabulary:
    """The words of a knowledge base and of its languages, in normalised spelling; tables fill as languages are used."""

    def __init__(
        self,
        counts: Mapping[str, int],
        languages: Sequence[str],
        shelf: Shelf,
        is_name_form: Callable[[str], bool] | None = None,
    ) -> None:
        """Take the words of the base with how often each occurs, the languages, a shelf for tables, and name forms."""
        self.is_name_form = is_name_form or (lambda word: False)
        self.counts = {word: count for word, count in counts.items() if word.isalpha()}
        self.languages = tuple(languages)
        self.shelf = shelf
        self._stem_counts: dict[str, Mapping[str, float]] = {}

    def knows(self, word: str, language: str) -> bool:
        """Whether the base or a language has a word, in any form."""
        return self.is_listed(word, language) or self.is_name(word) or self._has_stem(word, language)

    def is_name(self, word: str) -> bool:
        """Whether a word is a frequent name in any of the languages."""
        return any(word in names(code) for code in self.languages)

    def is_listed(self, word: str, language: str) -> bool:
        """Whether the base or a language has a word in exactly this form."""
        listed = word in self.counts or word in function_words(language) or word in forms(language)
        return listed or self.is_name_form(word)

    def is_ordinary(self, word: str, language: str) -> bool:
        """Whether a language has a word in small letters, and it is in no name of the base."""
        return word in forms(language) and not self.is_name_form(word)

    @staticmethod
    def _has_stem(word: str, language: str) -> bool:
        key = stem(word, language)
        return key != word and key in frequencies(language)

    def is_certain(self, word: str, language: str) -> bool:
        """Whether nothing but the word as typed can be meant: it is accepted, and no slip that looks like a word."""
        return self.accepts(word, language) and (
            len(word) < _MIN_SUSPECT or not word.isalpha() or len(word) > MAX_LENGTH or self.is_listed(word, language)
        )

    def accepts(self, word: str, language: str) -> bool:
        """Whether a word stays as it was typed: a known one, a number, or too long to be a word."""
        if len(word) == 1:
            return word in lexicon(language).one_letter_words or not word.isalpha()
        if len(word) == 2:
            common = forms(language).get(word, 0.0) >= _FREQUENT
            known = word in function_words(language) or word in self.counts or self.is_name(word)
            return common or known or not word.isalpha()
        return self.knows(word, language) or not word.isalpha() or len(word) > MAX_LENGTH

    def may_be_part(self, word: str, language: str) -> bool:
        """Whether a word may have lost the space beside it: a short one only if it is frequent, or a name."""
        if len(word) > _MAX_SHORT_PART:
            return self.accepts(word, language)
        if len(word) == 1:
            return word in lexicon(language).one_letter_words
        frequent = forms(language).get(word, 0.0) >= _FREQUENT
        return frequent or word in function_words(language) or self.is_name(word)

    def has_in_base(self, word: str, language: str) -> bool:
        """Whether the base has a word, in any form."""
        return word in self.counts or stem(word, language) in self.stems(language)

    def stems(self, language: str) -> Mapping[str, float]:
        """Return the stems of the base's words, each with how often its most frequent form occurs."""
        if language not in self._stem_counts:
            packed = self.shelf.kept(f"stems.{language}", lambda: packed_table(self._counted(language)))
            self._stem_counts[language] = PackedNumbers(packed)
        return self._stem_counts[language]

    def _counted(self, language: str) -> Iterable[tuple[str, str]]:
        counts: dict[str, int] = {}
        for word, count in self.counts.items():
            key = stem(word, language)
            counts[key] = max(count, counts.get(key, 0))
        return ((key, str(count)) for key, count in counts.items())

    def prior(self, word: str, language: str) -> float:
        """Return the log-probability that a word is meant, up to a factor and a constant: the prior of the channel."""
        count: float
        count, has = self.counts.get(word, 0), IN_BASE
        if not count:
            count, has = self.stems(language).get(stem(word, language), 0), INFLECTED
        base = has + OFTEN_IN_BASE * log(1 + count) if count else 0.0
        zipf = forms(language).get(word) or names(language).get(word, _UNLISTED)
        return AT_LARGE * zipf + base


def by_frequency(language: str) -> list[str]:
    """Return the function words of a language, the most frequent first."""
    counts = forms(language)
    return sorted(function_words(language), key=lambda word: (-counts.get(word, 0.0), word))
