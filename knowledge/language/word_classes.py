"""Word classes: lists of a language that decide what sort of term a word is, in the normalised spelling of tokens."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from knowledge.language.data_files import languages
from knowledge.language.lexicon import in_any_language, lexicon
from knowledge.language.normalisation import normalise
from knowledge.language.tokenizer import Token


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Word classes of a language."""

    interrogatives: Mapping[str, Mapping[tuple[str, ...], str]]
    """Question phrases with their keys, the longest first, by the first word."""
    numbers: Mapping[str, int]
    question_stop_words: frozenset[str]
    negations: frozenset[str]
    auxiliaries: frozenset[str]

    def phrase(self, words: tuple[str, ...]) -> tuple[str, int] | None:
        """Return the key of the longest question phrase that some words begin with, and how many words it takes."""
        for phrase, key in self.interrogatives.get(words[0], {}).items():
            if words[: len(phrase)] == phrase:
                return key, len(phrase)
        return None


@cache
def word_classes(language: str) -> WordClasses:
    """Return the word classes of a language code."""
    known = lexicon(language)
    phrases: dict[str, dict[tuple[str, ...], str]] = {}
    pairs = [(tuple(normalise(word) for word in phrase.split()), key) for phrase, key in known.interrogatives.items()]
    for words, key in sorted(pairs, key=lambda one: -len(one[0])):
        phrases.setdefault(words[0], {})[words] = key
    classes = (known.question_stop_words, known.negations, known.auxiliaries)
    return WordClasses(phrases, known.numbers, *(frozenset(map(normalise, words)) for words in classes))


@cache
def multipliers() -> Mapping[str, int]:
    """Return the words of all languages that multiply the number before them ("million"), with their value."""
    return {word: number for code in languages() for word, number in lexicon(code).multipliers.items()}


@cache
def number_signs() -> frozenset[str]:
    """Return the words of all languages that announce a number ("No")."""
    return in_any_language(lambda known: known.number_signs)


def belongs_to_number(tokens: Sequence[Token], position: int, words: WordClasses) -> bool:
    """Whether a token says no more than the number beside it: "million" behind it, "No" before it."""
    word = tokens[position].word
    if word in multipliers() and position > 0:
        before = tokens[position - 1]
        if before.is_number or (position > 1 and before.word in words.numbers):
            return True
    return word in number_signs() and position + 1 < len(tokens) and tokens[position + 1].is_number


def multiplied(tokens: Sequence[Token], position: int, number: Decimal) -> str:
    """Return a number in digits, times the word behind it ("5.4 million")."""
    if position + 1 < len(tokens):
        number *= multipliers().get(tokens[position + 1].word, 1)
    return f"{number.normalize():f}"
