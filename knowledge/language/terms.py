"""Terms: a text as words, names of the case, numbers, dates and question words, each with a key to compare by."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial
from typing import NamedTuple

from knowledge.language.date_finder import DateMention, find_dates
from knowledge.language.name_mentions import MentionFinder
from knowledge.language.name_words import MAX_INITIALS, addressed_apart, has_address
from knowledge.language.names import NameIndex
from knowledge.language.personal_names import is_given_name, is_surname
from knowledge.language.plain_words import PlainWord, PlainWords
from knowledge.language.term import SHARED, Kind, Term, keys_of_shared
from knowledge.language.tokenizer import TOKEN, Token, looked_up, tokenize
from knowledge.language.word_classes import (
    WordClasses,
    belongs_to_number,
    multiplied,
    multipliers,
    number_signs,
    word_classes,
)

__all__ = ["SHARED", "Kind", "Term", "TermReader", "keys_of_shared"]
_MAX_PHRASE = 4
"""Maximum number of words of a question phrase: the longest of a lexicon is "what was the reason"."""
_MAX_PLAIN = 32_768
"""Maximum number of words that are kept in memory as terms; arbitrary."""
_DIGIT = re.compile(r"\d")


class TermReader:
    """Reads texts as terms, given the names of a case."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names
        self._plain_terms = lru_cache(_MAX_PLAIN)(self._read_plain)
        self._plain_words: dict[str, PlainWords] = {}

    def read(self, text: str, language: str) -> tuple[Term, ...]:
        """Return the terms of a cleaned text in order."""
        return self.read_words(text, language)[1]

    def read_words(self, text: str, language: str) -> tuple[Sequence[str], tuple[Term, ...]]:
        """Return the words of a cleaned text, normalised, and its terms, both in order.

        A text of nothing but plain words, as most are, is looked up word by word without being split into tokens.
        """
        if language not in self._plain_words:
            self._plain_words[language] = PlainWords(partial(self._read_plain_word, language=language), _MAX_PLAIN)
        surfaces, known = TOKEN.findall(text), self._plain_words[language]
        plain = [known[surface] for surface in surfaces]
        if not plain or None in plain or text.isupper() or has_address(surfaces, text):
            tokens = tokenize(text, language)
            return [token.word for token in tokens], self.terms(tokens, text, language)
        words, firsts, inners, openings = zip(*plain, strict=True)
        terms = [firsts[0], *inners[1:]]
        if True in openings:
            terms = _with_phrases(terms, words, surfaces, openings, language)
        return words, _negations_folded(terms, words, language)

    def terms(self, tokens: Sequence[Token], text: str, language: str) -> tuple[Term, ...]:
        """Return the terms of a cleaned text that was split into tokens."""
        tokens = addressed_apart(tokens, text, self._is_person)
        dates = find_dates(text) if _DIGIT.search(text) else ()
        finder = MentionFinder(self.names, tokens, text, language)
        context = _Context(tokens, text, language, dates, finder)
        in_context = bool(dates) or text.isupper()
        terms: list[Term] = []
        position = 0
        while position < len(tokens):
            word, key, surface, _, _ = tokens[position]
            plain = None if in_context else self._plain_terms(word, key, surface, language)
            if plain and not plain.may_open_phrase:
                terms.append(plain.inner if position else plain.first)
                position += 1
                continue
            term, length = self._in_context(context, position)
            if term:
                terms.append(term)
            position += length
        return _negations_folded(terms, [term.word for term in terms], language)

    def _is_person(self, token: Token) -> bool:
        """Whether a token is of a person's name, known to the case or not."""
        known = self.names.has_word(token) or is_given_name(token.word) or is_surname(token.word)
        return known or (len(token.surface) == 1 and token.capitalised)

    def _read_plain_word(self, surface: str, language: str) -> PlainWord | None:
        """Return the word of a surface and the same as `_read_plain`, if nothing beside it can make it another word."""
        word, key, is_plain = looked_up(surface, language)
        plain = self._plain_terms(word, key, surface, language) if word and is_plain else None
        return (word, *plain) if plain else None

    def _read_plain(self, word: str, key: str, surface: str, language: str) -> "_Plain | None":
        """Return a token as terms, if nothing beside it can change it but words of the same question phrase."""
        token = Token(word, key, surface, 0, len(surface))
        words = word_classes(language)
        if surface.isupper() and len(surface) <= MAX_INITIALS:
            return None
        phrases = words.interrogatives.get(word, {})
        if token.is_number or self.names.may_begin(token):
            return None
        may_open_phrase = bool(phrases.keys() - {(word,)})
        if alone := phrases.get((word,)):
            term = Term(alone, Kind.INTERROGATIVE, surface, surface)
            return _Plain(term, term, may_open_phrase)
        if word in words.numbers or word in multipliers() or word in number_signs():
            return None
        first, inner = (_plain((token, token), place, words, False) for place in (0, 1))
        return _Plain(first, inner, may_open_phrase) if first and inner else None

    def _in_context(self, context: "_Context", position: int) -> tuple[Term | None, int]:
        """Return the term that begins at `position`, if any, and its number of tokens."""
        tokens, finder = context.tokens, context.finder
        initial = finder.is_initial(position)
        if context.dates and (found := _date(context, position)):
            return found
        if (initial or self.names.may_begin(tokens[position])) and (found := _name(context, position)):
            return found
        if found := _question_phrase(context, position):
            return found
        if initial and position + 1 < len(tokens) and tokens[position + 1].capitalised:
            return None, 1
        term = _plain(tokens, position, word_classes(context.language), context.text.isupper())
        chance = finder.chance_of_name(position)
        return term if term is None or chance == term.named else term._replace(named=chance), 1


