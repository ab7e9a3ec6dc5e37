"""Vocabulary of dialogue acts: what people say in a language that is no question about a case, as its data has it."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import Any, NamedTuple

from knowledge.answering.act_files import STEM, Elements, keys_of, read
from knowledge.answering.answers import ActKind
from knowledge.language.data_files import has, languages
from knowledge.language.kept_lists import kept
from knowledge.language.normalisation import normalise
from knowledge.language.word_frequencies import forms
from knowledge.spelling.candidates import FuzzyDictionary, packed_words

_DRAWN_OUT = re.compile(r"(\w)\1+")
_MIN_SLIP, _MIN_TWO_SLIPS = 5, 9
"""Minimum letters of a word with a slip of the finger, and of one with two; arbitrary."""


class Slot(NamedTuple):
    """A place in a phrase for something that the message names."""

    kind: str
    """"name", "language" or "term"."""


class Word(NamedTuple):
    """A word of a message, as phrases compare it."""

    word: str
    """Normalised."""
    keys: frozenset[str]
    """The word and its stem."""
    name: str = ""
    """Key of the name of the case that it is, if it is one."""
    text: str = ""
    """As it was written."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One way to do an act."""

    act: ActKind
    detail: str
    elements: tuple[frozenset[str] | Slot, ...]
    is_weak: bool
    """Whether it is an act only where the documents do not answer the message as a question."""


class Vocabulary:
    """The phrases of one language; one without any has none. An object of a phrase is made when it is first needed."""

    def __init__(self, language: str, stored: Mapping[str, Any]) -> None:
        """Take what `act_files.read` returns."""
        self.language = language
        self._stored = stored
        self.by_rarest: Mapping[str, Sequence[int]] = stored["by_rarest"]
        """The numbers of the phrases by each key of their rarest element."""
        self.soft_by_key: Mapping[str, Sequence[int]] = stored["soft_by_key"]
        """The numbers of the phrases of soft acts by each key of their first word."""
        self.languages: Mapping[str, str] = stored["languages"]
        """Names of languages, in all forms, to their codes; those that nothing is known of to "other"."""
        self.known = frozenset[str](stored["known"])
        """All words and stems."""
        self.phrase = cache(self._phrase)
        self.beside = cache(self._beside)

    def elements(self, number: int) -> Elements:
        """Return the keys of the elements of a phrase, by its number."""
        elements: Elements = self._stored["phrases"][number][-1]
        return elements

    def _phrase(self, number: int) -> Phrase:
        """Return a phrase by its number."""
        act, detail, is_weak, elements = self._stored["phrases"][number]
        parts = (Slot(keys[0].strip("<>")) if keys[0][0] == "<" else frozenset(keys) for keys in elements)
        return Phrase(ActKind(act), detail, tuple(parts), is_weak)

    def _beside(self, act: ActKind) -> frozenset[str]:
        """Return the words that may stand beside the phrases of an act: there they change nothing.

        Such are the light words, those of an act, and what is the act by itself. Heavy words say which people or
        documents are meant.
        """
        of_act = (self._stored[kind].get(act, ()) for kind in ("light_beside", "by_themselves"))
        light = frozenset(chain(self._stored["light"], *of_act))
        return light.difference(self._stored["heavy_beside"].get(act, ()))

    @cached_property
    def spelt(self) -> FuzzyDictionary:
        """The words that a misspelt one may be."""
        words = (key for key in self.known if key[0] != STEM and len(key) >= _MIN_SLIP)
        return FuzzyDictionary(kept(f"act-words.{self.language}", lambda: packed_words(words)))

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters of all words: one of other letters alone is a slip for none."""
        return frozenset(chain.from_iterable(self.known))

    def word(self, surface: str, name: str = "") -> Word:
        """Return a word of a message, with a slip of the finger mended where it is no word of the language.

        `name` is the key of the name of the case that it is, "" for none.
        """
        plain = self._shortened(normalise(surface))
        plain = self._stored["same"].get(plain, plain)
        return Word(plain, _keys_meant(plain, self.language), name, surface)

    def _shortened(self, plain: str) -> str:
        """Return the word that one of drawn-out letters is ("heyyy", "приветтт"); a word that is known stays itself."""
        if self._has(plain) or plain in forms(self.language):
            return plain
        shorter = (_DRAWN_OUT.sub(template, plain) for template in (r"\1\1", r"\1"))
        return next(filter(self._has, shorter), plain)

    def _has(self, word: str) -> bool:
        return word in self._stored["same"] or word in self.known


@lru_cache(maxsize=4096)
def _keys_meant(plain: str, language: str) -> frozenset[str]:
    """Return the keys of a word, or of the one of the phrases that it is a slip for."""
    keys, own = keys_of(plain, language), vocabulary_of(language)
    may_be_slip = len(plain) >= _MIN_SLIP and own.known.isdisjoint(keys) and not own.letters.isdisjoint(plain)
    if may_be_slip and plain not in forms(language):
        slips = 1 if len(plain) < _MIN_TWO_SLIPS else 2
        near = min(own.spelt.within(plain, slips), key=lambda found: (found[1], found[0]), default=None)
        if near:
            return keys_of(near[0], language)
    return keys


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """Return the vocabulary of a language; an empty one for a language that has none."""
    stored = kept(f"acts.{language}", lambda: json.dumps(read(language), ensure_ascii=False).encode())
    return Vocabulary(language, json.loads(stored))


@cache
def spoken_by_acts() -> Sequence[str]:
    """Return the codes of the languages that have phrases of acts."""
    return tuple(code for code in languages() if has(code, "acts"))
