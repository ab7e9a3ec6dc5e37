"""Spelling corrector: replaces what was mistyped in a question, and keeps what else may have been meant."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from math import exp
from typing import NamedTuple

from knowledge.cached_files import NO_SHELF, Shelf
from knowledge.language.lexicon import function_words
from knowledge.language.tokenizer import Token
from knowledge.spelling.keyboard import edit_cost
from knowledge.spelling.noisy_channel import Guess, NoisyChannel
from knowledge.spelling.scripts import Scripts
from knowledge.spelling.segmentation import Segmenter
from knowledge.spelling.vocabulary import Vocabulary

MAX_CORRECTIONS = 12
"""Maximum number of unknown words that are corrected: a text with more is not a question; arbitrary."""
MAX_COST_PER_LETTER = 0.4
"""Threshold: above this edit cost per letter a correction is of low confidence, and the typed word stays; arbitrary."""
LOW_CONFIDENCE_PENALTY = 1.0
"""Cost of a correction of low confidence as an alternative, in log-odds; arbitrary."""
MAX_LIKELIHOOD = 0.9
"""Maximum likelihood of an alternative; arbitrary."""
_LIKELIHOOD_SCALE = 0.3
"""Factor that makes differences of scores the logarithms of likelihoods; arbitrary."""


class Correction(NamedTuple):
    """A text with its typing errors corrected. Words are in normalised spelling."""

    text: str
    original: Mapping[str, str]
    """For each corrected word, what was typed."""
    alternatives: Mapping[str, Mapping[str, float]]
    """For a word that may be a wrong guess, other words of the base, each with a likelihood below 1."""
    low_confidence: frozenset[str]
    """Words so far from any other that they stay as they were typed; their corrections are among the alternatives."""


class SpellingCorrector:
    """Corrects texts by the words of a knowledge base and of its languages."""

    def __init__(
        self,
        counts: Mapping[str, int],
        languages: Sequence[str],
        shelf: Shelf = NO_SHELF,
        is_name_form: Callable[[str], bool] | None = None,
    ) -> None:
        """Take the words of the base in normalised spelling, with how often each occurs, and the languages to read.

        On `shelf` are kept the tables that are made of them when a question first needs them. `is_name_form` says
        whether a word is a form of a name of the base: it then stays as it was typed.
        """
        self._vocabulary = Vocabulary(counts, languages, shelf, is_name_form)
        self._scripts = Scripts(self._vocabulary)
        self._segmenter = Segmenter(self._vocabulary, NoisyChannel(self._vocabulary, self._scripts))

    def knows(self, word: str, language: str) -> bool:
        """Whether the base or a language has a word (normalised), in any form."""
        return self._vocabulary.knows(word, language)

    def retyped(self, text: str) -> str:
        """Return a cleaned text in the keyboard layout or script that was meant, if as typed it is in no language."""
        return self._scripts.retyped(text)

    def correct(self, text: str, tokens: Sequence[Token], language: str) -> Correction:
        """Return a cleaned text, given with its tokens, with its typing errors corrected."""
        certain = [self._vocabulary.is_certain(token.word, language) for token in tokens]
        if all(certain):
            return Correction(text, {}, {}, frozenset())
        draft = _Draft(text)
        for replaced, guess in self._guesses(tokens, certain, language):
            if _is_low_confidence(replaced, guess, language):
                draft.keep(replaced[0], guess)
            else:
                draft.replace(replaced, guess)
        return draft.finished()

    def _guesses(
        self, tokens: Sequence[Token], certain: Sequence[bool], language: str
    ) -> Iterator[tuple[Sequence[Token], Guess]]:
        """Yield what is meant by each token, or pair of tokens, that is uncertain itself or stands before one."""
        place = unknown = 0
        while place < len(tokens):
            if certain[place] and all(certain[place + 1 : place + 2]):
                place += 1
                continue
            unknown += not certain[place]
            if unknown > MAX_CORRECTIONS:
                return
            guess, taken = self._guess(tokens, place, language)
            yield tokens[place : place + taken], guess
            place += taken

    def _guess(self, tokens: Sequence[Token], place: int, language: str) -> tuple[Guess, int]:
        """Return what is meant by the token at `place`, and of how many tokens that is."""
        token = tokens[place]
        following = tokens[place + 1] if place + 1 < len(tokens) else None
        accepted = self._vocabulary.accepts(token.word, language)
        if following and not (accepted and self._vocabulary.accepts(following.word, language)):
            pair = self._segmenter.merge_or_shift(token, following, language)
            if pair:
                return pair, 2
        is_name = token.capitalised and place > 0
        return self._segmenter.correct_word(token.word, language, is_name), 1


class _Draft:
    """A correction in the making, from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._parts: list[str] = []
        self._end = 0
        """Where the part of the text begins that is not yet in `_parts`."""
        self._original: dict[str, str] = {}
        self._alternatives: dict[str, Mapping[str, float]] = {}
        self._low_confidence: set[str] = set()

    def keep(self, token: Token, guess: Guess) -> None:
        """Keep a word as it was typed, and all that may have been meant as its alternatives."""
        options = ((guess.score, guess.words[0]), *guess.alternatives)
        self._alternatives[token.word] = _likelihoods(options, guess.score + LOW_CONFIDENCE_PENALTY)
        self._low_confidence.add(token.word)

    def replace(self, tokens: Sequence[Token], guess: Guess) -> None:
        """Put the words that were meant in place of some tokens, capitalised like these."""
        if guess.words != tuple(token.word for token in tokens):
            capitals = (*(token.capitalised for token in tokens), False)
            pairs = zip(guess.words, capitals, strict=False)
            words = (word.title() if capital else word for word, capital in pairs)
            first, end = tokens[0].start, tokens[-1].end
            self._parts += (self._text[self._end : first], " ".join(words))
            self._end = end
            self._original.update(dict.fromkeys(guess.words, self._text[first:end]))
        if guess.alternatives:
            self._alternatives[guess.words[0]] = _likelihoods(guess.alternatives, guess.score)

    def finished(self) -> Correction:
        """Return the correction; a text of which nothing was replaced is the very same string."""
        text = "".join((*self._parts, self._text[self._end :])) if self._parts else self._text
        return Correction(text, self._original, self._alternatives, frozenset(self._low_confidence))


def _is_low_confidence(tokens: Sequence[Token], guess: Guess, language: str) -> bool:
    """Whether a single word is further from the one that was guessed, in the same script, than slips take it."""
    if len(tokens) > 1 or len(guess.words) > 1:
        return False
    typed, meant = tokens[0].word, guess.words[0]
    if meant in function_words(language) or typed.isascii() != meant.isascii():
        return False
    return edit_cost(typed, meant) > MAX_COST_PER_LETTER * len(typed)


def _likelihoods(options: Iterable[tuple[float, str]], best: float) -> dict[str, float]:
    """Return how likely some words are, given their scores, beside one with the score `best`."""
    return {word: min(MAX_LIKELIHOOD, exp(_LIKELIHOOD_SCALE * (score - best))) for score, word in options}
