"""Vocabulary of dialogue acts: what people say in a language that is no question about a case, as its data has it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from typing import NamedTuple

from knowledge.answering.answers import SOCIAL, ActKind
from knowledge.language.data_files import languages, table
from knowledge.language.normalisation import normalise
from knowledge.language.stemmer import stem
from knowledge.language.word_frequencies import forms
from knowledge.spelling.candidates import FuzzyDictionary, packed_words

SOFT = (ActKind.THANKS, ActKind.FAREWELL, ActKind.GREETING, ActKind.ACK)
"""Acts that may stand beside any other; of these themselves the first one counts."""
NAME, LANGUAGE, TERM = "<name>", "<language>", "<term>"
"""Keys of the slots: no word has them. A term may be any words."""

_MIN_SLIP, _MIN_TWO_SLIPS = 5, 9
"""Minimum letters of a word with a slip of the finger, and of one with two; arbitrary."""
_MIN_STEM, _MAX_ENDING = 4, 4
"""Minimum letters of a stem by which words are compared, and maximum letters of the ending that is cut off: what is
left of a longer word is the stem of too many others ("authorities", "author"); arbitrary."""
_EXACT = SOCIAL | {ActKind.COMMAND}
"""Acts whose words must be written as they are listed: "start" is a command, "when did it start" is none."""
STEM = "/"
"""Begins a key that is a stem: no word has it."""


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


@dataclass(frozen=True)
class Vocabulary:
    """The phrases of one language."""

    language: str
    phrases: Sequence[Phrase]
    light: frozenset[str]
    light_beside: Mapping[ActKind, frozenset[str]]
    """More light words beside the phrases of an act."""
    heavy_beside: Mapping[ActKind, frozenset[str]]
    """Words that are not light beside the phrases of an act: there they say which people or documents are meant."""
    same: Mapping[str, str]
    languages: Mapping[str, str]
    """Names of languages, in all forms, to their codes; those that nothing is known of to "other"."""

    @cached_property
    def keys(self) -> Sequence[Sequence[frozenset[str]]]:
        """The keys of the elements of each phrase, of which a message must have one; that of a slot is its kind."""
        return [
            [frozenset((f"<{one.kind}>",)) if isinstance(one, Slot) else one for one in phrase.elements]
            for phrase in self.phrases
        ]

    @cached_property
    def by_rarest(self) -> Mapping[str, Sequence[int]]:
        """The numbers of the phrases by each key of their rarest element, the one that fewest phrases have.

        A slot for a term is never it: any words may be one.
        """
        having = Counter(key for elements in self.keys for keys in elements for key in keys)
        having[TERM] = len(self.phrases) + 1
        found: dict[str, list[int]] = {}
        for number, elements in enumerate(self.keys):
            for key in min(elements, key=lambda keys: sum(having[key] for key in keys)):
                found.setdefault(key, []).append(number)
        return found

    @cached_property
    def soft_by_key(self) -> Mapping[str, Sequence[Phrase]]:
        """The phrases of soft acts by each key of their first word."""
        found: dict[str, list[Phrase]] = {}
        for phrase, (first, *_) in zip(self.phrases, self.keys, strict=True):
            for key in first if phrase.act in SOFT else ():
                found.setdefault(key, []).append(phrase)
        return found

    @cached_property
    def by_themselves(self) -> Mapping[ActKind, frozenset[str]]:
        """The words that are an act by themselves: beside a longer phrase of the act they change nothing."""
        found: dict[ActKind, set[str]] = {}
        for phrase in self.phrases:
            first = phrase.elements[0]
            if len(phrase.elements) == 1 and not isinstance(first, Slot):
                found.setdefault(phrase.act, set()).update(first)
        return {act: frozenset(keys) for act, keys in found.items()}

    def beside(self, act: ActKind) -> frozenset[str]:
        """Return the words that may stand beside the phrases of an act."""
        return self._beside[act]

    @cached_property
    def _beside(self) -> Mapping[ActKind, frozenset[str]]:
        nothing = frozenset[str]()
        return {
            act: (self.light | self.light_beside.get(act, nothing) | self.by_themselves.get(act, nothing))
            - self.heavy_beside.get(act, nothing)
            for act in ActKind
        }

    @cached_property
    def known(self) -> frozenset[str]:
        """All words and stems."""
        keys = {key for phrase in self.phrases for one in phrase.elements if not isinstance(one, Slot) for key in one}
        return frozenset().union(keys, self.light, self.languages, *self.light_beside.values())

    @cached_property
    def spelt(self) -> FuzzyDictionary:
        """The words that a misspelt one may be."""
        return FuzzyDictionary(packed_words(key for key in self.known if key[0] != STEM and len(key) >= _MIN_SLIP))

    @cached_property
    def letters(self) -> frozenset[str]:
        """The letters of all words: one of other letters alone is a slip for none."""
        return frozenset(chain.from_iterable(self.known))

    def word(self, surface: str, name: str = "") -> Word:
        """Return a word of a message, with a slip of the finger mended where it is no word of the language.

        `name` is the key of the name of the case that it is, "" for none.
        """
        plain = normalise(surface)
        plain = self.same.get(plain, plain)
        return Word(plain, _keys_meant(plain, self.language), name, surface)


@lru_cache(maxsize=4096)
def _keys_meant(plain: str, language: str) -> frozenset[str]:
    """Return the keys of a word, or of the one of the phrases that it is a slip for."""
    keys, own = _keys(plain, language), vocabulary_of(language)
    may_be_slip = len(plain) >= _MIN_SLIP and own.known.isdisjoint(keys) and not own.letters.isdisjoint(plain)
    if may_be_slip and plain not in forms(language):
        slips = 1 if len(plain) < _MIN_TWO_SLIPS else 2
        near = min(own.spelt.within(plain, slips), key=lambda found: (found[1], found[0]), default=None)
        if near:
            return _keys(near[0], language)
    return keys


def _keys(word: str, language: str) -> frozenset[str]:
    key = stem(word, language)
    has_stem = len(key) >= _MIN_STEM and len(word) - len(key) <= _MAX_ENDING
    return frozenset((word, STEM + key)) if has_stem else frozenset((word,))


@cache
def vocabulary_of(language: str) -> Vocabulary:
    """Return the vocabulary of a language; an empty one for a language that has none."""
    values = table(language, "acts")
    phrases = [
        _phrase(ActKind(key.partition(".")[0]), key.partition(".")[2], text.strip(), language)
        for key, value in values.items()
        if key.partition(".")[0] in set(ActKind)
        for text in value.split(",")
        if text.strip()
    ]
    beside = (_beside_acts(values, "light"), _beside_acts(values, "heavy"))
    names = {
        normalise(word): key.partition(".")[2]
        for key, value in values.items()
        if key.startswith("languages.")
        for word in value.split()
    }
    same = dict(pair.split("=") for pair in values.get("same", "").split())
    light = frozenset(map(normalise, values.get("light", "").split()))
    return Vocabulary(language, phrases, light, *beside, {normalise(one): same[one] for one in same}, names)


def _beside_acts(values: Mapping[str, str], weight: str) -> Mapping[ActKind, frozenset[str]]:
    """Return the words that are light, or heavy, beside the phrases of an act."""
    return {
        ActKind(key.partition(".")[2]): frozenset(map(normalise, value.split()))
        for key, value in values.items()
        if key.startswith(f"{weight}.")
    }


def _phrase(act: ActKind, detail: str, text: str, language: str) -> Phrase:
    exact = act in _EXACT
    elements = tuple(_element(part, language, exact) for part in text.removeprefix("~").split())
    return Phrase(act, detail, elements, text.startswith("~"))


def _element(part: str, language: str, exact: bool) -> frozenset[str] | Slot:
    if part[0] == "<":
        return Slot(part.strip("<>"))
    if exact:
        return frozenset(map(normalise, part.split("|")))
    return frozenset().union(*(_keys(normalise(word), language) for word in part.split("|")))


@cache
def spoken_by_acts() -> Sequence[str]:
    """Return the codes of the languages that have phrases of acts."""
    return tuple(code for code in languages() if table(code, "acts"))
