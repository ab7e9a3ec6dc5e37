"""Mends typing errors: finds the words that were meant, by what the knowledge base and the language have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log

import numpy as np
from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import OSA

from knowledge.background import forms, frequencies
from knowledge.keyboard import LEAST_COST, in_other_layouts, slip_cost
from knowledge.lexicon import lexicon
from knowledge.text import Token, function_words, normalise, stem

LONGEST = 40
"""Longer words are not mended."""
MENDED = 12
"""So many unknown words of a question are mended; with more it is not a question."""
COMMON = 3.5
"""Unknown words are mended to words of at least this Zipf frequency, or to words of the base."""
IN_BASE, OFTEN_IN_BASE, AT_LARGE, SLIP = 3.0, 0.5, 0.5, 2.8
"""What counts for a word: that the base has it, by the logarithm of how often, by its Zipf frequency; and, against it,
by the cost of the slips. Log-probabilities but for a factor: a noisy channel (Kernighan, Church and Gale, 1990)."""
KNOWN, UNKNOWN = 1.0, -6.0
"""What counts for a word as it was typed, known or not."""
MOVED, JOINED, PARTED = 2.0, 2.0, 1.8
"""The cost of a space one letter off, of one too many, and of one too few."""
_UNLISTED = 2.5
_CACHED = 20_000
_COMPARED = 60
_RELAYOUT = 0.6
_TRANSLITERATED = 4.0
_TWO_LETTERS = 5.0
"""The least Zipf frequency of a word of two letters that is taken for one, and not for a slip."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """A word or two that may have been meant, and how likely that is as a score."""

    score: float
    words: tuple[str, ...]


class Speller:
    """The words of a knowledge base and of its languages, to be looked up by words that are not among them."""

    def __init__(self, counts: Mapping[str, int], languages: Sequence[str]) -> None:
        """Take the words of the base in normalised spelling with how often each occurs."""
        self._counts = {word: count for word, count in counts.items() if word.isalpha()}
        self._languages = tuple(languages)
        self._pools: dict[str, _Pool] = {}
        self._cache: dict[tuple[str, str, bool], _Meant] = {}

    def mend(self, text: str, tokens: Sequence[Token], language: str) -> tuple[str, Mapping[str, str]]:
        """Return a cleaned text with its typing errors mended, and for each mended word (normalised) what was typed."""
        typed: dict[str, str] = {}
        if all(self._stands(token.word, language) for token in tokens):
            return text, typed
        parts: list[str] = []
        end = place = odd = 0
        while place < len(tokens):
            odd += not self._stands(tokens[place].word, language)
            if odd > MENDED:
                break
            meant, taken = self._meant(tokens, place, language)
            first, last = tokens[place], tokens[place + taken - 1]
            if meant != tuple(token.word for token in tokens[place : place + taken]):
                words = " ".join(meant)
                parts += (text[end : first.start], words.title() if first.capitalised else words)
                end = last.end
                typed.update(dict.fromkeys(meant, text[first.start : end]))
            place += taken
        return "".join((*parts, text[end:])) if parts else text, typed

    def knows(self, word: str, language: str) -> bool:
        """Whether the base or a language has a word (normalised)."""
        if word in self._counts or word in function_words(language) or word in forms(language):
            return True
        key = stem(word, language)
        return key != word and key in frequencies(language)

    def _stands(self, word: str, language: str) -> bool:
        """Whether a word is as it was meant: a known one, a number, or too long to be a word."""
        if len(word) == 1:
            return word in lexicon(language).letters or not word.isalpha()
        if len(word) == 2:
            common = forms(language).get(word, 0.0) >= _TWO_LETTERS
            return common or word in function_words(language) or not word.isalpha() or word in self._counts
        return self.knows(word, language) or not word.isalpha() or len(word) > LONGEST

    def _meant(self, tokens: Sequence[Token], place: int, language: str) -> tuple[tuple[str, ...], int]:
        """Return the words that the token at `place` stands for, and how many tokens that takes."""
        token = tokens[place]
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        name = token.capitalised and place > 0
        stands = self._stands(token.word, language)
        if following and not (stands and self._stands(following.word, language)):
            pair = self._respaced(token, following, language)
            if pair:
                return pair, 2
        if stands:
            return (token.word,), 1
        return self._alone(token.word, language, name).words, 1

    def _alone(self, word: str, language: str, name: bool = False) -> _Meant:
        """Return the word, or the two words, that one most likely is."""
        best = self._best(word, language, name)
        parted = None if name or self._stands(word, language) else self._parted(word, language)
        return parted if parted and parted.score > best.score else best

    def _respaced(self, token: Token, following: Token, language: str) -> tuple[str, ...] | None:
        """Return two neighbours with the space between them moved by a letter or gone, if that is likelier."""
        one, other = token.word, following.word
        if not (one.isalpha() and other.isalpha()) or following.start != token.end + 1:
            return None
        options = []
        for left, right in ((one + other[0], other[1:]), (one[:-1], one[-1] + other)):
            if left and right and (self._stands(left, language) or self._stands(right, language)):
                first, second = self._best(left, language), self._best(right, language)
                options.append(_Meant(first.score + second.score - MOVED, (*first.words, *second.words)))
        if self._stands(one + other, language):
            joined = self._best(one + other, language)
            options.append(_Meant(joined.score - JOINED, joined.words))
        if not options:
            return None
        best = max(options, key=lambda option: option.score)
        apart = sum(self._alone(word, language).score for word in (one, other))
        return best.words if best.score > apart else None

    def _parted(self, word: str, language: str) -> _Meant | None:
        """Return the two known words that were typed without the space between them."""
        if len(word) < 5:
            return None
        options = []
        for place in range(1, len(word) - 1):
            one, other = word[:place], word[place:]
            if self._stands(one, language) and self._stands(other, language):
                score = (self._prior(one, language) + self._prior(other, language)) / 2 + KNOWN - PARTED
                options.append(_Meant(score, (one, other)))
        return max(options, key=lambda option: option.score, default=None)

    def _best(self, word: str, language: str, name: bool = False) -> _Meant:
        """Return the known word that a word most likely is; itself where none is near."""
        if self._stands(word, language):
            return _Meant(self._prior(word, language) + KNOWN, (word,))
        key = (word, language, name)
        found = self._cache.get(key)
        if found is None:
            found = self._look_up(word, language, name)
            if len(self._cache) >= _CACHED:
                self._cache.clear()
            self._cache[key] = found
        return found

    def _look_up(self, word: str, language: str, name: bool) -> _Meant:
        if len(word) < 2:
            return _Meant(-1.0, (word,))
        best = _Meant(UNKNOWN, (word,))
        pool = self._pool(word, language)
        near: list[tuple[str, int]] = []
        for edits in range(1, _edits(len(word), name) + 1):
            if not any(other in self._counts for other, _ in near):
                near = pool.near(word, edits)
        bounds = [
            (self._prior(other, language), distance, other)
            for other, distance in near
            if other in self._counts or distance <= _edits_at_large(len(word), name)
        ]
        bounds.sort(key=lambda bound: (SLIP * LEAST_COST * bound[1] - bound[0], bound[2]))
        for prior, distance, other in bounds[:_COMPARED]:
            if prior - SLIP * LEAST_COST * distance <= best.score:
                break
            score = prior - SLIP * slip_cost(word, other)
            if score > best.score:
                best = _Meant(score, (other,))
        if best.score == UNKNOWN and (meant := self._in_other_script(word, exactly=name)):
            return _Meant(self._prior(meant, language), (meant,))
        return best

    def _prior(self, word: str, language: str) -> float:
        count = self._counts.get(word, 0)
        base = IN_BASE + OFTEN_IN_BASE * log(1 + count) if count else 0.0
        return AT_LARGE * forms(language).get(word, _UNLISTED) + base

    def _pool(self, word: str, language: str) -> "_Pool":
        """Return the words that a word of a question in `language` may be a slip for: those of its own script."""
        latin = word.isascii()
        code = language if latin == (language == "en") else "en" if latin else "ru"
        if code not in self._pools:
            common = (other for other, zipf in forms(code).items() if zipf >= COMMON)
            words = dict.fromkeys(other for other in self._counts if other.isascii() == latin)
            words.update(dict.fromkeys((*common, *function_words(code))))
            self._pools[code] = _Pool(other for other in words if other.isalpha() and 2 <= len(other) <= LONGEST)
        return self._pools[code]

    def _in_other_script(self, word: str, exactly: bool = False) -> str | None:
        """Return the known word that a word is in the other script, but for one letter where it is long."""
        spellings, pool = self._transliterated
        latin = _latin(word)
        if latin not in spellings and not exactly:
            near = pool.near(latin, 1) if len(latin) > 3 else []
            latin = min(near, key=lambda found: (found[1], found[0]), default=("", 0))[0]
        meant = spellings.get(latin)
        return meant if meant and meant.isascii() != word.isascii() else None

    @cached_property
    def _transliterated(self) -> tuple[Mapping[str, str], "_Pool"]:
        """Return words by how they are written in Latin letters: common ones, small ones, and those of the base."""
        common = [word for code in self._languages for word, zipf in forms(code).items() if zipf >= _TRANSLITERATED]
        small = [word for code in self._languages for word in function_words(code)]
        words: dict[str, str] = {}
        for word in (*(word for word in self._counts if len(word) > 3), *small, *common):
            if word in self._counts or not word.isascii():
                words.setdefault(_latin(word), word)
        return words, _Pool(words)

    def retyped(self, text: str) -> str:
        """Return a cleaned text in the right keyboard layout or script, where as typed it is in no language."""
        if self._share_known(text, 1 - _RELAYOUT) >= 1 - _RELAYOUT:
            return text
        options = [*in_other_layouts(text), " ".join(self._in_other_script(word) or word for word in text.split())]
        shares = [self._share_known(option) for option in options]
        best = max(range(len(options)), key=lambda place: (shares[place], -place))
        return options[best] if shares[best] >= _RELAYOUT else text

    def _share_known(self, text: str, enough: float = 1.0) -> float:
        """Return the share of a text's letters in words of the language that knows most; no letters: none of them.

        Once a language knows `enough`, no other is asked.
        """
        words = [normalise("".join(filter(str.isalpha, part))) for part in text.split()]
        total = sum(map(len, words))
        best = 0.0
        for language in self._languages if total else ():
            known = 0
            for word in words:
                known += len(word) if len(word) > 1 and self.knows(word, language) else 0
                if known >= enough * total:
                    return known / total
            best = max(best, known / total)
        return best


class _Pool:
    """Words by length, with a signature of the letters of each: nearest words without looking at all of them."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = sorted(words, key=lambda word: (len(word), word))
        lengths = np.fromiter(map(len, self._words), np.int64, len(self._words))
        self._starts = np.searchsorted(lengths, np.arange(LONGEST + 6))
        self._signatures = np.fromiter(map(_signature, self._words), np.uint64, len(self._words))

    def near(self, word: str, edits: int) -> list[tuple[str, int]]:
        """Return the words within so many edits (optimal string alignment) with their distances.

        An edit changes at most one letter of the word's set of letters either way, so that nothing is lost by
        leaving out the words that lack more of its letters, or have more that it lacks.
        """
        if not edits or len(word) > LONGEST:
            return []
        first = int(self._starts[max(0, len(word) - edits)])
        last = int(self._starts[min(LONGEST + 5, len(word) + edits + 1)])
        signature = np.uint64(_signature(word))
        others = self._signatures[first:last]
        left = np.bitwise_count(others & ~signature) <= edits
        left &= np.bitwise_count(signature & ~others) <= edits
        survivors = [self._words[first + place] for place in np.flatnonzero(left).tolist()]
        found = process.extract(word, survivors, scorer=OSA.distance, score_cutoff=edits, limit=None)
        return [(other, int(distance)) for other, distance, _ in found if distance < max(2, len(other))]


def _signature(word: str) -> int:
    """Return the set of a word's letters as 64 bits."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits


def _edits(length: int, name: bool) -> int:
    """Return how many slips a word of so many letters may have; a name is not bent to another so easily."""
    if name:
        return 0 if length < 4 else 1 if length < 6 else 2
    return 1 if length <= 3 else 2 if length <= 8 else 3


def _edits_at_large(length: int, name: bool) -> int:
    """Return how many slips a word may have to be one that only the language has, not the base."""
    return 0 if name else 1 if length < 10 else 2


def _latin(word: str) -> str:
    return anyascii(word).casefold().replace("'", "")
