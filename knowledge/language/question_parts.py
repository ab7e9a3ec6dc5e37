"""Takes a message with several questions apart: by its sentences, and where a question word begins another question."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from knowledge.language.lexicon import function_words, lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.tokenizer import Token, sentences, tokenize

_ENDS = re.compile(r"(?<=[?!;…])\s+|\s*\n\s*")
"""Where a sentence surely ends; `sentences` knows of the stops."""
_BULLET = re.compile(r"\A\s*(?:[0-9]{1,2}[.)]|[-•*–—])\s+")
_LEAD = 3
"""Maximum number of small words before the question word of a sentence ("so tell me who"); arbitrary."""
_LONGEST_PREPOSITION = 3
"""Maximum letters of a word between a conjunction and a question word ("and by whom"); arbitrary."""
_LONGEST_PHRASE = 4


@dataclass(frozen=True, slots=True)
class QuestionPart:
    """One question of a message."""

    text: str
    completed: str
    """The same, with what it leaves out taken from the question beside it: "and when" as "when ordered it"."""
    is_elliptical: bool
    """Whether it has nothing but question words, so that the fact before it tells what it is about."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Word classes of a language in the normalised spelling of tokens."""

    conjunctions: frozenset[str]
    openers: frozenset[str]
    complementisers: frozenset[str]
    polar_openers: frozenset[str]
    polar_particles: frozenset[str]
    subjects: frozenset[str]
    """Words that begin the subject of a question that asks for yes or no."""
    small: frozenset[str]
    phrases: frozenset[tuple[str, ...]]


