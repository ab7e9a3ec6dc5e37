"""Spelling corrector: a noisy-channel model over the words of the base and a word-frequency list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, log
from typing import NamedTuple

from anyascii import anyascii

from knowledge.language.lexicon import lexicon
from knowledge.language.tokenizer import Token, detect_language, function_words, normalise, stem
from knowledge.language.word_frequencies import forms, frequencies, names
from knowledge.spelling.candidates import LONGEST, FuzzyDictionary
from knowledge.spelling.keyboard import MIN_EDIT_COST, edit_cost, in_other_layouts
from knowledge.spelling.transliteration import by_latin_key, romanised

MAX_CORRECTIONS = 12
"""So many unknown words of a question are corrected; with more it is not a question."""
COMMON = 3.5
"""Unknown words are corrected to words of at least this Zipf frequency, or to words of the base."""
IN_BASE, INFLECTED, OFTEN_IN_BASE, AT_LARGE, SLIP = 3.0, 2.0, 0.5, 0.5, 2.8
"""What counts for a word: that the base has it, or a word of its stem; by the logarithm of how often; by its Zipf
frequency; and, against it, by the cost of the slips. Log-probabilities but for a factor: a noisy channel (Kernighan,
Church and Gale, 1990)."""
KNOWN, UNKNOWN = 1.0, -6.0
"""What counts for a word as it was typed, known or not."""
ALTERNATIVE_MARGIN, MAX_LIKELIHOOD = 6.0, 0.9
"""Words of the base that score at most so much less than the best may have been meant instead, with a likelihood of at
most so much."""
_SOFTER = 0.3
"""The factor of these log-probabilities that makes them likelihoods."""
MAX_COST_PER_LETTER, LOW_CONFIDENCE_PENALTY = 0.4, 1.0
"""A word whose slips cost more than this for each letter typed is but a guess: it stays as it was typed, and what may
have been meant counts as if it scored so much less."""
SPACE_SHIFT_COST, SPACE_EXTRA_COST, SPACE_MISSING_COST = 2.0, 2.0, 1.8
"""The cost of a space one letter off, of one too many, and of one too few."""
_UNLISTED = 2.5
_LONG_PART = 5
"""Where a space moves, one of the words may have a slip as well if it has so many letters."""
_SHORT_PART = 3
"""Of two words that were typed as one, a word of so few letters must be a frequent one: "defind" is not "de find"."""
_STEM_START = 4
"""Words that differ from a stem in so many first letters are not stemmed to compare them; nor is a shorter stem's."""
_LOOKS_RIGHT = 4
"""A name, or a form that is not listed, of so many letters may be a slip all the same."""
_CACHED = 20_000
_COMPARED = 60
_RELAYOUT = 0.6
_CERTAINLY, _ROMANISED, _CLEARLY = 0.7, 0.7, 0.2
"""A text of which so much is known, by letters, is in the language that it seems to be in. Else it is in another, typed
in Latin letters, if of that at least so much is known, and so much more."""
_TRANSLITERATED = 4.0
_FREQUENT = 5.0
"""The least Zipf frequency of a word of two letters, or of a short part of two words, that is no slip."""


class Correction(NamedTuple):
    """A text with its typing errors corrected."""

    text: str
    original: Mapping[str, str]
    """What was typed for each word that is corrected (normalised)."""
    alternatives: Mapping[str, Mapping[str, float]]
    """For a word that need not be the one that was meant, other words of the base, each with a likelihood below 1."""
    low_confidence: frozenset[str]
    """Words (normalised) so far from any other that what was meant can but be guessed; they stay as they were typed."""


@dataclass(frozen=True, slots=True)
class _Meant:
    """A word or two that may have been meant, and how likely that is as a score."""

    score: float
    words: tuple[str, ...]
    others: tuple[tuple[float, str], ...] = ()
    """Words of the base that may have been meant instead, with their scores."""


