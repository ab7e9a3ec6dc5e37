"""Phrases of dialogue acts: which act a message does, if all of its words belong to the act."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from knowledge.answering.act_files import LANGUAGE, NAME, SOFT, STEM, TERM
from knowledge.answering.act_vocabulary import Phrase, Slot, Vocabulary, Word, vocabulary_of
from knowledge.answering.answers import SOCIAL

MAX_WORDS = 14
"""Maximum number of words of a message that may be an act: who writes more asks or tells something; arbitrary."""
_MAX_TERM = 5
"""Maximum number of words of a term that is to be defined; arbitrary."""
_COUNTS = {"term": 0, "name": 1}
"""How much a slot of a kind counts beside a word, which counts 2: a language, which may be a name, counts as one."""


class Recognised(NamedTuple):
    """What a message does: the phrase that it has, and what it names in the phrase's slots."""

    phrase: Phrase
    name: str = ""
    language: str = ""
    term: tuple[str, ...] = ()
    """Words as they were written."""


def recognise(words: Sequence[tuple[str, str]], language: str) -> Recognised | None:
    """Return the act that a message does, by the phrases of a language; None where it is none.

    `words` are its words as written, each with the key of the name of the case that it is ("" for none). Thanks in many
    words ("ок, спасибо большое") are not taken for a phrase that a part of them is, nor what asks for nothing ("what's
    up?") for one that is weak.
    """
    vocabulary = vocabulary_of(language)
    if not 0 < len(words) <= MAX_WORDS:
        return None
    read = [vocabulary.word(text, name) for text, name in words]
    found = list(_phrases_of(read, vocabulary))
    if not found:
        return None
    best = max(found, key=lambda one: (_rank(one.phrase), -len(one.term)))
    is_chatter = len(_covered_softly(read, vocabulary)) == len(words)
    polite = max((one for one in found if is_chatter and one.phrase.act in SOFT), key=_length, default=None)
    if polite and _length(best) < _length(polite):
        return polite
    return next((one for one in found if best.phrase.is_weak and one.phrase.act in SOCIAL), best)


def _length(found: Recognised) -> int:
    return len(found.phrase.elements)


def _rank(phrase: Phrase) -> tuple[bool, int, int]:
    """Return what makes a phrase count more than another: more words; of soft ones, the more telling."""
    if phrase.act in SOFT:
        return (False, 0, -SOFT.index(phrase.act))
    counted = [_COUNTS.get(one.kind, 2) if isinstance(one, Slot) else 2 for one in phrase.elements]
    return (True, sum(counted), 0)


def _phrases_of(words: Sequence[Word], vocabulary: Vocabulary) -> Iterator[Recognised]:
    soft = _covered_softly(words, vocabulary)
    for phrase in _candidates(words, vocabulary):
        light = vocabulary.beside(phrase.act)
        optional = [
            not word.name and (place in soft or not light.isdisjoint(word.keys)) for place, word in enumerate(words)
        ]
        if found := _aligned(phrase, words, optional, vocabulary):
            yield found


def _candidates(words: Sequence[Word], vocabulary: Vocabulary) -> Sequence[Phrase]:
    """Return the phrases all elements of which the words have, in any order; those that begin first come first."""
    places = _places(words, vocabulary)
    had = places.keys()
    numbers = {number for key in had for number in vocabulary.by_rarest.get(key, ())}
    found = [
        (min(places[key] for key in had & vocabulary.elements(number)[0]), number)
        for number in numbers
        if not any(map(had.isdisjoint, vocabulary.elements(number)))
    ]
    return [vocabulary.phrase(number) for _, number in sorted(found)]


def _places(words: Sequence[Word], vocabulary: Vocabulary) -> Mapping[str, tuple[int, bool]]:
    """Return the keys that words have, and those of the slots that they may fill, each with its first place.

    A stem comes after the word itself: "language" is the word of a command before it is a form of "languages".
    """
    places: dict[str, tuple[int, bool]] = {}
    for place, word in enumerate(words):
        for key in (NAME,) if word.name else word.keys:
            places.setdefault(key, (place, key[0] == STEM))
        if not vocabulary.languages.keys().isdisjoint(word.keys):
            places.setdefault(LANGUAGE, (place, True))
    return {**places, TERM: (len(words), True)}


def _covered_softly(words: Sequence[Word], vocabulary: Vocabulary) -> set[int]:
    """Return the places of words that greet, thank or acknowledge."""
    covered: set[int] = set()
    for place, word in enumerate(words):
        for key in word.keys:
            for phrase in map(vocabulary.phrase, vocabulary.soft_by_key.get(key, ())):
                row = words[place : place + len(phrase.elements)]
                if _is_row(phrase, row):
                    covered.update(range(place, place + len(row)))
    return covered


def _is_row(phrase: Phrase, words: Sequence[Word]) -> bool:
    """Whether words are just those of a phrase."""
    if len(words) < len(phrase.elements):
        return False
    return all(not isinstance(one, Slot) and one & word.keys for one, word in zip(phrase.elements, words, strict=True))


def _aligned(
    phrase: Phrase, words: Sequence[Word], optional: Sequence[bool], vocabulary: Vocabulary
) -> Recognised | None:
    """Return a phrase with what its slots hold if a message has it, and beside it only words that may be left out."""

    def matched(place: int, element: int, held: Recognised) -> Recognised | None:
        if element == len(phrase.elements):
            return held if all(optional[place:]) else None
        if place == len(words):
            return None
        for taken, filled in _fillings(phrase.elements[element], words[place:], held, vocabulary):
            if found := matched(place + taken, element + 1, filled):
                return found
        return matched(place + 1, element, held) if optional[place] else None

    return matched(0, 0, Recognised(phrase))


def _fillings(
    element: frozenset[str] | Slot, words: Sequence[Word], held: Recognised, vocabulary: Vocabulary
) -> Iterator[tuple[int, Recognised]]:
    """Yield how many words an element of a phrase may take, and what is held then."""
    first = words[0]
    if not isinstance(element, Slot):
        if not first.name and element & first.keys:
            yield 1, held
    elif element.kind == "name":
        if first.name:
            yield 1, held._replace(name=first.name)
    elif element.kind == "language":
        code = next((vocabulary.languages[key] for key in first.keys if key in vocabulary.languages), None)
        if code:
            yield 1, held._replace(language=code)
    else:
        for length in range(min(_MAX_TERM, len(words)), 0, -1):
            yield length, held._replace(term=tuple(word.text for word in words[:length]))
