"""Text in the wrong keyboard layout, or in Latin letters instead of Cyrillic ones."""

from collections.abc import Mapping
from functools import cache, cached_property, partial

from knowledge.language.detection import detect_language
from knowledge.language.lexicon import function_words
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from knowledge.language.word_frequencies import forms, frequencies
from knowledge.packed_table import PackedTable, packed_table
from knowledge.spelling.candidates import FuzzyDictionary, packed_words
from knowledge.spelling.keyboard import in_other_layouts
from knowledge.spelling.transliteration import by_latin_key, latin, romanised
from knowledge.spelling.vocabulary import Vocabulary, by_frequency

_CERTAIN_SHARE = 0.7
"""Threshold: the share of a text's letters in known words from which on it stays as it was typed; arbitrary."""
_LAYOUT_SHARE = 0.6
"""Threshold: the known share from which on a text is meant in another layout; arbitrary."""
_ROMANISED_SHARE = 0.7
"""Threshold: the known share from which on a text in Latin letters is meant in a Cyrillic language; arbitrary."""
_ROMANISED_LEAD = 0.2
"""Margin: by how much that share must be larger than as the text was typed; arbitrary."""
_MIN_COMMON = 4.0
"""Minimum Zipf frequency of a word that is looked up in another script; arbitrary."""


class Scripts:
    """Reads words and texts in the script or the keyboard layout that was meant. Tables fill as languages are used."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._languages = vocabulary.languages
        self._tables: dict[str, PackedTable] = {}

    def in_other_script(self, word: str, exactly: bool = False) -> str | None:
        """Return the known word that a word is in the other script, with one edit if it is long and not `exactly`."""
        spellings, dictionary = self._transliterated
        spelling = latin(word)
        if spelling not in spellings and not exactly:
            near = dictionary.within(spelling, 1) if len(spelling) > 3 else []
            spelling = min(near, key=lambda found: (found[1], found[0]), default=("", 0))[0]
        meant = spellings.get(spelling)
        return meant if meant and meant.isascii() != word.isascii() else None

    @cached_property
    def _transliterated(self) -> tuple[PackedTable, FuzzyDictionary]:
        """Common words, function words and those of the base, by their spelling in Latin letters."""
        kept, words = self._vocabulary.shelf.kept, cache(self._by_latin_letters)
        spellings = kept("latin", lambda: packed_table(words().items()))
        return PackedTable(spellings), FuzzyDictionary(kept("latin-words", lambda: packed_words(words())))

    def _by_latin_letters(self) -> Mapping[str, str]:
        common = [word for code in self._languages for word, zipf in forms(code).items() if zipf >= _MIN_COMMON]
        small = [word for code in self._languages for word in by_frequency(code)]
        counts = self._vocabulary.counts
        words: dict[str, str] = {}
        for word in (*(word for word in counts if len(word) > 3), *small, *common):
            if word in counts or not word.isascii():
                words.setdefault(latin(word), word)
        return words

    def retyped(self, text: str) -> str:
        """Return a cleaned text in the layout or script that was meant, if as typed it is in no language."""
        known = self._share_known(text, _CERTAIN_SHARE)
        if known >= _CERTAIN_SHARE:
            return text
        if text.isascii() and (meant := self._from_latin(text, known)):
            return meant
        if known >= 1 - _LAYOUT_SHARE:
            return text
        options = [*in_other_layouts(text), " ".join(self.in_other_script(word) or word for word in text.split())]
        shares = [self._share_known(option) for option in options]
        best = max(range(len(options)), key=lambda place: (shares[place], -place))
        return options[best] if shares[best] >= _LAYOUT_SHARE else text

    def _from_latin(self, text: str, known: float) -> str | None:
        """Return a text in the Cyrillic letters of the language that knows most of it; None if none knows enough."""
        words = [(word, "".join(filter(str.isalpha, word)).casefold()) for word in text.split()]
        whole = sum(len(letters) for _, letters in words) or 1
        best = None
        others = (code for code in self._languages if not all(map(str.isascii, function_words(code))))
        for table in map(self._romanised, others):
            meant = [table.get(romanised(letters)) or "" for _, letters in words]
            share = sum(len(letters) for (_, letters), other in zip(words, meant, strict=True) if other) / whole
            if share >= max(_ROMANISED_SHARE, known + _ROMANISED_LEAD):
                known, best = share, " ".join(other or word for (word, _), other in zip(words, meant, strict=True))
        return best

    def _romanised(self, language: str) -> PackedTable:
        """Return the words of a language in other letters than Latin ones, and of the base, by their Latin keys."""
        if language not in self._tables:
            make = partial(self._by_latin_key, language)
            self._tables[language] = PackedTable(self._vocabulary.shelf.kept(f"romanised.{language}", make))
        return self._tables[language]

    def _by_latin_key(self, language: str) -> bytes:
        others = [code for code in self._languages if code != language]
        counts = self._vocabulary.counts
        own = [word for word in counts if _is_of(word, language)]
        common = (word for word, zipf in forms(language).items() if zipf >= _MIN_COMMON)
        left = [word for word in counts if not any(_is_of(word, code) for code in others)]
        left.sort(key=lambda word: detect_language(word, self._languages) != language)
        words = (*by_frequency(language), *own, *common, *left)
        return packed_table(by_latin_key(word for word in words if not word.isascii()).items())

    def _share_known(self, text: str, enough: float = 1.0) -> float:
        """Return the share of a text's letters in words that one language knows, of the language that knows most.

        0 without letters. Once a language knows `enough`, no other is asked.
        """
        words = [normalise("".join(filter(str.isalpha, part))) for part in text.split()]
        total = sum(map(len, words))
        best = 0.0
        for language in self._languages if total else ():
            known = 0
            for word in words:
                known += len(word) if len(word) > 1 and self._vocabulary.knows(word, language) else 0
                if known >= enough * total:
                    return known / total
            best = max(best, known / total)
        return best


def _is_of(word: str, language: str) -> bool:
    """Whether a language has a word, in any form."""
    return word in function_words(language) or word in forms(language) or stem(word, language) in frequencies(language)