class SpellingCorrector:
    """The words of a knowledge base and of its languages, to be looked up by words that are not among them."""

    def __init__(self, counts: Mapping[str, int], languages: Sequence[str]) -> None:
        """Take the words of the base in normalised spelling with how often each occurs."""
        self._counts = {word: count for word, count in counts.items() if word.isalpha()}
        self._languages = tuple(languages)
        self._dictionaries: dict[str, tuple[FuzzyDictionary, FuzzyDictionary]] = {}
        self._stem_counts: dict[str, dict[str, int]] = {}
        self._tables: dict[str, Mapping[str, str]] = {}
        self._cache: dict[tuple[str, str, bool], _Meant] = {}

    def correct(self, text: str, tokens: Sequence[Token], language: str) -> Correction:
        """Return a cleaned text, split into tokens, with its typing errors corrected."""
        original: dict[str, str] = {}
        alternatives: dict[str, Mapping[str, float]] = {}
        low_confidence: set[str] = set()
        certain = [self._is_certain(token.word, language) for token in tokens]
        if all(certain):
            return Correction(text, original, alternatives, frozenset())
        parts: list[str] = []
        end = place = odd = 0
        while place < len(tokens):
            if certain[place] and all(certain[place + 1 : place + 2]):
                place += 1
                continue
            odd += not certain[place]
            if odd > MAX_CORRECTIONS:
                break
            meant, taken = self._meant(tokens, place, language)
            first, last = tokens[place], tokens[place + taken - 1]
            if taken == 1 and self._is_guess(first.word, meant, language):
                options = ((meant.score, meant.words[0]), *meant.others)
                alternatives[first.word] = _likelihoods(options, meant.score + LOW_CONFIDENCE_PENALTY)
                low_confidence.add(first.word)
                place += 1
                continue
            if meant.words != tuple(token.word for token in tokens[place : place + taken]):
                capitals = (*(token.capitalised for token in tokens[place : place + taken]), False)
                pairs = zip(meant.words, capitals, strict=False)
                words = (word.title() if capital else word for word, capital in pairs)
                parts += (text[end : first.start], " ".join(words))
                end = last.end
                original.update(dict.fromkeys(meant.words, text[first.start : end]))
            if meant.others:
                alternatives[meant.words[0]] = _likelihoods(meant.others, meant.score)
            place += taken
        return Correction(
            "".join((*parts, text[end:])) if parts else text, original, alternatives, frozenset(low_confidence)
        )

    @staticmethod
    def _is_guess(word: str, meant: _Meant, language: str) -> bool:
        """Whether a word is further from the one that was meant, of the same script, than slips should take it."""
        (first, *more) = meant.words
        if more or first in function_words(language) or word.isascii() != first.isascii():
            return False
        return edit_cost(word, first) > MAX_COST_PER_LETTER * len(word)

    def knows(self, word: str, language: str) -> bool:
        """Whether the base or a language has a word (normalised)."""
        return self._is_listed(word, language) or self._is_name(word) or self._has_stem(word, language)

    def _is_name(self, word: str) -> bool:
        return any(word in names(code) for code in self._languages)

    def _is_listed(self, word: str, language: str) -> bool:
        return word in self._counts or word in function_words(language) or word in forms(language)

    @staticmethod
    def _has_stem(word: str, language: str) -> bool:
        key = stem(word, language)
        return key != word and key in frequencies(language)

    def _is_certain(self, word: str, language: str) -> bool:
        """Whether a word stands as it was typed, and nothing else was meant: not a slip that looks like a word."""
        return self._stands(word, language) and (
            len(word) < _LOOKS_RIGHT or not word.isalpha() or len(word) > LONGEST or self._is_listed(word, language)
        )

    def _stands(self, word: str, language: str) -> bool:
        """Whether a word is as it was meant: a known one, a number, or too long to be a word."""
        if len(word) == 1:
            return word in lexicon(language).one_letter_words or not word.isalpha()
        if len(word) == 2:
            common = forms(language).get(word, 0.0) >= _FREQUENT
            known = word in function_words(language) or word in self._counts or self._is_name(word)
            return common or known or not word.isalpha()
        return self.knows(word, language) or not word.isalpha() or len(word) > LONGEST

    def _meant(self, tokens: Sequence[Token], place: int, language: str) -> tuple[_Meant, int]:
        """Return the words that the token at `place` stands for, and how many tokens that takes."""
        token = tokens[place]
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        name = token.capitalised and place > 0
        stands = self._stands(token.word, language)
        if following and not (stands and self._stands(following.word, language)):
            pair = self._merge_or_shift(token, following, language)
            if pair:
                return pair, 2
        return self._correct_word(token.word, language, name), 1

    def _correct_word(self, word: str, language: str, name: bool = False) -> _Meant:
        """Return the word, or the two words, that one most likely is."""
        best = self._best_correction(word, language, name)
        parted = None if name or self._stands(word, language) else self._split(word, language)
        return parted if parted and parted.score > best.score else best

    def _merge_or_shift(self, token: Token, following: Token, language: str) -> _Meant | None:
        """Return two neighbours with the space between them moved by a letter or gone, if that is likelier."""
        one, other = token.word, following.word
        if not (one.isalpha() and other.isalpha()) or following.start != token.end + 1:
            return None
        options = []
        for left, right in ((one + other[0], other[1:]), (one[:-1], one[-1] + other)):
            odd = [part for part in (left, right) if not self._stands(part, language)]
            if left and right and (not odd or (len(odd) == 1 and len(odd[0]) >= _LONG_PART)):
                first, second = self._best_correction(left, language), self._best_correction(right, language)
                options.append(_Meant(first.score + second.score - SPACE_SHIFT_COST, (*first.words, *second.words)))
        if self._stands(one + other, language):
            joined = self._best_correction(one + other, language)
            options.append(_Meant(joined.score - SPACE_EXTRA_COST, joined.words))
        if not options:
            return None
        best = max(options, key=lambda option: option.score)
        apart = sum(self._correct_word(word, language).score for word in (one, other))
        return best if best.score > apart else None

    def _split(self, word: str, language: str) -> _Meant | None:
        """Return the two known words that were typed without the space between them."""
        if len(word) < 5:
            return None
        options = []
        for place in range(1, len(word) - 1):
            one, other = word[:place], word[place:]
            if self._is_part(one, language) and self._is_part(other, language):
                score = min(self._prior(one, language), self._prior(other, language)) + KNOWN - SPACE_MISSING_COST
                options.append(_Meant(score, (one, other)))
        return max(options, key=lambda option: option.score, default=None)

    def _is_part(self, word: str, language: str) -> bool:
        """Whether a word may have lost the space beside it: a short one only if it is a frequent one, or a name."""
        if len(word) > _SHORT_PART:
            return self._stands(word, language)
        if len(word) == 1:
            return word in lexicon(language).one_letter_words
        frequent = forms(language).get(word, 0.0) >= _FREQUENT
        return frequent or word in function_words(language) or self._is_name(word)

    def _best_correction(self, word: str, language: str, name: bool = False) -> _Meant:
        """Return the known word that a word most likely is; itself where none is near."""
        if self._is_certain(word, language):
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
        options = self._options(word, language, name)
        if self._stands(word, language):
            best = _Meant(self._prior(word, language) + KNOWN, (word,))
        elif options:
            best = _Meant(options[0][0], (options[0][1],))
        elif meant := self._in_other_script(word, exactly=name):
            return _Meant(self._prior(meant, language), (meant,))
        else:
            return _Meant(UNKNOWN, (word,))
        key = stem(best.words[0], language)
        others = (
            (score, other)
            for score, other in options
            if score >= best.score - ALTERNATIVE_MARGIN
            and stem(other, language) != key
            and self._in_base(other, language)
        )
        return _Meant(best.score, best.words, tuple(others))

    def _options(self, word: str, language: str, name: bool) -> list[tuple[float, str]]:
        """Return the known words that a word may be a slip for, with their scores, best first."""
        of_base, at_large = self._dictionaries_for(word, language)
        edits, most = 1, _edits(len(word), name)
        near = of_base.within(word, min(edits, most))
        while not near and edits < most:
            edits += 1
            near = of_base.within(word, edits)
        bounds = []
        others = at_large.within(word, min(edits, _edits_at_large(len(word), name)))
        for here, found in ((True, near), (False, others)):
            for other, distance in found:
                prior = self._prior(other, language)
                bounds.append((prior - SLIP * MIN_EDIT_COST * distance, prior, other, here))
        bounds.sort(key=lambda bound: (-bound[0], bound[2]))
        best, options = UNKNOWN, []
        for bound, prior, other, here in bounds[:_COMPARED]:
            if bound <= max(UNKNOWN, best - ALTERNATIVE_MARGIN):
                break
            if here or bound > best:
                score = prior - SLIP * edit_cost(word, other)
                best = max(best, score)
                if score > UNKNOWN:
                    options.append((score, other))
        return sorted(options, key=lambda option: (-option[0], option[1]))

    def _in_base(self, word: str, language: str) -> bool:
        return word in self._counts or stem(word, language) in self._stems(language)

    def _stems(self, language: str) -> Mapping[str, int]:
        """Return the stems of the base's words, each with how often a word of it occurs."""
        if language not in self._stem_counts:
            counts: dict[str, int] = {}
            for word, count in self._counts.items():
                key = stem(word, language)
                counts[key] = max(count, counts.get(key, 0))
            self._stem_counts[language] = counts
        return self._stem_counts[language]

    def _prior(self, word: str, language: str) -> float:
        count, has = self._counts.get(word, 0), IN_BASE
        if not count:
            count, has = self._stems(language).get(stem(word, language), 0), INFLECTED
        base = has + OFTEN_IN_BASE * log(1 + count) if count else 0.0
        zipf = forms(language).get(word) or names(language).get(word, _UNLISTED)
        return AT_LARGE * zipf + base

    def _dictionaries_for(self, word: str, language: str) -> tuple[FuzzyDictionary, FuzzyDictionary]:
        """Return the words that a word of a question in `language` may be a slip for: the base's, and all others.

        They are those of its own script; words that have their stem in the base are the base's, too.
        """
        latin = word.isascii()
        code = language if latin == (language == "en") else "en" if latin else "ru"
        if code not in self._dictionaries:
            lists = (forms(code), names(code))
            common = (other for listed in lists for other, zipf in listed.items() if zipf >= COMMON)
            words = dict.fromkeys(other for other in self._counts if other.isascii() == latin)
            words.update(dict.fromkeys((*common, *function_words(code))))
            known = [other for other in words if other.isalpha() and 2 <= len(other) <= LONGEST]
            starts = {key[:_STEM_START] for key in self._stems(code)}
            near = (other for other in known if not starts.isdisjoint((other[:_STEM_START], other[: _STEM_START - 1])))
            here = {*self._counts.keys() & set(known), *(other for other in near if self._in_base(other, code))}
            self._dictionaries[code] = FuzzyDictionary(here), FuzzyDictionary(set(known) - here)
        return self._dictionaries[code]

    def _in_other_script(self, word: str, exactly: bool = False) -> str | None:
        """Return the known word that a word is in the other script, but for one letter where it is long."""
        spellings, dictionary = self._transliterated
        latin = _latin(word)
        if latin not in spellings and not exactly:
            near = dictionary.within(latin, 1) if len(latin) > 3 else []
            latin = min(near, key=lambda found: (found[1], found[0]), default=("", 0))[0]
        meant = spellings.get(latin)
        return meant if meant and meant.isascii() != word.isascii() else None

    @cached_property
    def _transliterated(self) -> tuple[Mapping[str, str], FuzzyDictionary]:
        """Return words by how they are written in Latin letters: common ones, small ones, and those of the base."""
        common = [word for code in self._languages for word, zipf in forms(code).items() if zipf >= _TRANSLITERATED]
        small = [word for code in self._languages for word in _by_frequency(code)]
        words: dict[str, str] = {}
        for word in (*(word for word in self._counts if len(word) > 3), *small, *common):
            if word in self._counts or not word.isascii():
                words.setdefault(_latin(word), word)
        return words, FuzzyDictionary(words)

    def retyped(self, text: str) -> str:
        """Return a cleaned text in the right keyboard layout or script, where as typed it is in no language."""
        known = self._share_known(text, _CERTAINLY)
        if known >= _CERTAINLY:
            return text
        if text.isascii() and (meant := self._from_latin(text, known)):
            return meant
        if known >= 1 - _RELAYOUT:
            return text
        options = [*in_other_layouts(text), " ".join(self._in_other_script(word) or word for word in text.split())]
        shares = [self._share_known(option) for option in options]
        best = max(range(len(options)), key=lambda place: (shares[place], -place))
        return options[best] if shares[best] >= _RELAYOUT else text

    def _from_latin(self, text: str, known: float) -> str | None:
        """Return a text of Latin letters in the Cyrillic ones of a language, if that has clearly more of its words."""
        words = [(word, "".join(filter(str.isalpha, word)).casefold()) for word in text.split()]
        whole = sum(len(letters) for _, letters in words) or 1
        best = None
        for table in filter(None, map(self._romanised, self._languages)):
            meant = [table.get(romanised(letters), "") for _, letters in words]
            share = sum(len(letters) for (_, letters), other in zip(words, meant, strict=True) if other) / whole
            if share >= max(_ROMANISED, known + _CLEARLY):
                known, best = share, " ".join(other or word for (word, _), other in zip(words, meant, strict=True))
        return best

    def _romanised(self, language: str) -> Mapping[str, str]:
        """Return the words of a language and of the base by how they are typed in Latin letters; none of Latin ones."""
        if all(map(str.isascii, function_words(language))):
            return {}
        if language not in self._tables:
            others = [code for code in self._languages if code != language]
            own = [word for word in self._counts if _is_of(word, language)]
            common = (word for word, zipf in forms(language).items() if zipf >= _TRANSLITERATED)
            left = [word for word in self._counts if not any(_is_of(word, code) for code in others)]
            left.sort(key=lambda word: detect_language(word, self._languages) != language)
            words = (*_by_frequency(language), *own, *common, *left)
            self._tables[language] = by_latin_key(word for word in words if not word.isascii())
        return self._tables[language]

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