def question_parts(cleaned: str, language: str) -> tuple[QuestionPart, ...]:
    """Return the questions of a cleaned text, whose lines may still be apart; what asks nothing is none of them."""
    words = _words(language)
    found: list[_Piece] = []
    for line in _ENDS.split(cleaned):
        for sentence in sentences(_BULLET.sub("", line)):
            found += _asked(sentence, language, words)
    parts = dict.fromkeys(_completed(found, place, words) for place in range(len(found)))
    return tuple({part.text.casefold(): part for part in parts}.values())


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some tokens of a sentence that ask something."""

    text: str
    """The sentence."""
    tokens: Sequence[Token]
    words: _Words
    conjoined: bool
    """Whether it goes on with the question before it."""

    @property
    def written(self) -> str:
        return self._from(0)

    @property
    def has_content(self) -> bool:
        return any(token.word not in self.words.small for token in self.tokens)

    @property
    def is_bare(self) -> bool:
        """Whether it has nothing but a question word, perhaps with a preposition."""
        opener = _opener(self.tokens, self.words)
        return opener is not None and opener + _phrase(self.tokens, opener, self.words) >= len(self.tokens)

    @property
    def rest(self) -> str:
        """What stands behind the question word."""
        opener = _opener(self.tokens, self.words)
        return self._from(opener + _phrase(self.tokens, opener, self.words)) if opener is not None else ""

    def _from(self, place: int) -> str:
        return self.text[self.tokens[place].start : self.tokens[-1].end] if place < len(self.tokens) else ""


def _asked(sentence: str, language: str, words: _Words) -> Iterator[_Piece]:
    """Yield the questions of a sentence; none where it asks nothing."""
    tokens = tokenize(sentence, language)
    is_marked = sentence.rstrip().endswith("?")
    if not tokens or not (is_marked or _opener(tokens, words) is not None):
        return
    starts = _starts(sentence, tokens, words)
    pieces = []
    for number, (start, length) in enumerate(starts):
        end = starts[number + 1][0] if number + 1 < len(starts) else len(tokens)
        pieces.append(_Piece(sentence, tokens[start + length : end], words, number > 0))
    if not (_opener(pieces[0].tokens, words) is not None or _is_polar(pieces[0].tokens, words)):
        pieces = [_Piece(sentence, tokens, words, False)]
    yield from (piece for piece in pieces if _opener(piece.tokens, words) is not None or _says_enough(piece))


def _says_enough(piece: _Piece) -> bool:
    """Whether a piece without a question word asks something: "Really?" does not."""
    return piece.has_content and len(piece.tokens) > 1


def _is_polar(tokens: Sequence[Token], words: _Words) -> bool:
    """Whether some tokens ask for yes or no in words: "Was he", "Был ли"."""
    here = [token.word for token in tokens[: _LEAD + 1]]
    return here[0] in words.polar_openers or not words.polar_particles.isdisjoint(here[1:])


def _starts(sentence: str, tokens: Sequence[Token], words: _Words) -> list[tuple[int, int]]:
    """Return where the questions of a sentence begin, each with the number of conjunctions before it.

    A comma parts questions in a list alone, whose last one has a conjunction: else what follows is a clause.
    """
    found, after_comma = [(0, 0)], list[tuple[int, int]]()
    place = 1
    while place < len(tokens):
        length = _conjunctions(tokens, place, words)
        if length and _begins(tokens, place + length, words):
            found += [*after_comma, (place, length)]
            after_comma = []
            place += length
        elif "," in sentence[tokens[place - 1].end : tokens[place].start] and _begins(tokens, place, words):
            after_comma.append((place, 0))
        place += 1
    return found


def _conjunctions(tokens: Sequence[Token], place: int, words: _Words) -> int:
    """Return the number of conjunctions in a row."""
    length = 0
    while place + length < len(tokens) and tokens[place + length].word in words.conjunctions:
        length += 1
    return length


def _begins(tokens: Sequence[Token], place: int, words: _Words) -> bool:
    """Whether a question begins at a token: with a question word, perhaps behind a preposition, or as one for yes or
    no."""
    here = [token.word for token in tokens[place : place + 2]]
    if not here or here[0] in words.complementisers:
        return False
    if here[0] in words.openers:
        return True
    if len(here) < 2:
        return False
    if len(here[0]) <= _LONGEST_PREPOSITION and here[1] in words.openers:
        return here[1] not in words.complementisers
    is_subject = here[1] in words.subjects or tokens[place + 1].capitalised
    return here[1] in words.polar_particles or (here[0] in words.polar_openers and is_subject)


def _opener(tokens: Sequence[Token], words: _Words) -> int | None:
    """Return where the question word stands that a question begins with, behind small words at most."""
    is_first = True
    for place, token in enumerate(tokens[: _LEAD + 1]):
        if token.word in words.openers and (token.word not in words.complementisers or is_first):
            return place
        is_first = is_first and token.word in words.conjunctions
        if token.word not in words.small and len(token.word) > _LONGEST_PREPOSITION:
            return None
    return None


def _phrase(tokens: Sequence[Token], place: int, words: _Words) -> int:
    """Return the number of tokens of the longest question phrase at a place ("how many")."""
    here = tuple(token.word for token in tokens[place : place + _LONGEST_PHRASE])
    return next((length for length in range(len(here), 1, -1) if here[:length] in words.phrases), 1)


def _completed(pieces: Sequence[_Piece], place: int, words: _Words) -> QuestionPart:
    """Return a piece as a question: one that is no more than a question word with the rest of the one beside it."""
    piece = pieces[place]
    following = pieces[place + 1] if place + 1 < len(pieces) else None
    if piece.is_bare and not piece.conjoined and following and following.conjoined and following.rest:
        text = f"{piece.written} {following.rest}"
        return QuestionPart(text, text, False)
    told = next((one for one in reversed(pieces[:place]) if one.has_content), None)
    if piece.is_bare and told and told.rest:
        return QuestionPart(piece.written, f"{piece.written} {told.rest}", True)
    return QuestionPart(piece.written, piece.written, piece.is_bare)


@cache
def _words(language: str) -> _Words:
    known = lexicon(language)

    def normal(words: frozenset[str]) -> frozenset[str]:
        return frozenset(map(normalise, words))

    openers, conjunctions = normal(known.question_openers), normal(known.conjunctions)
    polar = normal(known.polar_openers) | normal(known.polar_particles)
    return _Words(
        conjunctions=conjunctions,
        openers=openers,
        complementisers=normal(known.complementisers),
        polar_openers=normal(known.polar_openers),
        polar_particles=normal(known.polar_particles),
        subjects=normal(frozenset(known.pronouns) | known.determiners | known.articles),
        small=function_words(language) | normal(known.fillers) | openers | conjunctions | polar,
        phrases=frozenset(tuple(map(normalise, phrase.split())) for phrase in known.interrogatives),
    )