class _Plain(NamedTuple):
    """A token as a term, at the beginning and inside of a sentence."""

    first: Term
    inner: Term
    may_open_phrase: bool
    """Whether a question phrase of several words may begin with it."""


@dataclass(frozen=True, slots=True)
class _Context:
    """A text, as all that may change what one of its tokens means."""

    tokens: Sequence[Token]
    text: str
    language: str
    dates: Sequence[DateMention]
    finder: MentionFinder

    def surface(self, position: int, length: int) -> str:
        """Return some tokens as they were written."""
        return " ".join(token.surface for token in self.tokens[position : position + length])


def _date(context: _Context, position: int) -> tuple[Term, int] | None:
    """Return the date that stands at `position`, and its number of tokens."""
    start = context.tokens[position].start
    for mention in context.dates:
        if mention.start <= start < mention.end:
            taken = sum(1 for other in context.tokens[position:] if other.start < mention.end)
            written = context.text[mention.start : mention.end]
            if mention.date is None:
                return Term(f"?{written}", Kind.WORD, written, written, True, True), taken
            return Term(f"={mention.date.text}", Kind.DATE, written, context.surface(position, taken)), taken
    return None


def _name(context: _Context, position: int) -> tuple[Term, int] | None:
    """Return the name that begins at `position`, and its number of tokens."""
    name = context.finder.at(position)
    if name is None:
        return None
    written = context.surface(position, name.length)
    if not name.ids:
        as_written = _written(context.tokens[position : position + name.length], context.text)
        return Term(f"?{written.casefold()}", Kind.WORD, as_written, as_written, True, True), name.length
    return Term(f"#{SHARED.join(name.ids)}", Kind.NAME, written, written), name.length


def _written(tokens: Sequence[Token], text: str) -> str:
    """Return the text of some tokens in a row, with the stop behind a last initial."""
    last = tokens[-1]
    stop = len(last.surface) == 1 and text[last.end : last.end + 1] == "."
    return text[tokens[0].start : last.end + stop]


def _question_phrase(context: _Context, position: int) -> tuple[Term, int] | None:
    """Return the longest question phrase that begins at `position`, and its number of tokens."""
    words = tuple(token.word for token in context.tokens[position : position + _MAX_PHRASE])
    found = word_classes(context.language).phrase(words)
    if found is None:
        return None
    key, length = found
    written = context.surface(position, length)
    return Term(key, Kind.INTERROGATIVE, written, written), length


def _with_phrases(
    terms: Sequence[Term], words: tuple[str, ...], surfaces: Sequence[str], openings: Sequence[bool], language: str
) -> list[Term]:
    """Return the terms of plain words, with each question phrase among them as one term.

    `openings` are whether each word may begin a phrase of several words; of one word, the term is the phrase.
    """
    classes, found, position = word_classes(language), list[Term](), 0
    while position < len(words):
        phrase = classes.phrase(words[position : position + _MAX_PHRASE]) if openings[position] else None
        key, length = phrase or ("", 1)
        written = " ".join(surfaces[position : position + length])
        found.append(Term(key, Kind.INTERROGATIVE, written, written) if phrase else terms[position])
        position += length
    return found


def _plain(tokens: Sequence[Token], position: int, words: WordClasses, shouted: bool) -> Term | None:
    token = tokens[position]
    word, key, surface, _, _ = token
    if token.is_number:
        return Term(multiplied(tokens, position, Decimal(word)), Kind.NUMBER, surface, word)
    if belongs_to_number(tokens, position, words):
        return None
    if position > 0 and word in words.numbers:
        return Term(multiplied(tokens, position, Decimal(words.numbers[word])), Kind.NUMBER, surface, word)
    if word in words.question_stop_words:
        return Term(key, Kind.NEUTRAL, surface, word)
    return Term(key, Kind.WORD, surface, word, not shouted and token.capitalised, not shouted and position > 0)


def _negations_folded(terms: Sequence[Term], words: Sequence[str], language: str) -> tuple[Term, ...]:
    classes = word_classes(language)
    if classes.negations.isdisjoint(words):
        return tuple(terms)
    return tuple(_negated(terms, classes))


def _negated(terms: Sequence[Term], words: WordClasses) -> Iterable[Term]:
    """Fold each negation into the next word of weight: "did not agree" is about `¬agree`, never about `agree`."""
    pending = False
    for term in terms:
        if term.word in words.negations:
            pending = True
        elif pending and term.kind is Kind.WORD and term.word not in words.auxiliaries:
            pending = False
            yield Term(f"¬{term.key}", term.kind, term.surface, term.word, term.capitalised, term.inner)
        else:
            yield term
