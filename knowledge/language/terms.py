"""Terms: a text as words, names of the case, numbers, dates and question words, each with a key to compare by."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from knowledge.language.data_files import languages
from knowledge.language.date_finder import DateMention, find_dates
from knowledge.language.lexicon import in_any_language, lexicon
from knowledge.language.name_mentions import MentionFinder
from knowledge.language.name_words import MAX_INITIALS, addressed_apart
from knowledge.language.names import NameIndex
from knowledge.language.normalisation import normalise
from knowledge.language.tokenizer import Token, tokenize

_LONGEST_QUESTION_PHRASE = 4
"""Maximum number of words of a question phrase: the longest of a lexicon is "what was the reason"."""
_MAX_PLAIN = 32_768
"""Maximum number of words that are kept in memory as terms; arbitrary."""
_DIGIT = re.compile(r"\d")
SHARED = "|"
"""Sign between the ids of a key that several names share."""


class Kind(Enum):
    """What sort of thing a term is."""

    WORD = "word"
    NAME = "name"
    NUMBER = "number"
    DATE = "date"
    INTERROGATIVE = "interrogative"
    NEUTRAL = "neutral"


class Term(NamedTuple):
    """One comparable unit of a text. Equal keys mean the same thing whatever the spelling, the script or the format.

    Keys: a stem; `#<name id>`, or `#<name id>|<name id>` where either may be meant; digits; `=<EDTF>`;
    `@<question word>`; a negated word is `¬<stem>`.
    """

    key: str
    kind: Kind
    surface: str
    word: str
    capitalised: bool = False
    inner: bool = False
    """Whether it stands inside a sentence, where a capital letter means a name."""
    named: float = 1.0
    """Chance that it is a person's name that is spelled like it, from 0 to 1: less for a common word."""


def keys_of_shared(key: str) -> tuple[str, ...]:
    """Return the keys of the names that a key may mean; none where it can only mean one."""
    return tuple(f"#{one}" for one in key[1:].split(SHARED)) if SHARED in key and key[0] == "#" else ()


class TermReader:
    """Reads texts as terms, given the names of a case."""

    def __init__(self, names: NameIndex) -> None:
        self.names = names
        self._plain_terms = lru_cache(_MAX_PLAIN)(self._read_plain)

    def read(self, text: str, language: str) -> tuple[Term, ...]:
        """Return the terms of a cleaned text in order."""
        return self.terms(tokenize(text, language), text, language)

    def terms(self, tokens: Sequence[Token], text: str, language: str) -> tuple[Term, ...]:
        """Return the terms of a cleaned text that was split into tokens."""
        tokens = addressed_apart(tokens, text)
        dates = find_dates(text) if _DIGIT.search(text) else ()
        finder = MentionFinder(self.names, tokens, text, language)
        context = _Context(tokens, text, language, dates, finder)
        in_context = bool(dates) or text.isupper()
        terms: list[Term] = []
        position = 0
        while position < len(tokens):
            word, key, surface, _, _ = tokens[position]
            plain = None if in_context else self._plain_terms(word, key, surface, language)
            if plain:
                terms.append(plain[position > 0])
                position += 1
                continue
            term, length = self._in_context(context, position)
            if term:
                terms.append(term)
            position += length
        if not _words(language).negations.isdisjoint([term.word for term in terms]):
            return tuple(_negated(terms, _words(language)))
        return tuple(terms)

    def _read_plain(self, word: str, key: str, surface: str, language: str) -> tuple[Term, Term] | None:
        """Return a token as a term, at the beginning and inside of a sentence, if nothing beside it can change it."""
        token = Token(word, key, surface, 0, len(surface))
        words = _words(language)
        if surface.isupper() and len(surface) <= MAX_INITIALS:
            return None
        phrases = words.interrogatives.get(word, {})
        if token.is_number or self.names.may_begin(token) or phrases.keys() - {(word,)}:
            return None
        if phrases:
            term = Term(phrases[word,], Kind.INTERROGATIVE, surface, surface)
            return term, term
        if word in words.numbers or word in _multipliers() or word in _number_signs():
            return None
        first, inner = (_plain((token, token), place, words, False) for place in (0, 1))
        return (first, inner) if first and inner else None

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
        term = _plain(tokens, position, _words(context.language), context.text.isupper())
        return term and term._replace(named=finder.chance_of_name(position)), 1


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
    phrases = _words(context.language).interrogatives.get(context.tokens[position].word)
    if not phrases:
        return None
    words = tuple(token.word for token in context.tokens[position : position + _LONGEST_QUESTION_PHRASE])
    for length in range(len(words), 0, -1):
        if found := phrases.get(words[:length]):
            written = context.surface(position, length)
            return Term(found, Kind.INTERROGATIVE, written, written), length
    return None


@dataclass(frozen=True, slots=True)
class _Words:
    """Word classes of a language in the normalised spelling of tokens."""

    interrogatives: Mapping[str, Mapping[tuple[str, ...], str]]
    """Question phrases with their keys, by the first word."""
    numbers: Mapping[str, int]
    question_stop_words: frozenset[str]
    negations: frozenset[str]
    auxiliaries: frozenset[str]


@cache
def _words(language: str) -> _Words:
    known = lexicon(language)
    phrases: dict[str, dict[tuple[str, ...], str]] = {}
    for phrase, key in known.interrogatives.items():
        words = tuple(normalise(word) for word in phrase.split())
        phrases.setdefault(words[0], {})[words] = key
    classes = (known.question_stop_words, known.negations, known.auxiliaries)
    return _Words(phrases, known.numbers, *(frozenset(map(normalise, words)) for words in classes))


def _plain(tokens: Sequence[Token], position: int, words: _Words, shouted: bool) -> Term | None:
    token = tokens[position]
    word, key, surface, _, _ = token
    if token.is_number:
        return Term(_multiplied(tokens, position, Decimal(word)), Kind.NUMBER, surface, word)
    if word in _multipliers() and position > 0:
        before = tokens[position - 1]
        if before.is_number or (position > 1 and before.word in words.numbers):
            return None
    if word in _number_signs() and position + 1 < len(tokens) and tokens[position + 1].is_number:
        return None
    if position > 0 and word in words.numbers:
        return Term(_multiplied(tokens, position, Decimal(words.numbers[word])), Kind.NUMBER, surface, word)
    if word in words.question_stop_words:
        return Term(key, Kind.NEUTRAL, surface, word)
    return Term(key, Kind.WORD, surface, word, not shouted and token.capitalised, not shouted and position > 0)


def _multiplied(tokens: Sequence[Token], position: int, number: Decimal) -> str:
    """Return a number in digits, times the word behind it ("5.4 million")."""
    if position + 1 < len(tokens):
        number *= _multipliers().get(tokens[position + 1].word, 1)
    return f"{number.normalize():f}"


@cache
def _multipliers() -> Mapping[str, int]:
    return {word: number for code in languages() for word, number in lexicon(code).multipliers.items()}


@cache
def _number_signs() -> frozenset[str]:
    return in_any_language(lambda known: known.number_signs)


def _negated(terms: Sequence[Term], words: _Words) -> Iterable[Term]:
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
