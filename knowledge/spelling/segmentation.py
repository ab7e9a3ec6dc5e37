"""Segmentation: spaces that were typed a letter off, too many or left out."""

from knowledge.language.declension import names_another
from knowledge.language.tokenizer import Token
from knowledge.spelling.noisy_channel import AS_TYPED, Guess, NoisyChannel
from knowledge.spelling.vocabulary import Vocabulary

SPACE_SHIFT_COST = 2.0
"""Cost of a space one letter off, in log-odds; arbitrary, and so are the next two."""
SPACE_EXTRA_COST = 2.0
"""Cost of a space too many, in log-odds."""
SPACE_MISSING_COST = 1.8
"""Cost of a space left out, in log-odds."""
_MIN_LONG_PART = 5
"""Minimum letters of a word that may have a slip beside a space one letter off; arbitrary."""
_MIN_SPLIT = 5
"""Minimum letters of two words typed as one; arbitrary."""


class Segmenter:
    """Corrects words and the spaces between them."""

    def __init__(self, vocabulary: Vocabulary, channel: NoisyChannel) -> None:
        self._vocabulary = vocabulary
        self._channel = channel

    def correct_word(self, word: str, language: str, is_name: bool = False) -> Guess:
        """Return the word, or the two words, that one most likely is."""
        best = self._channel.best_correction(word, language, is_name)
        split = None if is_name or self._vocabulary.accepts(word, language) else self._split(word, language)
        return split if split and split.score > best.score else best

    def merge_or_shift(self, token: Token, following: Token, language: str) -> Guess | None:
        """Return two neighbours with the space between them moved by a letter or removed; None if unlikelier."""
        one, other = token.word, following.word
        if not (one.isalpha() and other.isalpha()) or following.start != token.end + 1:
            return None
        options = []
        for left, right in ((one + other[0], other[1:]), (one[:-1], one[-1] + other)):
            unknown = [part for part in (left, right) if not self._vocabulary.accepts(part, language)]
            if left and right and (not unknown or (len(unknown) == 1 and len(unknown[0]) >= _MIN_LONG_PART)):
                first, second = (self._channel.best_correction(part, language) for part in (left, right))
                if not (names_another(one, first.words[0]) or names_another(other, second.words[-1])):
                    options.append(Guess(first.score + second.score - SPACE_SHIFT_COST, (*first.words, *second.words)))
        if self._vocabulary.accepts(one + other, language):
            merged = self._channel.best_correction(one + other, language)
            options.append(Guess(merged.score - SPACE_EXTRA_COST, merged.words))
        if not options:
            return None
        best = max(options, key=lambda option: option.score)
        apart = sum(self.correct_word(word, language).score for word in (one, other))
        return best if best.score > apart else None

    def _split(self, word: str, language: str) -> Guess | None:
        """Return the two known words that were typed without the space between them."""
        if len(word) < _MIN_SPLIT:
            return None
        options = []
        for place in range(1, len(word) - 1):
            parts = word[:place], word[place:]
            if all(self._vocabulary.may_be_part(part, language) for part in parts):
                prior = min(self._vocabulary.prior(part, language) for part in parts)
                options.append(Guess(prior + AS_TYPED - SPACE_MISSING_COST, parts))
        return max(options, key=lambda option: option.score, default=None)