def _by_frequency(language: str) -> list[str]:
    """Return the function words of a language, the most frequent first: of those written alike the first is meant."""
    counts = forms(language)
    return sorted(function_words(language), key=lambda word: (-counts.get(word, 0.0), word))


def _is_of(word: str, language: str) -> bool:
    """Whether a language has a word, or one of its stem."""
    return word in function_words(language) or word in forms(language) or stem(word, language) in frequencies(language)


def _edits(length: int, name: bool) -> int:
    """Return how many slips a word of so many letters may have; a name is not bent to another so easily."""
    if name:
        return 0 if length < 4 else 1 if length < 6 else 2 if length < 9 else 3
    return 1 if length <= 3 else 2 if length <= 5 else 3 if length <= 8 else 4


def _edits_at_large(length: int, name: bool) -> int:
    """Return how many slips a word may have to be one that only the language has, not the base."""
    return 0 if name else 1 if length < 10 else 2


def _likelihoods(options: Iterable[tuple[float, str]], best: float) -> dict[str, float]:
    """Return how likely some words are, beside one with the score `best`."""
    return {word: min(MAX_LIKELIHOOD, exp(_SOFTER * (score - best))) for score, word in options}


def _latin(word: str) -> str:
    """Return a word in Latin letters, in one way: a lone word has none beside it that bear out a looser reading."""
    return anyascii(word).casefold().replace("'", "")
